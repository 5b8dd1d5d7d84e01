"""References as RIS, as the 2001 specification and its extension of 2011 have it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from casegen.citations.csl import CslItem, as_csl
from casegen.model import Reference
from casegen.refs.export.texts import as_iso

__all__ = ["write_ris"]

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "VIDEO",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "collection": "SER",
    "dataset": "DATA",
    "entry": "ENCYC",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "periodical": "JFULL",
    "personal_communication": "PCOMM",
    "post": "BLOG",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
_BOOKS = ("book", "classic")
# Their number stands where an article has its issue.
_NUMBERED = ("report", "patent", "standard", "legislation", "dataset", "software", *_BOOKS)
_NAMES = {"author": "AU", "editor": "A2", "translator": "A4"}
_TEXTS = {
    "title-short": "ST",
    "collection-title": "T3",
    "volume": "VL",
    "publisher": "PB",
    "publisher-place": "CY",
    "language": "LA",
    "DOI": "DO",
    "PMCID": "C2",
    "URL": "UR",
    "abstract": "AB",
    "note": "N1",
}
_PAGE_RANGE = re.compile(r"([^\s,;-]+)-([^\s,;-]+)")
_SEASONS = {"1": "Spring", "2": "Summer", "3": "Autumn", "4": "Winter"}


def write_ris(references: Iterable[Reference]) -> str:
    """A record for each of *references*. Markup in titles is kept, as reference managers write it."""
    return "\n".join(map(_record, map(as_csl, references)))


def _record(item: CslItem) -> str:
    kind = "INPR" if _is_in_press(item) else _TYPES.get(item["type"], "GEN")
    lines = [("TY", kind), ("ID", item["id"]), *_fields(item), ("ER", "")]
    return "".join(
        f"{tag}  - {' '.join(str(value).split())}\n" for tag, value in lines if value or tag == "ER"
    )


def _is_in_press(item: CslItem) -> bool:
    """Whether *item* is what the type of reference INPR stands for."""
    return item["type"] == "article-journal" and item.get("status") == "in press"


def _fields(item: CslItem) -> Iterator[tuple[str, str]]:
    yield "TI", item.get("title", "")
    for key, tag in _NAMES.items():
        yield from ((tag, _name(name)) for name in item.get(key, ()))
    container, short = item.get("container-title", ""), item.get("container-title-short", "")
    yield "T2", container or short
    yield "J2", short if container else ""
    for key, tag in _TEXTS.items():
        yield tag, item.get(key, "")
    # Of an article, ET is the date of its electronic publication.
    yield "ET", "" if item["type"].startswith("article") else item.get("edition", "")
    is_numbered = item["type"] in _NUMBERED
    yield "IS", item.get("number" if is_numbered else "issue", "")
    yield "C7", "" if is_numbered else item.get("number", "")
    yield from _pages(item.get("page", ""))
    yield from _dates(item)
    yield "SN", item.get("ISSN") or item.get("ISBN", "")
    yield "M3", item.get("genre", "")
    if pmid := item.get("PMID"):
        yield "AN", pmid
        yield "DB", "PubMed"
    yield from (("KW", word.strip()) for word in item.get("keyword", "").split(","))


def _name(name: Mapping[str, Any]) -> str:
    """``Family, Given, Suffix``, the particles with the name that they stand by; a group as it is."""
    if not name.get("family"):
        return str(name.get("literal") or name.get("given", ""))
    family = _together(name, "non-dropping-particle", "family")
    given = _together(name, "given", "dropping-particle")
    suffix = name.get("suffix")
    return f"{family}, {given}" + (f", {suffix}" if suffix else "")


def _together(name: Mapping[str, Any], *parts: str) -> str:
    return " ".join(str(name[part]) for part in parts if name.get(part))


def _pages(page: str) -> Iterator[tuple[str, str]]:
    match = _PAGE_RANGE.fullmatch(page)
    if match and match[1] != match[2]:
        yield "SP", match[1]
        yield "EP", match[2]
    else:
        yield "SP", page


def _dates(item: CslItem) -> Iterator[tuple[str, str]]:
    """The year alone, and the whole date where more than a year is known."""
    issued = item.get("issued", {})
    parts = issued.get("date-parts", [])
    if not parts:
        # Of a work that is in no issue yet, that stands where the year should.
        yield "PY", issued.get("literal") or ("" if _is_in_press(item) else item.get("status", ""))
    else:
        yield "PY", f"{parts[0][0]:04}"
        yield "DA", "" if issued.keys() == {"date-parts"} and parts == [parts[0][:1]] else _whole(issued)
    yield "Y2", _whole(item.get("accessed", {}))


def _whole(date: Mapping[str, Any]) -> str:
    parts = date.get("date-parts", [])
    if season := str(date.get("season", "")):
        return f"{parts[0][0]:04} {_SEASONS.get(season, season)}" if parts else season
    if len(parts) == 1 and len(parts[0]) > 1 and not date.get("circa"):
        year, month, *day = parts[0]
        return f"{year:04}/{month:02}/{f'{day[0]:02}' if day else ''}/"
    return as_iso(date) or str(date.get("literal", ""))
