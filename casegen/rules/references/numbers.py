"""REF005 and REF006: pages and years."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.lists import read_list
from casegen.model import Case, CslDate, Reference
from casegen.model.dates import read_date
from casegen.problem import Severity
from casegen.rules.context import today
from casegen.rules.references.works import DATA, comparable, once, unpublished
from casegen.rules.registry import Finding, rule

_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_DIGITS = "0123456789"
_FIRST_BOOKS = 1500
# A longer number that stands alone is mostly an article's.
_LONGEST_PAGE = 3
# A page is shorter than this, whatever stands before its number.
_LONGEST_NUMBER = 9


@rule("REF005", "page-range", severity=Severity.WARNING, source="eLife schematron")
def page_range(case: Case) -> Iterator[Finding]:
    """Pages that end before they begin, or a journal article with a first page and no last one.

    "739-45" is short for 739-745. A missing last page is for information only, because some articles have
    one page. Article numbers go into `number`; one that was typed as a page is left alone where it looks
    like one.

    Why: one of the two pages is mistyped, or a page is left out; both are printed.
    Bad:
        introduction: Something known [@kim2020].
        references:
          - {id: kim2020, type: article-journal, title: Bone cement, container-title: Clin Orthop Surg,
             volume: 12, page: 194-119, issued: 2020}
    Good:
        introduction: Something known [@kim2020].
        references:
          - {id: kim2020, type: article-journal, title: Bone cement, container-title: Clin Orthop Surg,
             volume: 12, page: 194-99, issued: 2020}
    """
    for reference in once(case):
        page = reference.page.translate(_DASHES).replace("--", "-").replace(" ", "")
        if any(_reversed(part) for part in page.replace(";", ",").split(",")):
            message = f"the pages {reference.page} of {reference.id!r} end before they begin"
            yield Finding(reference.at / "page", message, "write both pages in full")
        elif _lacks_last_page(reference, page):
            message = f"the pages of {reference.id!r} have no end: {reference.page}"
            hint = "give the last page; for an article of one page write `number-of-pages: 1`, "
            hint += "and an article number as `number`"
            yield Finding(reference.at / "page", message, hint, severity=Severity.INFO)


def _reversed(pages: str) -> bool:
    """Whether a range, without spaces and its dash a hyphen, runs backwards; False for what is no range.

    What stands before the numbers may be left out of the last: S12-S15, S12-15, ii3-9, 123.e1-123.e5.
    """
    typed, _, rest = pages.partition("-")
    before, first = _cut(typed)
    after, last = _cut(rest)
    if after not in ("", before) or not first or not last or max(len(first), len(last)) > _LONGEST_NUMBER:
        return False
    if len(last) < len(first):  # 739-45: what is left out is that of the first page
        last = first[: -len(last)] + last
    return int(last) < int(first)


def _cut(page: str) -> tuple[str, str]:
    """The number that ends *page*, and what stands before it, in lower case."""
    before = page.rstrip(_DIGITS)
    return before.lower(), page[len(before) :]


def _lacks_last_page(reference: Reference, page: str) -> bool:
    if reference.type != "article-journal" or reference.number_of_pages == "1":
        return False
    if page.endswith("-"):
        return page[:-1].isdecimal()
    if not page.isdecimal() or len(page) > _LONGEST_PAGE:
        return False
    return not (_ends_doi(page, reference.DOI) or _numbers_articles(reference) or _fills_a_page(reference))


def _ends_doi(page: str, doi: str) -> bool:
    """An article number is often the end of its DOI: 10.1186/1476-4598-9-213, 10.3389/fimmu.2019.02366."""
    return bool(doi) and _cut(doi)[1].lstrip("0") == page.lstrip("0")


def _numbers_articles(reference: Reference) -> bool:
    names = [comparable(reference.container_title), comparable(reference.container_title_short)]
    starts = tuple(comparable(name) + " " for name in read_list(DATA / "article_number_journals.txt"))
    return any(f"{name} ".startswith(starts) for name in names if name)


def _fills_a_page(reference: Reference) -> bool:
    title = f" {reference.title} {reference.genre} ".lower()
    return any(f" {word}" in title for word in read_list(DATA / "one_page_titles.txt"))


@rule("REF006", "year-implausible", severity=Severity.ERROR, source="eLife schematron")
def year_implausible(case: Case) -> Iterator[Finding]:
    """A reference from a year that cannot be: in the future, before books were printed, or after the report.

    The next year is no error, for issues are printed ahead; nor are two years for what is in press.

    Why: a digit is mistyped, and the work is not found.
    Bad:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement, issued: 2202}]
    Good:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement, issued: 2022}]
    """
    published = read_date(case.dates.published) if case.dates else None
    latest = today().year + 1
    for reference in once(case):
        if reference.issued is None or reference.issued.circa or reference.type in ("classic", "manuscript"):
            continue
        at = reference.at / "issued"
        year = _typed_year(reference.issued)
        if year is None:
            continue
        if year > latest:
            yield Finding(at, f"{reference.id!r} is from the future: {year}")
        elif year < _FIRST_BOOKS:
            hint = "write a year with four digits; for a work that is so old, `type: classic`"
            yield Finding(at, f"{reference.id!r} is from the year {year}", hint)
        elif published and year > published.year + 1 and not unpublished(reference):
            message = f"{reference.id!r} is from {year}, but the report was published in {published.year}"
            yield Finding(at, message)


def _typed_year(issued: CslDate) -> int | None:
    """The year, be it one of the calendar or a number in its place; None for words."""
    if issued.first:
        return issued.first.year
    parts = issued.date_parts[0] if issued.date_parts else ()
    typed = issued.raw.strip() or next(iter(parts), "")
    return int(typed) if typed.isdecimal() and len(typed) <= 8 and typed.isascii() else None
