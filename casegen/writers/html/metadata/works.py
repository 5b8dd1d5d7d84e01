"""Cited works as the vocabularies describe them, from their items of CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from casegen.document import ReferenceEntry
from casegen.identifiers import normalise_doi
from casegen.refs.texts import plain
from casegen.values import Value

__all__ = ["ARTICLES", "Name", "Work", "pages", "read"]

ARTICLES = ("article", "article-journal", "article-magazine", "article-newspaper", "review", "review-book")
"""The types whose container is a periodical."""

_DASH = re.compile(r"\s*[-\u2013\u2014]\s*")


class Name(Value):
    """A person, or a group, which has only *literal*."""

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def sorted(self) -> str:
        """The surname first."""
        return self.literal or ", ".join(part for part in (self.family, self.given) if part)

    @property
    def spoken(self) -> str:
        """The surname last."""
        return self.literal or " ".join(part for part in (self.given, self.family) if part)


class Work(Value):
    """A cited work, in plain text; *date* is ISO 8601, as precise as it is known."""

    type: str
    title: str
    authors: tuple[Name, ...]
    container: str
    publisher: str
    volume: str
    issue: str
    page: str
    date: str
    doi: str
    pmid: str
    issn: str
    isbn: str
    url: str


def read(entry: ReferenceEntry) -> Work:
    """The work of *entry*, whose title is empty where it is not known."""
    item = entry.item

    def text(key: str) -> str:
        return plain(item.get(key, ""))

    return Work(
        type=text("type"),
        title=text("title"),
        authors=tuple(_names(item)),
        container=text("container-title"),
        publisher=text("publisher"),
        volume=text("volume"),
        issue=text("issue"),
        page=text("page") or text("number"),
        date=_date(item.get("issued", {})),
        doi=normalise_doi(text("DOI")) or "",
        pmid=text("PMID"),
        issn=text("ISSN"),
        isbn=text("ISBN"),
        url=text("URL"),
    )


def pages(work: Work) -> tuple[str, str, str]:
    """The first page of *work*, a dash where there is a last one, and the last."""
    first, dash, last = _DASH.sub("-", work.page).partition("-")
    return first, dash, last


def _names(item: Mapping[str, Any]) -> Iterator[Name]:
    for name in item.get("author", ()) or item.get("editor", ()):
        particles = (plain(name.get(f"{kind}-particle", "")) for kind in ("dropping", "non-dropping"))
        family = " ".join(filter(None, (*particles, plain(name.get("family", "")))))
        given = ", ".join(filter(None, (plain(name.get("given", "")), plain(name.get("suffix", "")))))
        if literal := plain(name.get("literal", "")) or ("" if family else given):
            yield Name(literal=literal)
        elif family:
            yield Name(family, given)


def _date(issued: Mapping[str, Any]) -> str:
    parts = next(iter(issued.get("date-parts", ())), ())
    return "-".join(f"{part:0{2 if at else 4}}" for at, part in enumerate(parts))
