"""MET: the record's identifiers and dates, and the spelling of its keys."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.identifiers import doi_is_unusual, issn_checksum_ok, normalise_doi, normalise_issn
from casegen.model import Case, PartialDate, read_date
from casegen.model.languages import has_words
from casegen.problem import Severity
from casegen.rules.registry import Elsewhere, Finding, Replacement, rule
from casegen.source import Pointer


@rule("MET001", "doi-syntax", severity=Severity.ERROR, source="ISO 26324; DOI Handbook; eLife schematron")
def doi_syntax(case: Case) -> Iterator[Finding]:
    """A DOI that is none, or that stands in an address; of the report or of a reference.

    A DOI is "10.", the registrant's number, a slash and a suffix. A suffix that Crossref's recommended
    pattern does not match is for information only: half a million registered DOIs have such a one.

    Why: every link, deposit and citation of the article is made from it.
    Bad:
        doi: https://doi.org/10.31579/2768-2757/038
    Good:
        doi: 10.31579/2768-2757/038
    """
    dois = [(case.at / "doi", case.doi)]
    dois.extend((reference.at / "DOI", reference.DOI) for reference in case.references)
    for at, typed in dois:
        if not typed:
            continue
        doi = normalise_doi(typed)
        if doi is None:
            yield Finding(at, f"{typed!r} is not a DOI", "a DOI looks like 10.31579/2768-2757/038")
        elif doi != typed:
            fix = Replacement("leave the DOI alone", doi)
            message = f"a DOI stands alone, without address, label or spaces: {doi}"
            yield Finding(at, message, within=(0, len(typed)), fix=fix)
        elif doi_is_unusual(doi):
            message = f"the DOI {doi} has an unusual suffix"
            yield Finding(at, message, "check that it resolves", severity=Severity.INFO)


@rule("MET002", "issn-checksum", severity=Severity.ERROR, source="ISO 3297")
def issn_checksum(case: Case) -> Iterator[Finding]:
    """An ISSN of the journal that is mistyped, or is none.

    Why: its last character is computed from the others, so one wrong digit shows. Deposits with a wrong
    ISSN are refused.
    Bad:
        journal: {title: Journal of Clinical Surgery and Research, issn: {online: 2768-2775}}
    Good:
        journal: {title: Journal of Clinical Surgery and Research, issn: {online: 2768-2757}}
    """
    if case.journal is None or case.journal.issn is None:
        return
    numbers = case.journal.issn
    for name, typed in (("print", numbers.print), ("online", numbers.online)):
        if not typed:
            continue
        issn = normalise_issn(typed)
        if issn is None:
            yield Finding(numbers.at / name, f"{typed!r} is not an ISSN", "an ISSN looks like 2768-2757")
        elif not issn_checksum_ok(issn):
            message = f"the ISSN {issn} is mistyped: its check digit is wrong"
            yield Finding(numbers.at / name, message)


def _history(case: Case) -> Iterator[tuple[str, Pointer, str]]:
    """The record's dates in the order in which they should have come."""
    if case.dates is None:
        return
    at = case.dates.at
    yield "received", at / "received", case.dates.received
    for index, text in enumerate(case.dates.revised):
        yield "revised", at / "revised" / index, text
    yield "accepted", at / "accepted", case.dates.accepted
    yield "published", at / "published", case.dates.published


@rule("MET003", "date-invalid", severity=Severity.ERROR, source="eLife schematron")
def date_invalid(case: Case) -> Iterator[Finding]:
    """A date of the report's history that is no ISO date of the calendar.

    Why: other spellings are read differently in different countries, and machines do not read them.
    Bad:
        dates: {received: 6/12/2021}
    Good:
        dates: {received: 2021-12-06}
    """
    for name, at, text in _history(case):
        if text and read_date(text) is None:
            hint = "write the year, month and day with hyphens: 2021-12-06, 2021-12 or 2021"
            yield Finding(at, f"{text!r} is not a date ({name})", hint)


@rule("MET004", "date-order", severity=Severity.ERROR, source="eLife schematron")
def date_order(case: Case) -> Iterator[Finding]:
    """Dates of the report's history in an impossible order.

    It is received, then revised, then accepted, then published. Dates known only to the month or year
    are compared as far as they are known.

    Why: one of the two is wrong, and both are printed.
    Bad:
        dates: {received: 2021-12-31, accepted: 2021-12-06}
    Good:
        dates: {received: 2021-12-06, accepted: 2021-12-31}
    """
    latest: tuple[str, Pointer, PartialDate] | None = None
    for name, at, text in _history(case):
        when = read_date(text)
        if when is None:
            continue
        if latest is not None and _last_day(when) < _first_day(latest[2]):
            earlier = Elsewhere(latest[1], f"{latest[0]} {latest[2].iso}")
            message = f"{name} {when.iso}, before {latest[0]} {latest[2].iso}"
            yield Finding(at, message, related=(earlier,))
        if latest is None or _first_day(when) >= _first_day(latest[2]):
            latest = name, at, when


def _first_day(when: PartialDate) -> tuple[int, int, int]:
    return when.year, when.month or 1, when.day or 1


def _last_day(when: PartialDate) -> tuple[int, int, int]:
    return when.year, when.month or 12, when.day or 31


@rule("MET010", "non-canonical-key", severity=Severity.INFO)
def non_canonical_key(case: Case) -> Iterator[Finding]:
    """A key typed in another spelling than the format's own.

    Why: both are understood, but editors complete only the format's own spelling, and one spelling is
    easier to search for.
    Bad:
        conflicts: The authors declare no competing interests.
    Good:
        competing_interests: The authors declare no competing interests.
    """
    for renamed in case.renamed:
        fix = Replacement(f"write {renamed.canonical!r}", renamed.canonical)
        yield Finding(
            renamed.at,
            f"{renamed.typed!r} is spelled {renamed.canonical!r} in this format",
            key=True,
            fix=fix,
        )


@rule("MET011", "language-words", severity=Severity.INFO)
def language_words(case: Case) -> Iterator[Finding]:
    """A language in which casegen has no words of its own.

    Headings, labels, dates and the names of countries are then printed in English, all of them, so that
    they are at least in one language. Hyphenation still follows the language of the report.

    Why: the report mixes two languages. A file of words is all that another language takes.
    Bad:
        language: eo
    Good:
        language: pt-BR
    """
    if not has_words(case.language):
        message = f"casegen has no words in {case.language!r}: labels and dates are printed in English"
        yield Finding(case.at / "language", message)
