"""``casegen refs export``."""

from __future__ import annotations

from pathlib import Path

import click

from casegen.cli.console import data, tell
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command, shown
from casegen.cli.refs.choice import load_case, one_case, path_argument
from casegen.files import write_atomic
from casegen.refs.export import FORMATS, export


@make_command(
    """
    casegen refs export --format bib > references.bib
    casegen refs export cases/my-first-case --format ris --cited -o references.ris
    """
)
@path_argument
@click.option("--format", type=click.Choice(FORMATS), required=True, help="BibTeX, RIS or CSL-JSON.")
@click.option("--cited", is_flag=True, help="Only what the text cites.")
@click.option(
    "-o", "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file.",
)  # fmt: skip
def command(path: Path | None, format: str, cited: bool, out: Path | None) -> int:
    """Print the references of a case, with those of its bibliography files, for a reference manager.

    BibTeX and RIS leave out the little that they have no field for; CSL-JSON leaves out nothing.
    """
    _, case = load_case(one_case(path, option="casegen refs export "))
    references = [one for one in case.references if not cited or one.id in case.cited_keys]
    text = export(references, format)
    if out is None:
        data(text.rstrip("\n"))
        return CLEAN
    write_atomic(out, text.encode("utf-8", "replace"))
    tell(f"casegen: wrote {len(references)} reference{'' if len(references) == 1 else 's'} to {shown(out)}")
    return CLEAN
