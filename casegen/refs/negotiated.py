"""What doi.org hands on from the agencies other than Crossref (DataCite, mEDRA, JaLC, ...): CSL-JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from casegen.identifiers import doi_key
from casegen.load.bibliography.languages import language_tag
from casegen.model.reference import ReferenceType
from casegen.refs.client import Service
from casegen.refs.texts import filled, first, marked_up, name, parts_of_date, plain

__all__ = ["DOI_ORG", "csl_item", "path_of"]

# https://citation.doi.org/docs.html: the agency answers with what it is asked for under "Accept".
DOI_ORG = Service(
    "doi.org",
    "CASEGEN_DOI",
    "https://doi.org",
    0.2,
    ("application/vnd.citationstyles.csl+json", "application/json"),
)

_NAMES = ("author", "editor", "translator", "composer", "director", "illustrator", "interviewer", "recipient")
_TITLES = ("title", "original-title", "container-title")
_TEXTS = (
    "volume", "issue", "page", "number", "version", "edition", "publisher", "publisher-place", "genre",
    "medium", "collection-title", "collection-number", "event-title", "event-place", "container-title-short",
    "number-of-pages", "chapter-number", "ISBN", "ISSN",
)  # fmt: skip


def path_of(doi: str) -> str:
    """Where doi.org resolves *doi*."""
    from urllib.parse import quote

    return f"/{quote(doi, safe='/', errors='replace')}"


def csl_item(data: Mapping[str, Any]) -> dict[str, Any]:
    """The CSL item of *data*, an agency's: what CSL knows and styles print, without what is empty."""
    kind = plain(data.get("type"))
    parts = parts_of_date(data.get("issued"))
    item: dict[str, Any] = {"type": kind if kind in get_args(ReferenceType) else "document"}
    item |= {key: marked_up(first(data.get(key))) for key in _TITLES}
    item |= {key: plain(first(data.get(key))) for key in _TEXTS}
    item |= {key: _names(data.get(key)) for key in _NAMES}
    item["issued"] = {"date-parts": [parts]} if parts else None
    item["DOI"] = doi_key(plain(data.get("DOI")))
    item["language"] = language_tag(plain(data.get("language")))
    return filled(item)


def _names(listed: Any) -> list[dict[str, str]]:
    people = listed if isinstance(listed, list) else []
    names = (
        name(
            person.get("family"),
            person.get("given"),
            person.get("suffix"),
            person.get("literal"),
            person.get("non-dropping-particle"),
        )
        for person in people
        if isinstance(person, dict)
    )
    return [each for each in names if each]
