"""Bringing references into a list that may hold them already."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from casegen.citations.csl import CslItem
from casegen.identifiers import doi_key, normalise_pmcid, normalise_pmid
from casegen.refs.compare import comparable
from casegen.refs.keys import Keys, folded, is_good_key, year_of
from casegen.values import Value

__all__ = ["Incoming", "Known", "Skipped", "merge"]

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# Two works that both say one of these, and not the same, are two, or parts or editions of one.
_DISTINGUISHING = ("volume", "page", "number", "edition")
_FIRST_PAGE = re.compile(r"[^\W_]+")
# With so many works of one title, author and year, the title is no title: "Editorial".
_MOST_COMPARED = 10


class Incoming(Value):
    """A reference that is to be brought in, with a key of its own or none, and where it comes from."""

    item: CslItem
    line: int = 0
    origin: str = ""


class Skipped(Value):
    """A reference that is there already, under *key*."""

    incoming: Incoming
    key: str


class Known:
    """References by what tells that two are one work: DOI, PubMed numbers, or title, year, author."""

    def __init__(self, items: Iterable[CslItem] = ()) -> None:
        self.keys = Keys()
        self._by_identifier: dict[tuple[str, str], str] = {}
        self._by_words: dict[tuple[str, str, str], list[CslItem]] = {}
        for item in items:
            self.add(item)

    def add(self, item: CslItem) -> None:
        """Take in *item*, which has its key as ``id``."""
        key = str(item.get("id", ""))
        self.keys.take(key)
        for identifier in _identifiers(item):
            self._by_identifier.setdefault(identifier, key)
        self._by_words.setdefault(_words(item), []).append(item)

    def find(self, item: CslItem) -> str | None:
        """The key of the reference that is the same work as *item*; None where there is none."""
        for identifier in _identifiers(item):
            if identifier in self._by_identifier:
                return self._by_identifier[identifier]
        for other in self._by_words.get(_words(item), [])[-_MOST_COMPARED:]:
            if _may_be_one(item, other):
                return str(other.get("id", ""))
        return None


def merge(
    known: Known, incoming: Iterable[Incoming], *, new_keys: bool = False
) -> tuple[list[CslItem], list[Skipped]]:
    """What of *incoming* is new, each with a key that nothing else has; and what is there already.

    A key that comes with a reference is kept where it is good and free; with *new_keys* none is. What is new
    is known afterwards.
    """
    added: list[CslItem] = []
    skipped: list[Skipped] = []
    for each in incoming:
        if (key := known.find(each.item)) is not None:
            skipped.append(Skipped(each, key))
            continue
        own = str(each.item.get("id", ""))
        keep = not new_keys and is_good_key(own) and own not in known.keys
        item = {**each.item, "id": own if keep else known.keys.new(each.item)}
        # The key comes first in what is written.
        item = {"id": item.pop("id"), **item}
        known.add(item)
        added.append(item)
    return added, skipped


def _identifiers(item: CslItem) -> list[tuple[str, str]]:
    found = (
        ("DOI", doi_key(_text(item, "DOI"))),
        ("PMID", normalise_pmid(_text(item, "PMID"))),
        ("PMCID", normalise_pmcid(_text(item, "PMCID"))),
    )
    # A chapter may have the DOI of its book.
    whole = item.get("type") in ("chapter", "entry", "entry-dictionary", "entry-encyclopedia")
    title = _plain(_text(item, "title")) if whole else ""
    identifiers = [(kind, f"{value} {title}") for kind, value in found if value]
    if not _text(item, "title"):
        identifiers.append(("all", json.dumps({**item, "id": ""}, sort_keys=True, default=str)))
    return identifiers


def _words(item: CslItem) -> tuple[str, str, str]:
    names: list[dict[str, Any]] = [*item.get("author", ()), *item.get("editor", ())][:1]
    first = next((str(name.get("family") or name.get("literal") or "") for name in names), "")
    return _plain(_text(item, "title")), year_of(item), folded(first) or first.casefold()


def _may_be_one(item: CslItem, other: CslItem) -> bool:
    """Whether nothing sets two works of one title, year and first author apart.

    A preprint and its article have a DOI each; parts of a series, a volume or a page.
    """
    if not _text(item, "title"):
        return False
    told_apart = dict(_identifiers(item)), dict(_identifiers(other))
    if any(told_apart[0][kind] != told_apart[1].get(kind, value) for kind, value in told_apart[0].items()):
        return False
    pairs = ((_begins(_text(item, key)), _begins(_text(other, key))) for key in _DISTINGUISHING)
    return not any(one and two and one != two for one, two in pairs)


def _begins(text: str) -> str:
    """The first page of a range, "739" of "739-45"; all of a single number."""
    found = _FIRST_PAGE.search(text.casefold())
    return found[0] if found else ""


def _plain(text: str) -> str:
    """The letters and digits of *text*, in lower case and without markup."""
    return comparable(_TAG.sub("", text))


def _text(item: CslItem, key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else str(getattr(value, "typed", None) or value or "")
