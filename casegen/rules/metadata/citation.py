"""MET: how to cite the report, where that is typed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.identifiers import doi_key, doi_url, normalise_doi
from casegen.model import Case, read_date
from casegen.problem import Severity
from casegen.reading import Flow, read
from casegen.rules.authors.mentions import Byname, Token, byline, fold, near, tokens
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Elsewhere, Finding, Replacement, rule
from casegen.source import Pointer

_DOI = Pattern(r"10\.\d{4,9}/[^\s<>\"\]]+", needs=("10.",))
_YEAR = Pattern(r"(?<![\d.:/-])(?:19|20)\d\d(?![\d/]|\.\d)")
# "3(2)", "3 (2)"; but not "3 (2022)", a volume and a year.
_VOLUME_ISSUE = Pattern(r"(?<![\w./(-])(\d{1,4})\s?\((?!(?:19|20)\d\d\))([^\s()]{1,12})\)", needs=("(",))
_WORDED_VOLUME = Pattern(r"\bvol(?:ume)?\b[.:]?\s?(\d{1,4})\b", re.IGNORECASE, needs=("vol",))
_WORDED_ISSUE = Pattern(r"\bissue\b[.:]?\s?(\d{1,4})\b", re.IGNORECASE, needs=("issue",))
# Words of a surname that are no longer may be particles: "van der".
_PARTICLE = 3
# No citation is longer.
_LONGEST = 20_000
_OTHERS = ("et al", "and others", "and colleagues")


@rule(
    "MET007",
    "typed-citation-mismatch",
    severity=Severity.ERROR,
    fixing="safe",
)
def typed_citation_mismatch(case: Case) -> Iterator[Finding]:
    """A citation of the report, typed by hand, that differs from the record.

    Compared are the title, the authors and their order, the year, volume and issue, and the DOI. The year may
    be the next one, since a volume may come out after the article. A misspelled author is AUT001's. Without
    `citation`, the citation is composed from the record, and nothing can differ.

    Why: readers copy it, and it then counts for nothing or for another article.
    Bad:
        citation: Silva A. A small case report. J Clin Surg. 2021;3(2).
        dates: {published: 2022-01-10}
    Good:
        citation: Silva A. A small case report. J Clin Surg. 2022;3(2).
        dates: {published: 2022-01-10}
    """
    at = case.at / "citation"
    flows = [flow for flow in read(case).flows if flow.at == at]
    if case.citation is None or len(flows) != 1:
        return
    flow = flows[0]
    yield from _doi(case, at, case.citation.text)
    title = _title(case, flow)
    if title is None:
        related = Elsewhere(case.at / "title", "the title")
        yield Finding(at, "the typed citation has another title than the report", related=(related,))
    start, end = title or (len(flow.text), len(flow.text))
    before, after = flow.text[:start], flow.text[end:]
    yield from _authors(case, at, before if before.strip() else after)
    # Numbers in the title and the DOI are neither years nor volumes.
    numbers = before + " " * (end - start) + after
    numbers = _DOI.compiled.sub(lambda match: "x" * len(match.group()), numbers)
    yield from _year(case, flow, numbers)
    yield from _volume_and_issue(case, flow, numbers)


def _doi(case: Case, at: Pointer, typed: str) -> Iterator[Finding]:
    own = normalise_doi(case.doi) if case.doi else None
    if own is None:
        return
    for match in _DOI.finditer(typed):
        address = typed[max(0, match.start() - 8) : match.start()].lower() == "doi.org/"
        found = match.group().replace("\\", "")
        doi = normalise_doi(f"https://doi.org/{found}" if address else found)
        if doi is None or doi_key(doi) == doi_key(own):
            continue
        exact = match.group().startswith(doi)
        end = match.start() + len(doi) if exact else match.end()
        text = doi_url(own).removeprefix("https://doi.org/") if address else own
        yield Finding(
            at,
            f"the typed citation has the DOI {doi}, the report has {own}",
            within=(match.start(), end),
            related=(Elsewhere(case.at / "doi", "the DOI"),),
            fix=Replacement(f"write {own}", text) if exact else None,
        )


def _title(case: Case, flow: Flow) -> tuple[int, int] | None:
    """Where the citation has the title, whatever its capitals and punctuation; None where it has not."""
    own = next((flow.text for flow in read(case).flows if flow.at == case.at / "title"), "")
    wanted = "".join(folded for folded, _ in _letters(own))
    letters = [(letter, at) for folded, at in _letters(flow.text) for letter in folded]
    start = "".join(letter for letter, _ in letters).find(wanted)
    if not wanted or start < 0:
        return None
    return letters[start][1], letters[start + len(wanted) - 1][1] + 1


def _letters(text: str) -> Iterator[tuple[str, int]]:
    for at, character in enumerate(text):
        if character.isalnum():
            yield fold(character), at


def _authors(case: Case, at: Pointer, text: str) -> Iterator[Finding]:
    """Whether *text* names the authors of the byline in their order, or the first of them "et al."."""
    expected = [byname for byname in byline(case).bynames if byname.surname]
    words = tokens(text[:_LONGEST])
    found = 0
    for word in words:
        if found < len(expected) and _names(word, expected[found]):
            found += 1
    shortened = any(others in text.lower() for others in _OTHERS)
    if found == len(expected) or (found and shortened):
        return
    related = (Elsewhere(case.at / "authors", "the byline"),)
    left_out = [byname for byname in expected[found:] if not any(_names(word, byname) for word in words)]
    if shortened or not left_out:
        message = "the typed citation names the authors in another order than the byline"
    else:
        names = ", ".join(byname.author.name.display for byname in left_out)
        message = f"the typed citation leaves out {names}"
    yield Finding(at, message, related=related)


def _names(word: Token, byname: Byname) -> bool:
    """Whether *word* is the surname, a main word of it, or nearly so."""
    main = byname.surname[-1]
    if word.folded in (main, byname.spelled_out[-1]):
        return True
    return (len(word.folded) > _PARTICLE and word.folded in byname.surname) or near(word.folded, main)


def _year(case: Case, flow: Flow, numbers: str) -> Iterator[Finding]:
    published = read_date(case.dates.published) if case.dates is not None else None
    years = list(_YEAR.finditer(numbers))
    if case.dates is None or published is None or not years:
        return
    # What is published online in December has its volume in January.
    if not any(0 <= int(year.group()) - published.year <= 1 for year in years):
        message = f"the typed citation says {years[0].group()}, the report was published in {published.year}"
        related = Elsewhere(case.dates.at / "published", "published")
        yield Finding(flow.at, message, within=flow.within(*years[0].span()), related=(related,))


def _volume_and_issue(case: Case, flow: Flow, numbers: str) -> Iterator[Finding]:
    where = case.publication
    if where is None:
        return
    together = _VOLUME_ISSUE.search(numbers)
    volume, issue = _WORDED_VOLUME.search(numbers), _WORDED_ISSUE.search(numbers)
    stated = [(together, 1, "volume"), (together, 2, "issue")]
    if together is None:
        stated = [(volume, 1, "volume"), (issue, 1, "issue")]
    for match, group, name in stated:
        own = str(getattr(where, name)).strip()
        if match is not None and own and match.group(group) != own:
            message = f"the typed citation says {name} {match.group(group)}, the record says {own}"
            related = Elsewhere(where.at / name, f"the {name}")
            yield Finding(flow.at, message, within=flow.within(*match.span(group)), related=(related,))
