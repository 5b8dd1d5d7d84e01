"""What a reader needs of a reference and few styles print: an article's number, and that it is in press."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casegen.citations.bibliography import Entry, Piece
from casegen.citations.csl import CslItem

__all__ = ["numbered_as_pages", "unprinted_status"]

_ARTICLES = ("article-journal", "article-magazine", "article-newspaper")


def numbered_as_pages(items: Sequence[CslItem], entries: Sequence[Entry]) -> list[CslItem]:
    """*items*, an article's number standing in for its pages where its entry prints neither.

    Many styles know nothing of article numbers, and without one the article cannot be found.
    """
    printed = {entry.key: entry for entry in entries}
    return [
        {**item, "page": item["number"]}
        if item["type"] in _ARTICLES
        and item.get("number")
        and not item.get("page")
        and not (item["id"] in printed and _says(_unlinked(printed[item["id"]]), str(item["number"])))
        else item
        for item in items
    ]


def unprinted_status(items: Sequence[CslItem], entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """*entries*, with "In press" or the like at the end of those that do not say it.

    Few styles print a status, and a reader looks in vain for volume and pages.
    """
    status = {item["id"]: str(item.get("status", "")).strip() for item in items}
    return tuple(
        _with_status(entry, said)
        if (said := status.get(entry.key, ""))
        and said.lower() != "published"
        and not _says(_text_of(entry), said)
        else entry
        for entry in entries
    )


def _with_status(entry: Entry, status: str) -> Entry:
    """*entry* with *status* as a sentence of its own, which ends as the entry did."""
    said = status[:1].upper() + status[1:].rstrip(".")
    stopped = _text_of(entry).endswith((".", "?", "!"))
    return entry._replace(pieces=(*entry.pieces, Piece(f" {said}." if stopped else f". {said}")))


def _text_of(entry: Entry) -> str:
    """The characters of *entry*, without its label."""
    return "".join(piece.text for piece in entry.pieces)


def _unlinked(entry: Entry) -> str:
    """The characters of *entry* that are no DOI or address: these hold many a number."""
    return "".join(piece.text for piece in entry.pieces if not piece.href)


def _says(text: str, words: str) -> bool:
    """Whether *text* holds *words*, by themselves."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None
