"""MET: who holds the copyright."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.model import Case, read_date
from casegen.problem import Severity
from casegen.rules.authors.mentions import byline, tokens
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Elsewhere, Finding, rule
from casegen.source import Pointer

_YEAR = Pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SIGN = Pattern(r"\u00a9|\(c\)|\bcopyright\b", re.IGNORECASE)
_END = Pattern(r"\b(?:this|licensee|published by)\b", re.IGNORECASE)
# Where the holders are named, one of these words means the others as well.
_AUTHORS = frozenset({"author", "authors"})
_OTHERS = frozenset({"al", "others", "colleagues", *_AUTHORS})
# Words of a holder that tell nobody apart.
_COMMON = frozenset({"and", "by", "et", "for", "group", "ltd", "of", "publishing", "s", "the", "university"})


@rule(
    "MET005",
    "copyright-mismatch",
    severity=Severity.WARNING,
    stages={"publication": Severity.ERROR},
    source="eLife schematron permissions-test-6 and -7",
)
def copyright_mismatch(case: Case) -> Iterator[Finding]:
    """A copyright holder or year that does not agree with the rest of the record.

    Some of the authors are the holders and others are not; the typed statement names another holder or
    year than the record; or the year lies before the report was received, or more than one after it was
    published.

    Why: a reader who wants to use more than the licence allows asks whoever is named. What an article's
    authors wrote together is theirs together, unless they gave it away.
    Bad:
        authors: [{name: Ana Silva}, {name: Rui Costa}]
        copyright: {year: 2022, holder: Ana Silva}
    Good:
        authors: [{name: Ana Silva}, {name: Rui Costa}]
        copyright: {year: 2022, holder: The Authors}
    """
    held = case.copyright
    if held is None:
        return
    claim = _claim(held.statement)
    if held.holder.strip():
        yield from _holders(case, held.at / "holder", held.holder, 0)
        if claim is not None:
            yield from _another_holder(case, held.at, held.holder, *claim)
    elif claim is not None:
        yield from _holders(case, held.at / "statement", *claim)
    yield from _another_year(held.at, held.year, held.statement)
    yield from _odd_year(case, held.at / "year", held.year)


def _claim(statement: str) -> tuple[str, int] | None:
    """The part of *statement* that names holder and year, and where it begins; None where none does."""
    sign = _SIGN.search(statement)
    if sign is None:
        return None
    # "© 2020 A. Silva and R. Costa. This is an open-access article": what follows speaks of the licence.
    claim = _END.compiled.split(statement[sign.start() :], maxsplit=1)[0]
    return claim, sign.start()


def _holders(case: Case, at: Pointer, text: str, start: int) -> Iterator[Finding]:
    """Whether *text*, which begins at *start* of the value at *at*, names authors, but not all of them."""
    mentions = byline(case).mentions(text)
    named = len({mention.byname.author.at for mention in mentions})
    everybody = len(case.authors)
    if not 0 < named < everybody or _OTHERS.intersection(token.folded for token in tokens(text)):
        return
    start_of, end_of = mentions[0].start, mentions[-1].end
    names = f"{text[start_of:end_of]}, one of" if named == 1 else f"{named} of"
    verb = "holder is" if named == 1 else "holders are"
    yield Finding(
        at,
        f"the copyright {verb} {names} {everybody} authors",
        'name all of them, write "et al." after the first, or "The Authors"',
        within=(start + start_of, start + end_of),
    )


def _another_holder(case: Case, at: Pointer, holder: str, claim: str, start: int) -> Iterator[Finding]:
    """Whether the statement names the authors where they hold the copyright. Others may be abbreviated."""
    wanted = {token.folded for token in tokens(holder)} - _COMMON
    written = {token.folded for token in tokens(claim)} - _COMMON
    if wanted & _AUTHORS:
        wanted |= _AUTHORS | {word for byname in byline(case).bynames for word in byname.surname}
    elif not byline(case).mentions(holder):
        return
    if wanted & written or len(written) < 2:
        return
    related = Elsewhere(at / "holder", "the holder")
    message = f"the statement names another copyright holder than {holder.strip()}"
    yield Finding(at / "statement", message, within=(start, start + len(claim)), related=(related,))


def _another_year(at: Pointer, year: str, statement: str) -> Iterator[Finding]:
    years = list(_YEAR.finditer(statement))
    if years and year.strip() and not any(match.group() in year for match in years):
        related = Elsewhere(at / "year", year)
        message = f"the statement says {years[0].group()}, the year of the copyright is {year}"
        yield Finding(at / "statement", message, within=years[0].span(), related=(related,))


def _odd_year(case: Case, at: Pointer, typed: str) -> Iterator[Finding]:
    """Whether the year lies outside the report's history. A volume may bear the year after publication."""
    match = _YEAR.search(typed)
    if match is None or case.dates is None:
        return
    year = int(match.group())
    received, published = read_date(case.dates.received), read_date(case.dates.published)
    if received is not None and year < received.year:
        related = Elsewhere(case.dates.at / "received", "received")
        message = f"the copyright is of {year}, but the report was received in {received.year}"
        yield Finding(at, message, related=(related,))
    elif published is not None and year > published.year + 1:
        related = Elsewhere(case.dates.at / "published", "published")
        message = f"the copyright is of {year}, but the report was published in {published.year}"
        yield Finding(at, message, related=(related,))
