"""Searching the styles by words of their names and titles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from casegen.citations.styles.repository import file_called, words_of
from casegen.citations.styles.titles import Entry
from casegen.lists import read_list

__all__ = ["search", "well_known"]

_KNOWN = Path(__file__).parent / "known.txt"
# Of a hundred, how much of what was typed a name or title must resemble where none holds it.
_CLOSE = 80


def well_known(entries: Sequence[Entry]) -> list[Entry]:
    """Those of *entries* that medical journals ask for most."""
    by_name = {entry.name: entry for entry in entries}
    return [by_name[name] for name in read_list(_KNOWN) if name in by_name]


def search(text: str, entries: Sequence[Entry]) -> list[Entry]:
    """Those of *entries* that *text* may mean, best first; none where nothing is like it.

    Each of its words must stand in a style's name, title or short title, in any order; accents and case do
    not matter. The style that `find_style` finds by *text* comes first, then those that begin with it, that
    have its words, that have words beginning so, and that hold it anywhere. Where none does, those that
    resemble it follow one another by likeness.
    """
    words = words_of(text)
    if not words:
        return []
    path = file_called(text)
    meant = path.stem if path else ""
    ranked = []
    for place, entry in enumerate(entries):
        rank = 0 if entry.name == meant else _rank(words, entry)
        if rank is not None:
            ranked.append((rank, _known_place(entry), bool(entry.parent), len(entry.title), place))
    return [entries[found[-1]] for found in sorted(ranked)] or _like(words, entries)


def _rank(words: Sequence[str], entry: Entry) -> int | None:
    """How well *entry* holds *words*, 1 being best; None where it does not hold them all."""
    texts = (entry.name, entry.called, entry.briefly)
    if not all(any(word in text for text in texts) for word in words):
        return None
    joined = "-".join(words)
    if any(text == joined or text.startswith(f"{joined}-") for text in texts):
        return 1
    theirs = set(chain.from_iterable(text.split("-") for text in texts))
    if theirs.issuperset(words):
        return 2
    return 3 if all(any(other.startswith(word) for other in theirs) for word in words) else 4


def _known_place(entry: Entry) -> int:
    known = read_list(_KNOWN)
    return known.index(entry.name) if entry.name in known else len(known)


def _like(words: Sequence[str], entries: Sequence[Entry]) -> list[Entry]:
    from rapidfuzz import fuzz, process

    joined = " ".join(words)
    likeness: dict[int, float] = {}
    for field in ("name", "called"):
        texts = [getattr(entry, field).replace("-", " ") for entry in entries]
        for _, score, place in process.extract(
            joined, texts, scorer=fuzz.token_sort_ratio, score_cutoff=_CLOSE, limit=None
        ):
            likeness[place] = max(score, likeness.get(place, 0.0))
    return [entries[place] for place in sorted(likeness, key=lambda place: (-likeness[place], place))]
