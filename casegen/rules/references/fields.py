"""REF001 and REF002: what a reference must say."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.identifiers import normalise_doi
from casegen.lists import read_table
from casegen.model import Case, Reference
from casegen.problem import Severity
from casegen.rules.context import Context
from casegen.rules.patterns import Pattern
from casegen.rules.references.works import DATA, once, unpublished, year_of
from casegen.rules.registry import Finding, rule

# What the fields are to a reader; the others are called as CSL calls them.
_WORDS = {
    "container-title": "journal or book", "issued": "year", "publisher": "publisher or institution",
    "URL": "address",
}  # fmt: skip
_WEIGHTS = (Severity.INFO, Severity.WARNING, Severity.ERROR)
_BY_MARK = {"?": 0, "!": 2}
_YEAR = Pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)", needs=("19", "20"))
# Since this year publishers register DOIs together, and nearly every journal has had them given.
_DOIS_SINCE = 2000


@rule(
    "REF001",
    "field-missing",
    severity=Severity.ERROR,
    stages={"draft": Severity.INFO},
    source="CSL 1.0.2; Citing Medicine (NLM)",
)
def field_missing(case: Case, context: Context) -> Iterator[Finding]:
    """A reference that does not say what is needed to find the work.

    What is needed depends on its type: a journal article has a title, a journal, a year, a volume and pages
    or an article number; a chapter has a book, a web page an address. It is an error where nothing else
    leads to the work, neither a DOI nor a PMID, an ISBN or an address. An article in press, or online ahead
    of print, has no volume or pages yet.

    Why: a reader cannot look up what is not named, and indexes cannot link it.
    Bad:
        introduction: Something known [@kim2020].
        references:
          - {id: kim2020, type: article-journal, title: Bone cement, author: [{family: Kim}], issued: 2020}
    Good:
        introduction: Something known [@kim2020].
        references:
          - {id: kim2020, type: article-journal, title: Bone cement, author: [{family: Kim}], issued: 2020,
             container-title: Clin Orthop Surg, volume: 12, page: 194-199}
    """
    for reference in once(case):
        missing = dict(_missing(reference))
        if not missing:
            continue
        weight = max(missing.values())
        hint = ""
        if _is_whole(reference):
            message = f"all of {reference.id!r} is typed as its title"
            hint = "type the authors, the journal and the year into their fields"
            weight = 1
        else:
            message = f"the {_kind(reference)} {reference.id!r} has no {', no '.join(missing)}"
            if weight == 2 and _leads_somewhere(reference):
                weight = 1
            elif weight == 0:
                hint = "where nobody signed it, name the group or the journal as {literal: ...}"
        severity = Severity.INFO if context.stage == "draft" else _WEIGHTS[weight]
        yield Finding(reference.at / "id", message, hint, severity=severity)


def _kind(reference: Reference) -> str:
    return "journal article" if reference.type == "article-journal" else reference.type.replace("-", " ")


def _is_whole(reference: Reference) -> bool:
    """Whether the title holds the year, and so the rest, of a reference that has nothing else."""
    if reference.author or reference.issued or reference.container_title:
        return False
    return bool(_YEAR.search(reference.title))


def _missing(reference: Reference) -> Iterator[tuple[str, int]]:
    """What is not there, in the reader's words, and how much it weighs (an index of `_WEIGHTS`)."""
    for entry in read_table(DATA / "reference_fields.txt").get(reference.type, ()):
        fields = entry.rstrip("!?").split("|")
        if not any(_has(reference, field) for field in fields):
            weight = _BY_MARK.get(entry[-1], 1)
            if fields == ["title"] and reference.container_title and reference.page:
                weight = 1  # chemists cite without titles, and the article is found
            if fields == ["issued"] and unpublished(reference):
                continue
            yield _in_words(fields[0]), weight
    if reference.type == "article-journal" and reference.container_title:
        yield from _missing_place(reference)


def _missing_place(reference: Reference) -> Iterator[tuple[str, int]]:
    """Volume and pages, of an article that has appeared in an issue."""
    placed = bool(reference.volume or reference.issue)
    paged = bool(reference.page or reference.page_first or reference.number or reference.locator)
    ahead = not placed and not paged and bool(reference.DOI)
    if unpublished(reference) or ahead:
        return
    if not placed:
        yield "volume", 1
    if not paged:
        yield "pages or article number", 1


def _in_words(field: str) -> str:
    return f"{_WORDS[field]} (`{field}`)" if field in _WORDS else field


def _has(reference: Reference, field: str) -> bool:
    return bool(getattr(reference, field.replace("-", "_")))


def _leads_somewhere(reference: Reference) -> bool:
    return any((reference.DOI, reference.PMID, reference.PMCID, reference.ISBN, reference.URL))


@rule(
    "REF002",
    "doi-missing",
    severity=Severity.WARNING,
    stages={"publication": Severity.ERROR},
    source="Crossref, obligations of members: reference linking",
)
def doi_missing(case: Case) -> Iterator[Finding]:
    """A journal article without a DOI, or anything else by which it can be followed.

    Asked of articles since 2000, for few older ones were ever given a DOI, and not of what is in press. A
    few journals still give none: a PMID, a PMCID or an address does as well, unless the address holds the
    DOI.

    Why: readers and indexes follow a reference by its DOI, and the journal must deposit it.
    Bad:
        introduction: Something known [@kim2020].
        references:
          - {id: kim2020, type: article-journal, title: Bone cement, author: [{family: Kim}], issued: 2020,
             container-title: Clin Orthop Surg, volume: 12, page: 194-199}
    Good:
        introduction: Something known [@kim2020].
        references:
          - {id: kim2020, type: article-journal, title: Bone cement, author: [{family: Kim}], issued: 2020,
             container-title: Clin Orthop Surg, volume: 12, page: 194-199, DOI: 10.5555/cement.2020.194}
    """
    for reference in once(case):
        if reference.type != "article-journal" or reference.DOI:
            continue
        doi = normalise_doi(reference.URL) if "10." in reference.URL else None
        year = year_of(reference)
        if doi:
            hint = f"write it as `DOI: {doi}`"
            yield Finding(reference.at / "URL", f"the DOI of {reference.id!r} is in its address alone", hint)
        elif reference.PMID or reference.PMCID or reference.URL:
            continue
        elif year is not None and year >= _DOIS_SINCE and not unpublished(reference):
            hint = (
                "look for it at search.crossref.org and give it as `DOI` (`casegen refs add DOI` takes in a "
                "whole reference); where there is none, give the PMID or the address"
            )
            yield Finding(reference.at / "id", f"the journal article {reference.id!r} has no DOI", hint)
