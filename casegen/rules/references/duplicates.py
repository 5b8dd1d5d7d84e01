"""REF003, REF004 and REF007: one work, named twice or by itself."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.identifiers import doi_key
from casegen.model import Case, Reference
from casegen.model.dates import read_date
from casegen.problem import Severity
from casegen.rules.references.works import comparable, first_author, names_of, once, year_of
from casegen.rules.registry import Elsewhere, Finding, rule

# Parts of one book, or talks in one volume, may share the DOI of the whole.
_PARTS = frozenset({"chapter", "entry", "entry-dictionary", "entry-encyclopedia", "paper-conference"})
# Two references that both say one of these, and not the same, are two works or two editions of one.
_DISTINGUISHING = (
    "type", "PMID", "PMCID", "volume", "edition", "language", "version", "number", "part", "chapter_number",
)  # fmt: skip
# With so many works of one title, author and year, the title is no title: "Editorial".
_MOST_COMPARED = 10


@rule("REF003", "duplicate-doi", severity=Severity.ERROR, source="eLife schematron")
def duplicate_doi(case: Case) -> Iterator[Finding]:
    """Two references with one DOI.

    Chapters of one book may share the DOI of the book.

    Why: one work gets two numbers in the list, or one of the two DOIs was pasted by mistake.
    Bad:
        introduction: Known [@kim; @kim2020].
        references:
          - {id: kim, type: book, title: Bone cement, issued: 2020, DOI: 10.5555/CEMENT}
          - {id: kim2020, type: book, title: Bone cement, issued: 2020, DOI: 10.5555/cement}
    Good:
        introduction: Known [@kim].
        references:
          - {id: kim, type: book, title: Bone cement, issued: 2020, DOI: 10.5555/CEMENT}
    """
    first: dict[str, Reference] = {}
    for reference in once(case):
        doi = doi_key(reference.DOI) if reference.DOI else None
        if doi is None:
            continue
        earlier = first.setdefault(doi, reference)
        if earlier is reference or _parts_of_one(earlier, reference):
            continue
        same = _same_title(earlier, reference)
        hint = f"cite @{earlier.id} in both places" if same else "one of the two DOIs is another work's"
        message = f"{reference.id!r} has the DOI of {earlier.id!r}"
        where = Elsewhere(earlier.at / "DOI", "first given here")
        yield Finding(reference.at / "DOI", message, hint, related=(where,))


def _parts_of_one(one: Reference, other: Reference) -> bool:
    return one.type in _PARTS and other.type in _PARTS and not _same_title(one, other)


def _same_title(one: Reference, other: Reference) -> bool:
    return comparable(one.title) == comparable(other.title)


@rule("REF004", "duplicate-title", severity=Severity.WARNING)
def duplicate_title(case: Case) -> Iterator[Finding]:
    """Two references to what seems to be one work: the same title, first author and year.

    Works of one title that differ in their DOI, volume, first page, edition or language are two works:
    replies, parts of a series, a guideline that several journals print, its later edition.

    Why: one work gets two numbers in the list.
    Bad:
        introduction: Known [@kim; @kim2020].
        references:
          - {id: kim, type: book, title: Bone cement, author: [{family: Kim}], issued: 2020}
          - {id: kim2020, type: book, title: Bone Cement., author: [{family: Kim}], issued: 2020}
    Good:
        introduction: Known [@kim2018; @kim2020].
        references:
          - {id: kim2018, type: book, title: Bone cement, author: [{family: Kim}], issued: 2018}
          - {id: kim2020, type: book, title: Bone cement, author: [{family: Kim}], issued: 2020, edition: 2}
    """
    met: dict[tuple[str, str], list[Reference]] = {}
    for reference in once(case):
        title = comparable(reference.title)
        if not title:
            continue
        others = met.setdefault((title, first_author(reference)), [])
        earlier = next((other for other in others if _one_work(other, reference)), None)
        if earlier is not None:
            where = Elsewhere(earlier.at / "title", "first given here")
            hint = f"cite @{earlier.id} in both places, or say what sets the two apart"
            message = f"{reference.id!r} has the title, author and year of {earlier.id!r}"
            yield Finding(reference.at / "title", message, hint, related=(where,))
        elif len(others) < _MOST_COMPARED:
            others.append(reference)


def _one_work(one: Reference, other: Reference) -> bool:
    """Whether nothing sets two references of one title and author apart; one DOI is REF003's."""
    if one.DOI and other.DOI:
        return False
    years = year_of(one), year_of(other)
    if None not in years and years[0] != years[1]:
        return False
    if _first_page(one) and _first_page(other) and _first_page(one) != _first_page(other):
        return False
    if not one.author and not other.author and one.URL and other.URL and one.URL != other.URL:
        return False  # pages of two sites: "About us"
    pairs = ((getattr(one, name), getattr(other, name)) for name in _DISTINGUISHING)
    return not any(a and b and a != b for a, b in pairs)


def _first_page(reference: Reference) -> str:
    page = reference.page or reference.page_first
    return page.replace("\u2013", "-").partition("-")[0].strip().lower()


@rule("REF007", "self-reference", severity=Severity.ERROR, source="eLife schematron")
def self_reference(case: Case) -> Iterator[Finding]:
    """The report is one of its own references.

    It is, where a reference has the report's DOI, or its title and one of its authors, in the same journal.
    An earlier preprint or a data set of the same title is another work.

    Why: a report supports nothing by citing itself; most often the entry was pasted by mistake.
    Bad:
        doi: 10.5555/jicr.2020.0057
        introduction: Something known [@own].
        references: [{id: own, type: book, title: Another title, DOI: 10.5555/JICR.2020.0057}]
    Good:
        doi: 10.5555/jicr.2020.0057
        introduction: Something known [@other].
        references: [{id: other, type: book, title: Another title, DOI: 10.5555/jicr.2020.0031}]
    """
    own = doi_key(case.doi) if case.doi else None
    title = comparable(case.title.text)
    families = {comparable(author.name.family or author.name.display) for author in case.authors}
    for reference in once(case):
        if own and reference.DOI and doi_key(reference.DOI) == own:
            yield Finding(reference.at / "DOI", f"{reference.id!r} has the DOI of this report")
        elif comparable(reference.title) == title and _is_ours(case, reference, families):
            message = f"{reference.id!r} has the title and authors of this report"
            yield Finding(reference.at / "title", message)


def _is_ours(case: Case, reference: Reference, families: set[str]) -> bool:
    if reference.type not in ("article-journal", "document"):
        return False
    if families.isdisjoint(names_of(reference.author)):
        return False
    if reference.DOI and case.doi:
        return False  # two DOIs, and not the same
    when = read_date(case.dates.published) if case.dates else None
    year = year_of(reference)
    if when and year is not None and year < when.year:
        return False  # the abstract of a talk, say
    if case.journal is None or not reference.container_title:
        return True
    ours = {comparable(case.journal.title), comparable(case.journal.abbreviation)}
    return comparable(reference.container_title) in ours
