"""An item from a bibliography file or a service -> the reference that a case holds."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from casegen.citations.csl import CslItem, as_csl
from casegen.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from casegen.load.text import CONTROL
from casegen.model import CslName, Reference
from casegen.model.base import typed_keys
from casegen.model.dates import PartialDate
from casegen.model.names import apart

__all__ = ["DATES", "NAMES", "ORDER", "as_reference", "tidy"]

_FIRST = (
    "id", "type", "title", "author", "editor", "translator", "container-author", "container-title",
    "container-title-short", "collection-title", "collection-number", "edition", "volume", "issue", "number",
    "page", "publisher", "publisher-place", "genre", "status", "issued", "accessed", "DOI", "PMID", "PMCID",
    "ISBN", "ISSN", "URL",
)  # fmt: skip
_KNOWN = tuple(typed_keys(Reference).values())

ORDER = (*_FIRST, *(key for key in _KNOWN if key not in _FIRST))
"""The keys of a reference in the order in which they are written."""

DATES = frozenset({"accessed", "available-date", "event-date", "issued", "original-date", "submitted"})
"""The keys that hold a date."""

NAMES = frozenset(
    key
    for field, key in typed_keys(Reference).items()
    if Reference.model_fields[field].annotation == tuple[CslName, ...]
)
"""The keys that hold a list of names."""

# An abstract is the publisher's text, and long; the rest say how another program filed the work.
_LEFT_OUT = (
    "abstract", "annote", "keyword", "categories", "citation-key", "citation-label", "citation-number",
    "custom", "locator", "first-reference-note-number",
)  # fmt: skip


_IDENTIFIERS = {"DOI": normalise_doi, "PMID": normalise_pmid, "PMCID": normalise_pmcid}


def tidy(item: CslItem) -> tuple[CslItem, list[str]]:
    """*item* as a case holds it, without what is empty; and what of it could not be read, in words.

    Initials that were typed together are set apart, dates are ISO 8601 text where they can be, and keys stand
    in the order of `ORDER`. Keys that CSL does not know are left out without a word: what other programs
    export is full of them. An item without a usable id has none.
    """
    known = {
        key: _in_full(key, value)
        for key, value in item.items()
        if key in _KNOWN and key not in _LEFT_OUT and value is not None
    }
    faults = []
    while True:
        try:
            reference = Reference.model_validate({**known, "id": known.get("id") or "-"})
        except ValidationError as error:
            wrong = str(error.errors(include_url=False)[0]["loc"][0])
            faults.append(f"{wrong} is not what it should be, and is left out: {str(known[wrong])[:60]!r}")
            del known[wrong]
            continue
        break
    found = {key: _value(key, value) for key, value in as_csl(reference).items()}
    if not known.get("id"):
        del found["id"]
    kept = {key: found[key] for key in ORDER if found.get(key)}
    for key in [key for key, value in kept.items() if _holds_control(value)]:
        faults.append(f"{key} holds a control character, and is left out")
        del kept[key]
    return kept, faults


def as_reference(item: CslItem) -> Reference:
    """The reference that a case has of *item*, which is tidy."""
    return Reference.model_validate({key: _in_full(key, value) for key, value in item.items()})


def _in_full(key: str, value: Any) -> Any:
    """A date or a name that is given as text, as a mapping."""
    if key in DATES and isinstance(value, str | int):
        return {"raw": getattr(value, "typed", value)}
    if key in NAMES and isinstance(value, list):
        return [{"literal": name} if isinstance(name, str) else name for name in value]
    return value


def _value(key: str, value: Any) -> Any:
    if key in NAMES:
        return [name for name in map(_name, value) if name]
    if key in DATES:
        return _date(value)
    if key in _IDENTIFIERS:
        return _IDENTIFIERS[key](value) or value.strip()
    return " ".join(value.split()) if isinstance(value, str) else value


def _name(name: dict[str, Any]) -> dict[str, Any]:
    kept = {part: " ".join(text.split()) if isinstance(text, str) else text for part, text in name.items()}
    if given := kept.get("given"):
        kept["given"] = _initials(given, kept.get("family", ""))
    return {part: value for part, value in kept.items() if value}


def _initials(given: str, family: str) -> str:
    """``JH`` -> ``J. H.``, ``J.H.`` -> ``J. H.``, ``Joel J`` -> ``Joel J.``; a name in full stays."""
    if re.fullmatch(r"(?:\w\.){2,}", given):
        given = given.replace(".", ". ").strip()
    *words, last = apart(given, family).split(" ")
    if len(last) == 1 and last.isupper():
        last += "."
    return " ".join((*(f"{word}." if len(word) == 1 and word.isupper() else word for word in words), last))


def _date(date: dict[str, Any]) -> Any:
    """ISO 8601 text for a date, and for a range of two; what says more than that stays a mapping."""
    parts = date.get("date-parts")
    if parts and len(parts) <= 2 and date.keys() == {"date-parts"} and all(map(_is_iso, parts)):
        return "/".join(PartialDate(*part).iso for part in parts)
    return date


def _is_iso(parts: list[int]) -> bool:
    from casegen.model.dates import read_date

    return 1 <= len(parts) <= 3 and 0 < parts[0] <= 9999 and read_date(PartialDate(*parts).iso) is not None


def _holds_control(value: Any) -> bool:
    match value:
        case str():
            return CONTROL.search(value) is not None
        case list():
            return any(map(_holds_control, value))
        case dict():
            return any(map(_holds_control, value.values()))
    return False
