"""``casegen refs``: a case's references, as a reference manager keeps them."""

from __future__ import annotations

import importlib

import click

from casegen.cli.options import traceback_option

# command -> its module here, and what the list of commands says of it.
COMMANDS = {
    "import": ("import_", "Bring in the references of a bibliography file."),
    "add": ("add", "Look works up by DOI or PMID, and bring them in."),
    "check": ("check", "Ask Crossref and PubMed whether the references are right."),
    "sort": ("sort", "Put the references in order."),
    "export": ("export", "Print the references as BibTeX, RIS or CSL-JSON."),
}

_EPILOG = """\
\b
Example:
  casegen refs import library.bib --case cases/my-first-case
  casegen refs add 10.1016/j.wneu.2019.08.102 PMID:21903253
  casegen refs check
  casegen refs export --format bib -o references.bib
"""


class _Refs(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        made: click.Command = importlib.import_module(f"casegen.cli.refs.{module}").command
        return made

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])


@click.group(name="refs", cls=_Refs, epilog=_EPILOG, no_args_is_help=True)
def command() -> None:
    """Import, look up, check, sort and export a case's references.

    They are written into the case file in place: comments, order, quoting and line ends stay as they are.
    """


command.params.append(traceback_option())
