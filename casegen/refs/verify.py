"""Whether references are what those say who registered them: DOI, title, year, first author, notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from casegen.identifiers import doi_key
from casegen.model import CslName, Reference
from casegen.refs.agree import alike, is_another, is_translated, same_person
from casegen.refs.compare import year_of
from casegen.refs.crossref import Kind, Message, Notice, is_marked_retracted
from casegen.refs.failures import LookupFailure, NotFound, NotKept, Unreadable
from casegen.refs.lookup import Lookup, Work
from casegen.values import Value

__all__ = ["Finding", "FindingKind", "Verdict", "verify"]

FindingKind = Literal[
    "unknown-doi",
    "title-differs",
    "year-differs",
    "first-author-differs",
    "retracted",
    "corrected",
    "expression-of-concern",
    "pmid-differs",
    "missing-doi",
    "unreachable",
    "nothing-to-check",
]

# From the gravest; what each did to the work.
_VERBS: dict[Kind, str] = {
    "retracted": "was retracted",
    "expression-of-concern": "is the subject of an expression of concern",
    "corrected": "was corrected",
}
_TITLES_OF_NOTICES = (
    "retraction", "notice of", "withdrawal", "removal notice", "expression of concern",
    "editorial expression", "erratum", "corrigend", "correction:", "correction to", "correction for",
    "author correction", "publisher correction", "addendum",
)  # fmt: skip

# So many references in a row that nobody answers for, and the others are not asked about.
MOST_SILENT = 3


class Finding(Value):
    """Something found about a reference: what it is, in a sentence, and what to do about it."""

    kind: FindingKind
    message: str
    hint: str = ""


class Verdict(Value):
    """What was found about *reference*; *message* is Crossref's record of the work, where it has one."""

    reference: Reference
    findings: tuple[Finding, ...] = ()
    message: Message | None = None


class _Outcome(Value):
    """What came of one question: the work, or the finding that there is none; or that nobody answered."""

    work: Work | None = None
    finding: Finding | None = None
    silent: bool = False


_NOT_ASKED = _Outcome()


def verify(references: Iterable[Reference], lookup: Lookup) -> Iterator[Verdict]:
    """A verdict on each of *references*, in their order, each as soon as it is known. None is changed.

    A reference is looked up by its DOI and by its PMID. What cannot be looked up is a finding, and the next
    is tried; after three in a row for which no service answered, the rest is not asked about.
    """
    silent = 0
    for reference in references:
        name = repr(reference.id)
        if not reference.DOI and not reference.PMID:
            text = f"{name} has neither a DOI nor a PMID"
            finding = Finding("nothing-to-check", text, "look for its DOI at search.crossref.org")
            yield Verdict(reference, (finding,))
            continue
        if silent == MOST_SILENT:
            text = f"{name} was not looked up, for nobody answered about those before it"
            yield Verdict(reference, (Finding("unreachable", text, "try again later"),))
            continue
        by_doi, by_pmid = _look_up(reference, lookup)
        silent = silent + 1 if by_doi.silent or by_pmid.silent else 0
        message = by_doi.work.message if by_doi.work else None
        yield Verdict(reference, tuple(_findings(reference, by_doi, by_pmid)), message)


def _look_up(reference: Reference, lookup: Lookup) -> tuple[_Outcome, _Outcome]:
    """What came of asking for the DOI and for the PMID of *reference*."""
    by_doi = by_pmid = _NOT_ASKED
    if reference.DOI:
        by_doi = _ask(lookup.work, reference.DOI, reference, "unknown-doi")
    if reference.PMID and not by_doi.silent:
        by_pmid = _ask(lookup.article, reference.PMID, reference, "pmid-differs")
    return by_doi, by_pmid


def _ask(
    question: Callable[[str], Work], identifier: str, reference: Reference, unknown: FindingKind
) -> _Outcome:
    try:
        return _Outcome(question(identifier))
    except NotFound as failure:
        hint = "compare it with what stands on the work itself"
        return _Outcome(finding=Finding(unknown, f"{reference.id!r}: {failure}", hint))
    except LookupFailure as failure:
        silent = not isinstance(failure, Unreadable | NotKept)
        return _Outcome(finding=Finding("unreachable", f"{reference.id!r}: {failure}"), silent=silent)


def _findings(reference: Reference, by_doi: _Outcome, by_pmid: _Outcome) -> Iterator[Finding]:
    for outcome in (by_doi, by_pmid):
        if outcome.finding:
            yield outcome.finding
    work, article = by_doi.work, by_pmid.work
    described = work or (None if reference.DOI else article)
    if work and work.message is not None and is_another(reference, work.message):
        text = f"the DOI of {reference.id!r} names another work: {work.titles[0]!r}"
        yield Finding("title-differs", text, "look for the DOI of this work")
        return
    found = list(_differences(reference, described)) if described else []
    if article:
        found += list(_identifiers(reference, article, doubtful=bool(found)))
    yield from found
    is_other_article = any(finding.kind in ("title-differs", "pmid-differs") for finding in found)
    sources = (work, None if is_other_article else article)
    yield from _notices(reference, [notice for source in sources if source for notice in source.notices])


def _differences(reference: Reference, work: Work) -> Iterator[Finding]:
    """Where *reference* does not say what *work* is: title, year, first author."""
    name, service = repr(reference.id), work.service
    if not _same_title(reference, work):
        text = f"the title of {name} is not the one at {service}: {work.titles[0]!r}"
        yield Finding("title-differs", text, "compare both with the work itself")
    year = year_of(reference)
    if year and work.years and not min(work.years) <= year <= max(work.years):
        years = " and ".join(map(str, sorted(work.years)))
        yield Finding("year-differs", f"{name} is of {year}, at {service} of {years}")
    others = work.item.get("author", ())
    if reference.author and others and not _same_first(reference.author[0], others):
        mine = reference.author[0]
        text = f"the first author of {name} is {mine.family or mine.literal or mine.given}"
        theirs = others[0].get("family") or others[0].get("literal")
        yield Finding("first-author-differs", f"{text}, at {service} {theirs}")


def _same_title(reference: Reference, work: Work) -> bool:
    """Whether the titles are alike; also where nothing can be said: there is none, or it is translated."""
    mine = [_unmarked(title) for title in (reference.title, reference.original_title) if title]
    theirs = [_unmarked(title) for title in work.titles]
    if not mine or not theirs or is_translated(reference, work.item.get("language")):
        return True
    return any(alike(a, b) for a in mine for b in theirs)


def _unmarked(title: str) -> str:
    """*title* without the words before it that make it a notice's, or that of a work with one."""
    if not (is_marked_retracted(title) or _is_of_notice(title)):
        return title
    return title.partition(":")[2] or title.partition("]")[2] or title


def _same_first(mine: CslName, others: Sequence[Mapping[str, str]]) -> bool:
    """Whether *mine* is the first of *others*; a group may stand anywhere among the people."""
    has_group = not mine.family or "family" not in others[0]
    return any(same_person(mine, other) for other in (others if has_group else others[:1]))


def _identifiers(reference: Reference, article: Work, *, doubtful: bool) -> Iterator[Finding]:
    """Whether DOI and PMID name one work; the DOI that is missing."""
    doi = article.item.get("DOI", "")
    if not reference.DOI:
        if doi and not doubtful:
            yield Finding("missing-doi", f"{reference.id!r} has a DOI: {doi}", f"write `DOI: {doi}`")
    elif doi and doi != doi_key(reference.DOI):
        text = f"the PMID of {reference.id!r} is that of another DOI: {doi}"
        yield Finding("pmid-differs", text, f"PMID {reference.PMID} is {article.titles[0]!r}")
    elif not doi and not _same_title(reference, article):
        text = f"the PMID of {reference.id!r} names another work: {article.titles[0]!r}"
        yield Finding("pmid-differs", text, "look for the PMID of this work")


def _notices(reference: Reference, notices: Iterable[Notice]) -> Iterator[Finding]:
    """One finding for each kind of notice, unless the reference itself says that it knows."""
    if _speaks_of_it(reference):
        return
    by_kind: dict[Kind, list[Notice]] = {}
    for notice in notices:
        by_kind.setdefault(notice.kind, []).append(notice)
    for kind in _VERBS:
        if of_kind := by_kind.get(kind):
            yield _of_notices(reference, kind, of_kind)


def _of_notices(reference: Reference, kind: Kind, notices: Sequence[Notice]) -> Finding:
    dois = dict.fromkeys(notice.doi for notice in notices if notice.doi)
    hint = f"the notice is {', '.join(dois)}" if dois else ""
    verb = _VERBS[kind]
    if about := next((notice.about for notice in notices if notice.about), ""):
        text = f"the DOI of {reference.id!r} is that of a notice: {about} {verb}"
        return Finding(kind, text, f"cite {about}, or begin the title as the notice does")
    partly = " in part" if all(notice.partly for notice in notices) else ""
    return Finding(kind, f"{reference.id!r} {verb}{partly}", hint)


def _speaks_of_it(reference: Reference) -> bool:
    """Whether the reference is of a notice, or says of its work that it was retracted."""
    marked = is_marked_retracted(reference.title) or _is_of_notice(reference.title)
    return marked or "retract" in reference.note.lower()


def _is_of_notice(title: str) -> bool:
    return title.lower().lstrip("[(* ").startswith(_TITLES_OF_NOTICES)
