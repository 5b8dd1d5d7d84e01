"""REF008 and REF009: identifiers and preprint servers in the wrong field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from casegen.identifiers import doi_key, normalise_doi, normalise_pmcid, normalise_pmid
from casegen.lists import read_set
from casegen.model import Case, Reference
from casegen.problem import Severity
from casegen.rules.patterns import Pattern
from casegen.rules.references.works import DATA, once
from casegen.rules.registry import Finding, Replacement, rule

# What is printed as text, by the name CSL gives it.
_FIELDS = (
    "title", "container-title", "container-title-short", "journalAbbreviation", "note", "annote", "page",
    "volume", "issue", "publisher", "genre", "status",
)  # fmt: skip
_DOI = Pattern(
    r"(?:(?:https?://)?(?:dx\.)?doi\.org/|\bdoi\b[: ]{0,3})?(?<![\d.])10\.\d{4,9}/[^\s<>\"]+",
    re.IGNORECASE,
    needs=("10.",),
)
_PMID = Pattern(r"\bPMID\b[: #]{0,3}\d{1,8}\b", re.IGNORECASE, needs=("pmid",))
_PMCID = Pattern(r"\b(?:PMCID\b[: #]{0,3})?PMC\d{4,9}\b", re.IGNORECASE, needs=("pmc",))
_AROUND = " .;,:()[]"
# Of one text.
_MOST_TOLD = 10


class _Found(NamedTuple):
    """An identifier in a text: which, what it is, and where."""

    name: str
    value: str
    start: int
    end: int


@rule("REF008", "identifier-in-text-field", severity=Severity.WARNING, fixing="safe")
def identifier_in_text_field(case: Case) -> Iterator[Finding]:
    """A DOI, PMID or PMCID in a field that is printed as text, such as the note, the title or the pages.

    The fix renames a field that holds nothing but the DOI, and takes out an identifier that is repeated at
    the end of a text.

    Why: it is printed as part of that text, is no link, and no program finds it there.
    Bad:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement, note: "doi:10.5555/cement.2020"}]
    Good:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement, DOI: 10.5555/cement.2020}]
    """
    for reference in once(case):
        for field in _FIELDS:
            text = getattr(reference, field.replace("-", "_"))
            for found in islice(_identifiers(text), _MOST_TOLD):
                yield _finding(reference, field, text, found)


def _identifiers(text: str) -> Iterator[_Found]:
    lower = text.lower()
    for match in _DOI.finditer(text, lower):
        if doi := normalise_doi(match.group()):
            at = text.find(doi, match.start(), match.end())
            yield _Found("DOI", doi, match.start(), match.end() if at < 0 else at + len(doi))
    for match in _PMID.finditer(text, lower):
        if pmid := normalise_pmid(match.group()):
            yield _Found("PMID", pmid, *match.span())
    for match in _PMCID.finditer(text, lower):
        if pmcid := normalise_pmcid(match.group()):
            yield _Found("PMCID", pmcid, *match.span())


def _finding(reference: Reference, field: str, text: str, found: _Found) -> Finding:
    own = getattr(reference, found.name)
    at = reference.at / field
    within = found.start, found.end
    message = f"the {field} of {reference.id!r} holds a {found.name}: {found.value}"
    if not own:
        hint = f"write it as `{found.name}: {found.value}`"
        if found.name == "DOI" and not text.replace(text[slice(*within)], "", 1).strip(_AROUND):
            fix = Replacement(f"call the field {found.name}", found.name)
            return Finding(at, message, hint, (0, len(text)), key=True, fix=fix)
        return Finding(at, message, hint, within)
    if not _same(found, own):
        return Finding(at, message, f"the {found.name} of the reference is another one: {own}", within)
    hint = f"take it out: the reference has it as its {found.name}"
    rest = text[: found.start].rstrip(_AROUND)
    if rest and not text[found.end :].strip(_AROUND):
        fix = Replacement("take it out", "")
        return Finding(at, message, hint, (len(rest), len(text)), fix=fix)
    return Finding(at, message, hint, within)


def _same(found: _Found, own: str) -> bool:
    if found.name == "DOI":
        return doi_key(found.value) == doi_key(own)
    normalise = normalise_pmid if found.name == "PMID" else normalise_pmcid
    return found.value == normalise(own)


@rule("REF009", "preprint-as-journal", severity=Severity.INFO, source="NLM, Citing Medicine: preprints")
def preprint_as_journal(case: Case) -> Iterator[Finding]:
    """A preprint that is given as an article of a journal.

    Why: a preprint was not reviewed by others. Readers are told so only where its type says that it is one,
    and the article that it became may have other results.
    Bad:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: article-journal, title: Bone cement, container-title: medRxiv}]
    Good:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: article, genre: preprint, title: Bone cement, publisher: medRxiv}]
    """
    for reference in once(case):
        if reference.type == "article-journal" and _is_server(reference.container_title):
            hint = "cite the article if it has appeared since; else write `type: article`, `genre: preprint` "
            hint += f"and `publisher: {reference.container_title}`"
            message = f"{reference.container_title!r} is a server of preprints, no journal"
            yield Finding(reference.at / "container-title", message, hint)


def _is_server(journal: str) -> bool:
    """Whether it is no journal; what stands in brackets, or after "preprint", does not count."""
    name = " ".join(journal.lower().partition("(")[0].partition("[")[0].split())
    servers = read_set(DATA / "preprint_servers.txt")
    return name in servers or name.partition(" preprint")[0] in servers
