"""``casegen refs import``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from casegen.cli.checking import STDIN
from casegen.cli.console import tell
from casegen.cli.exits import CLEAN, FOUND
from casegen.cli.options import make_command, shown
from casegen.cli.refs.bring import bring
from casegen.cli.refs.choice import case_option, one_case
from casegen.limits import applied, size
from casegen.load.text import read_source
from casegen.problem import CasegenError
from casegen.refs.casefile import CaseFile
from casegen.refs.incoming import KINDS, can_be_read, read_incoming
from casegen.refs.merge import Incoming, Known, merge
from casegen.reports.excerpt import printable

_TOO_LARGE = "bring in a part of it at a time"


@make_command(
    """
    casegen refs import library.bib
    casegen refs import pubmed.nbib zotero.ris --case cases/my-first-case --diff
    pbpaste | casegen refs import - --from bib
    """
)
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True,
    type=click.Path(path_type=Path, allow_dash=True, readable=False),
)  # fmt: skip
@case_option
@click.option(
    "--from", "kind", type=click.Choice(KINDS), help="What FILE holds.  [default: as its name ends]"
)
@click.option("--new-keys", is_flag=True, help="Make new keys, as kim2020, for all that is brought in.")
@click.option("--diff", "show", is_flag=True, help="Show what would change, and change nothing.")
def command(files: tuple[Path, ...], path: Path | None, kind: str | None, new_keys: bool, show: bool) -> int:
    """Bring the references of bibliography files into a case, as YAML.

    FILE is a BibTeX or BibLaTeX (.bib), RIS (.ris), PubMed (.nbib), CSL-JSON (.json) or CSL-YAML (.yaml)
    file; - is standard input. A work that the case has already, by its DOI, PMID, or title, year and first
    author, is passed over. Good keys are kept.

    Exit code 1: something in a file could not be read; the rest is brought in.
    """
    for file in files:
        if kind is None and (file == STDIN or not can_be_read(file.name)):
            raise click.UsageError(f"what does {file} hold? Say so with --from, as in --from bib")
    target = one_case(path)
    case = CaseFile(target.path)
    with applied(target.workspace.limits):
        found, whole = _read(files, kind or "")
    added, skipped = merge(Known(case.tidied), found, new_keys=new_keys)
    bring(case, added, skipped, show=show)
    return CLEAN if whole else FOUND


def _read(files: Sequence[Path], kind: str) -> tuple[list[Incoming], bool]:
    """The references of *files*; what is wrong with the files is told. Whether nothing was."""
    found: list[Incoming] = []
    whole = True
    for file in files:
        typed = _standard_input() if file == STDIN else None
        source, problems = read_source(file, typed, most=size("bibliography_file"), advice=_TOO_LARGE)
        name = "<stdin>" if file == STDIN else shown(file)
        for problem in problems:
            tell(f"{name}:{problem.span.line}:{problem.span.column}: {printable(problem.message)}")
        if problems:
            whole = False
            continue
        incoming, faults = read_incoming(source, kind)
        for fault in faults:
            tell(f"{name}:{fault.line}:{fault.column}: {printable(fault.message)}")
        whole = whole and not faults
        found += [each.replace(origin=f"{name}:{each.line}") for each in incoming]
    return found, whole


def _standard_input() -> bytes:
    if sys.stdin is None:  # the shell's `<&-`
        raise CasegenError("cannot read standard input: it is closed")
    return sys.stdin.buffer.read(size("bibliography_file") + 1)
