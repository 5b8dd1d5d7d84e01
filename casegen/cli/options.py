"""What several commands share: options, and the state of one run."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent

import click

STAGES = ("draft", "submission", "publication")
SEVERITIES = ("error", "warning", "info")


@dataclass(slots=True)
class Session:
    """What was asked of the whole run."""

    traceback: bool = False


def _remember_traceback(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Session).traceback = True


def traceback_option() -> click.Option:
    """The option ``--traceback``, which every command has."""
    return click.Option(
        ["--traceback"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_remember_traceback,
        help="Show where in casegen a bug happened.",
    )


stage_option = click.option(
    "--stage",
    type=click.Choice(STAGES),
    help="How finished the cases are: a draft may lack what a submission needs.  [default: the workspace's]",
)

# Not click's look at whether it can be read: an unreadable case is a problem of that case.
paths_argument = click.argument(
    "paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path, allow_dash=True, readable=False)
)


def make_command(example: str) -> Callable[[Callable[..., int]], click.Command]:
    """A command whose help ends with *example*, lines of what to type."""
    lines = indent(dedent(example).strip("\n"), "  ")

    def make(function: Callable[..., int]) -> click.Command:
        name = function.__module__.rpartition(".")[2]
        made = click.command(name, epilog=f"\b\nExample:\n{lines}")(function)
        made.params.append(traceback_option())
        return made

    return make


def listed(values: tuple[str, ...]) -> tuple[str, ...]:
    """The entries of an option that takes commas and may be given more than once."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def shown(path: Path) -> str:
    """*path* as it is told to the user: from the current folder where that is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return min(relative, str(path), key=len)
