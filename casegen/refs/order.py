"""The orders in which references can stand in a file."""

from __future__ import annotations

from typing import Any

from casegen.citations.csl import CslItem
from casegen.model import Case
from casegen.reading.order import reading_order
from casegen.refs.casefile import CaseFile
from casegen.refs.compare import comparable
from casegen.refs.keys import folded, year_of

__all__ = ["ORDERS", "citation_order", "order_by"]

ORDERS = ("key", "author", "year", "citation")


def order_by(file: CaseFile, by: str) -> list[int]:
    """The indexes of the references of *file* by ``key``, ``author`` or ``year``; ties stay as they are."""
    ranks = [_rank(item, by) for item in file.tidied_entries]
    return sorted(range(len(ranks)), key=ranks.__getitem__)


def citation_order(case: Case, count: int) -> list[int]:
    """The indexes of the first *count* references of *case* as they are first cited, the uncited last."""
    met: dict[str, int] = {}
    for _, cite in reading_order(case).citations:
        for item in cite.items:
            met.setdefault(item.key, len(met))
    references = case.references[:count]
    return sorted(range(len(references)), key=lambda index: met.get(references[index].id, len(met)))


def _rank(item: CslItem, by: str) -> tuple[Any, ...]:
    if by == "key":
        return (item.get("id", "").casefold(), item.get("id", ""))
    author = [_name(name) for name in item.get("author") or item.get("editor") or ()]
    title = comparable(item.get("title", ""))
    year = year_of(item) or "9999"
    return (year, author, title) if by == "year" else (author, year, title)


def _name(name: dict[str, Any]) -> tuple[str, str]:
    """A name to sort by: without accents where it is in Latin letters, as it is elsewhere."""
    family = str(name.get("family") or name.get("literal") or name.get("given") or "")
    return folded(family) or comparable(family), folded(str(name.get("given", "")))
