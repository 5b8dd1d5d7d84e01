"""MET: what a deposit of the record needs."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case
from casegen.problem import Severity
from casegen.rules.context import Context
from casegen.rules.registry import Finding, rule
from casegen.source import Pointer


@rule(
    "MET008",
    "deposit-incomplete",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO, "publication": Severity.ERROR},
    source="Crossref; PubMed",
)
def deposit_incomplete(case: Case, context: Context) -> Iterator[Finding]:
    """A record that cannot be deposited, because something is missing in it.

    Before publication only what has been begun is looked at: a journal needs its ISSN, a report with a volume
    or a DOI its date and its pages or article number. At publication everything is asked for: journal,
    ISSN, DOI, the date published or accepted, volume, pages or article number, and licence.

    Why: registries and indexes refuse a record without them.
    Bad:
        publication: {volume: 3, issue: 2}
        dates: {published: 2022-01-10}
    Good:
        publication: {volume: 3, issue: 2, first_page: 1, last_page: 3}
        dates: {published: 2022-01-10}
    """
    missing: dict[Pointer, list[str]] = {}
    for name, at in _missing(case, everything=context.stage == "publication"):
        missing.setdefault(at, []).append(name)
    for at, names in missing.items():
        listed = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
        yield Finding(at, f"for a deposit the record lacks {listed}", key=at != case.at)


def _missing(case: Case, *, everything: bool) -> Iterator[tuple[str, Pointer]]:
    """What is missing, and where it would stand: in a part of the record that is there, or in the case."""
    if not case.title.text.strip():
        yield "a title", case.at / "title"
    yield from _of_journal(case, everything=everything)
    if everything and not case.doi.strip():
        yield "a DOI", case.at
    if everything and (case.license is None or not case.license.id.strip()):
        yield "a licence", case.at
    if everything or case.publication is not None or case.doi.strip():
        yield from _of_publication(case, everything=everything)


def _of_journal(case: Case, *, everything: bool) -> Iterator[tuple[str, Pointer]]:
    journal = case.journal
    if journal is not None:
        if not journal.title.strip():
            yield "the journal's title", journal.at
        if journal.issn is None or not (journal.issn.print or journal.issn.online).strip():
            yield "the journal's ISSN", journal.at
    elif everything:
        yield "the journal", case.at


def _of_publication(case: Case, *, everything: bool) -> Iterator[tuple[str, Pointer]]:
    where, dates = case.publication, case.dates
    if dates is None or not (dates.published or dates.accepted).strip():
        yield "the date of publication", case.at if dates is None else dates.at
    if everything and (where is None or not where.volume.strip()):
        yield "a volume", case.at if where is None else where.at
    if where is None or not (where.first_page or where.elocation_id).strip():
        yield "a page or article number", case.at if where is None else where.at
