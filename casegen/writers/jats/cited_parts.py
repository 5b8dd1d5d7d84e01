"""Dates, places and identifiers of a reference in JATS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from casegen.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from casegen.writers.jats.cited_titles import text
from casegen.writers.jats.dates import date_parts, iso_date
from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["dates", "identifiers", "pages", "published"]

_RANGE = re.compile(r"(\S+?)\s*[-\u2010-\u2013]\s*(\S+?)")
# An article number, as journals without pages have them: e57, 012345.
_ARTICLE_NUMBER = re.compile(r"[Ee]\d+|0\d{3,}")
_WEB = ("http://", "https://", "ftp://")
_PLAIN = (
    ("event-title", "conf-name"),
    ("event-place", "conf-loc"),
    ("edition", "edition"),
    ("authority", "institution"),
    ("publisher-place", "publisher-loc"),
)


def published(item: Mapping[str, Any], kind: str) -> Iterator[etree._Element | None]:
    """Who brought the work out, where, and in which form."""
    for key, tag in _PLAIN:
        yield E.optional(tag, text(item, key))
    if not (kind in ("preprint", "data") and not text(item, "container-title")):
        yield E.optional("publisher-name", text(item, "publisher"))
    if version := text(item, "version"):
        yield E("version", version, designator=version)


def dates(item: Mapping[str, Any]) -> Iterator[etree._Element | None]:
    """When the work appeared, its conference took place, and a page was read."""
    yield from _issued(item.get("issued", {}))
    yield E.optional("conf-date", _in_words(item.get("event-date", {})))
    accessed = item.get("accessed", {})
    if said := _in_words(accessed):
        parts = _first(accessed)
        iso = iso_date(parts) if parts else None
        yield E("date-in-citation", said, content_type="access-date", iso_8601_date=iso)


def pages(item: Mapping[str, Any], kind: str) -> Iterator[etree._Element | None]:
    """Where in its source the work stands."""
    yield E.optional("volume", text(item, "volume"))
    yield E.optional("issue", text(item, "issue"))
    yield E.optional("supplement", text(item, "supplement"))
    given = text(item, "page") or text(item, "page-first")
    number = text(item, "number") if kind == "journal" else ""
    first, *more = re.split(r"\s*[,;]\s*", given)
    found = _RANGE.fullmatch(first)
    if not given:
        yield E.optional("elocation-id", number)
    elif not found and not more and _ARTICLE_NUMBER.fullmatch(first):
        yield E("elocation-id", first)
    else:
        yield E("fpage", found[1] if found else first)
        yield E("lpage", found[2]) if found else None
        yield E("page-range", given) if more else None
    if count := text(item, "number-of-pages"):
        yield E("size", count, units="pages")


def identifiers(item: Mapping[str, Any], kind: str) -> Iterator[etree._Element | None]:
    """Numbers and addresses by which the work is found, and what else is to say of it."""
    number = text(item, "number")
    if number and kind == "patent":
        yield E("patent", number)
    elif number and kind != "journal":
        yield E("pub-id", number, pub_id_type="std-designation" if kind == "standard" else "publisher-id")
    doi = normalise_doi(text(item, "DOI"))
    found = {
        "doi": doi,
        "pmid": normalise_pmid(text(item, "PMID")),
        "pmcid": normalise_pmcid(text(item, "PMCID")),
    }
    for name, value in found.items():
        yield E("pub-id", value, pub_id_type=name) if value else None
    yield E.optional("isbn", text(item, "ISBN"))
    yield E.optional("issn", text(item, "ISSN"))
    url = text(item, "URL")
    if url.lower().startswith(_WEB) and not (doi and normalise_doi(url) == doi):
        yield E("ext-link", url, ext_link_type="uri", xlink__href=url)
    for key in ("genre", "medium", "status"):
        yield E.optional("comment", text(item, key), content_type=key)


def _issued(date: Mapping[str, Any]) -> Iterator[etree._Element]:
    """The date of issue; of several years, the first for machines (JATS4R, Data citations)."""
    parts = _first(date)
    if not parts:
        if said := _in_words(date):
            yield E("string-date", said)
        return
    last = date["date-parts"][-1]
    if last and last[0] != parts[0]:
        yield E("year", f"{parts[0]}\u2013{last[0]}", iso_8601_date=f"{parts[0]:04}")
        return
    year, *others = reversed(date_parts(parts))
    year.set("iso-8601-date", iso_date(parts))
    yield from (year, *others)
    if season := text(date, "season"):
        yield E("season", season)


def _in_words(date: Mapping[str, Any]) -> str:
    """A date or a range of dates as ISO 8601, or in the words that were typed."""
    ends = [iso_date(parts) for parts in date.get("date-parts", ()) if parts]
    return "/".join(ends) or text(date, "literal")


def _first(date: Mapping[str, Any]) -> list[int]:
    return next((list(parts) for parts in date.get("date-parts", ()) if parts), [])
