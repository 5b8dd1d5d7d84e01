"""PubMed: what NCBI's E-utilities answer of an article, as an item of CSL-JSON, and the notices on it."""

from __future__ import annotations

import re
from typing import Any

from casegen.identifiers import doi_key, normalise_doi
from casegen.load.bibliography.nbib import read_nbib
from casegen.refs.client import Service
from casegen.refs.crossref import Kind, Notice
from casegen.refs.failures import NotFound, Unreadable
from casegen.refs.texts import plain

__all__ = ["PUBMED", "csl_item", "notices_on", "path_of", "years_of"]

# NCBI allows three questions a second to those without a key (E-utilities Quick Start, "Usage guidelines").
PUBMED = Service(
    "PubMed", "CASEGEN_NCBI", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils", 0.34, ("text/plain",)
)

_ABSENT = re.compile(r"Error occurred:|PMID is not available|cannot get document summary", re.IGNORECASE)
# Fields of the record of an article on which a notice was published (NLM, "MEDLINE/PubMed Data Element
# Descriptions"): erratum in, expression of concern in, retraction in.
_NOTICE = re.compile(r"^(EIN|ECI|RIN) {0,2}- (.*(?:\n {6}.*)*)", re.MULTILINE)
_KINDS: dict[str, Kind] = {"EIN": "corrected", "ECI": "expression-of-concern", "RIN": "retracted"}
_RETRACTED = re.compile(r"^PT {0,2}- Retracted Publication\s*$", re.MULTILINE)
_YEAR = re.compile(r"^(?:DP|DEP) {0,2}- ([0-9]{4})", re.MULTILINE)
_DOI_IN_NOTICE = re.compile(r"\bdoi: ?(10\.\S+)")


def path_of(pmid: str, mailto: str = "") -> str:
    """Where PubMed tells of *pmid*; *mailto* lets NCBI reach who asks too much."""
    from urllib.parse import urlencode

    query = {"db": "pubmed", "id": pmid, "rettype": "medline", "retmode": "text", "tool": "casegen"}
    return f"/efetch.fcgi?{urlencode(query | ({'email': mailto} if mailto else {}))}"


def csl_item(text: str, pmid: str) -> dict[str, Any]:
    """The CSL item of a record in PubMed's own format, without an id.

    NotFound where *text* says that there is no such record, Unreadable where it holds none or another's.
    """
    entries, _ = read_nbib(text)
    if not entries:
        if _ABSENT.search(text[:1000]) or not text.strip():
            raise NotFound(f"PubMed has no PMID {pmid}")
        raise Unreadable(f"the answer of PubMed on PMID {pmid} is no record of PubMed")
    item = dict(entries[0].csl)
    if item.pop("id") != f"pmid{pmid}":
        raise Unreadable(f"PubMed answers with another record than PMID {pmid}")
    if doi := doi_key(item.get("DOI", "")):
        item["DOI"] = doi
    return {key: _printable(value) for key, value in item.items()}


def _printable(value: Any) -> Any:
    """*value*, every text in it without characters that no output can hold."""
    match value:
        case str():
            return plain(value)
        case list():
            return [_printable(entry) for entry in value]
        case dict():
            return {key: _printable(entry) for key, entry in value.items()}
    return value


def notices_on(text: str) -> list[Notice]:
    """The notices that a record in PubMed's own format names."""
    found = [Notice(_KINDS[tag], _doi(source)) for tag, source in _NOTICE.findall(text)]
    if _RETRACTED.search(text) and all(notice.kind != "retracted" for notice in found):
        found.append(Notice("retracted"))
    return found


def years_of(text: str) -> frozenset[int]:
    """The years of the issue and of the electronic publication."""
    return frozenset(int(year) for year in _YEAR.findall(text))


def _doi(source: str) -> str:
    match = _DOI_IN_NOTICE.search(" ".join(source.split()))
    return (normalise_doi(match[1]) or "").lower() if match else ""
