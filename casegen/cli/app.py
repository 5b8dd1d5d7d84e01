"""The program around the commands: finding them, and turning every ending into an exit code."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType
from typing import TYPE_CHECKING

import click

from casegen import __version__
from casegen.cli.console import OutputClosed, flush, prepare_streams, tell
from casegen.cli.exits import BUG, CANNOT_RUN, CLEAN, CLOSED_PIPE, INTERRUPTED
from casegen.cli.options import Session, traceback_option
from casegen.cli.signals import ending_in_order
from casegen.files import reason
from casegen.problem import CasegenError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# command -> what the list of commands says of it; `casegen.cli.<command>` is its module.
COMMANDS = {
    "new": "Start a new case, and a workspace where there is none.",
    "check": "Show what is wrong with cases.",
    "build": "Write cases as web pages, PDF and more.",
    "refs": "Import, look up, check, sort and export references.",
    "explain": "Say what a rule wants, and why.",
    "rules": "List the rules.",
    "themes": "List the themes and their options.",
    "formats": "List the formats that can be written.",
    "styles": "Find a citation style by name, title or journal.",
    "schema": "Print the JSON Schema of the case format.",
    "version": "Print the version.",
}

_EPILOG = """\
\b
Example:
  casegen new my-first-case
  casegen check
  casegen build

\b
Completion with the Tab key:
  bash   eval "$(_CASEGEN_COMPLETE=bash_source casegen)"    in ~/.bashrc
  zsh    eval "$(_CASEGEN_COMPLETE=zsh_source casegen)"     in ~/.zshrc
  fish   _CASEGEN_COMPLETE=fish_source casegen | source     in ~/.config/fish/config.fish

\b
Exit codes: 0 clean, 1 problems found, 2 casegen could not run, 3 a bug in casegen.
"""


class _Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        _without_pydantic_plugins()
        command: click.Command = importlib.import_module(f"casegen.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            close = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise click.UsageError(f"There is no command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        commands = [
            CompletionItem(name, help=said) for name, said in COMMANDS.items() if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]


@click.group(
    cls=_Commands,
    epilog=_EPILOG,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="casegen %(version)s")
def app() -> None:
    """From one YAML source to everything a journal publishes of a clinical case report."""


app.params.append(traceback_option())


def main(args: Sequence[str]) -> int:
    """Run the command line *args*; the exit code. Nothing is raised, whatever happens inside."""
    prepare_streams()
    with ending_in_order():
        return _run(args, Session())


def _run(args: Sequence[str], session: Session) -> int:
    try:
        code: int | None = app.main(args, prog_name="casegen", standalone_mode=False, obj=session)
        flush()
    except click.ClickException as error:
        with suppress(OSError):  # nobody hears it
            error.show()
        return CANNOT_RUN
    except CasegenError as error:
        tell(f"casegen: {error}")
        return CANNOT_RUN
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OutputClosed:
        return CLOSED_PIPE
    except SystemExit as ending:  # a signal; or click, when it has served a shell's completion
        return ending.code if isinstance(ending.code, int) else CLEAN
    except OSError as error:  # the disk, a permission, a limit: not casegen's doing
        what = f"{error.filename}: {reason(error)}" if error.filename else reason(error)
        tell(f"casegen: cannot go on: {what}")
        _show_traceback(error, session)
        return CANNOT_RUN
    except Exception as error:  # noqa: BLE001 -- the last line of defence: nobody is shown a traceback unasked
        report_bug(error, session)
        return BUG
    return code or CLEAN


def _without_pydantic_plugins() -> None:
    """Third-party pydantic plugins are not wanted, and pydantic's loader of them imports e-mail and sockets.

    An empty loader in its place spares a check a twentieth of its time. Where a later pydantic keeps its
    loader elsewhere, this does nothing.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    loader = ModuleType("pydantic.plugin._loader")
    loader.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault(loader.__name__, loader)


def report_bug(error: Exception, session: Session) -> None:
    """Say in a line that *error*, a bug in casegen, was raised, and where, if that was asked for."""
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    more = "" if session.traceback else " (run the same with --traceback for the rest)"
    tell(f"casegen: this is a bug in casegen: {what}{more}")
    _show_traceback(error, session)


def _show_traceback(error: Exception, session: Session) -> None:
    if session.traceback:
        import traceback

        tell("".join(traceback.format_exception(error, limit=-40)).rstrip())
