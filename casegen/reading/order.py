"""The order in which an article is read: what numbers its references, figures and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casegen.assets import read_table
from casegen.files import Refused
from casegen.model import Case, Table
from casegen.model.mentions import FloatKey, Floats, Mark, marks
from casegen.model.outline import BODY, float_host, outline, texts
from casegen.prose import Prose, nodes
from casegen.source import Pointer

# A citation is known by the text it stands in and the offset at which it begins.
Place = tuple[Pointer, int]


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """Every citation with its place, and every figure and table, in the order they are read."""

    citations: tuple[tuple[Place, nodes.Cite], ...]
    floats: tuple[FloatKey, ...]


def reading_order(case: Case) -> ReadingOrder:
    """Read *case* from its title to its last section.

    What a figure or table cites is read where the text first mentions it (ICMJE: such references are
    numbered by the first identification of the figure or table in the text). Mentions in the abstract do
    not count, because an abstract stands alone. A figure or table that the text does not mention is read
    where it is placed, at the end of `float_host`.
    """
    reader = _Reader(case)
    reader.read_all()
    return ReadingOrder(tuple(reader.citations), tuple(reader.floats))


def float_texts(case: Case, floats: Floats, key: FloatKey) -> Iterator[tuple[Pointer, Prose]]:
    """The texts of the figure or table *key* in reading order: caption, cells, notes and credit."""
    part = floats.parts[key]
    if part.caption is not None:
        yield part.at / "caption", part.caption
    if isinstance(part, Table):
        yield from _cells(case, part)
        if part.notes is not None:
            yield part.at / "notes", part.notes
    if part.credit is not None:
        yield part.at / "credit", part.credit


def _cells(case: Case, table: Table) -> Iterator[tuple[Pointer, Prose]]:
    try:
        rows = read_table(case, table)
    except Refused:  # a problem of its own (FIG005)
        return
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            # Most cells hold a number: only what can hold a mark is read.
            if "@" in cell.text or "![" in cell.text:
                yield table.at / "rows" / y / x, cell


class _Reader:
    def __init__(self, case: Case) -> None:
        self.citations: list[tuple[Place, nodes.Cite]] = []
        self.floats: dict[FloatKey, None] = {}
        self._case = case
        self._declared = Floats(case)

    def read_all(self) -> None:
        items = outline(self._case)
        host = float_host(items)
        self._read([(self._case.at / "title", self._case.title)], follow=False)
        mentioned = self._mentioned(p for i in items if i.kind in BODY for _, p in texts(self._case, i))
        for item in items:
            self._read(texts(self._case, item), follow=item.kind != "abstract")
            if item is host:
                self._meet(key for key in self._declared.keys if key not in mentioned)
        self._meet(self._declared.keys)
        if self._case.citation is not None:
            self._read([(self._case.at / "citation", self._case.citation)])

    def _mentioned(self, body: Iterable[Prose]) -> set[FloatKey]:
        """The figures and tables that the text mentions, itself or in what it mentions."""
        found: set[FloatKey] = set()
        unread = list(body)
        while unread:
            for mark in marks(unread.pop()):
                for key in self._declared.of_mark(mark):
                    if key not in found:
                        found.add(key)
                        unread.extend(p for _, p in float_texts(self._case, self._declared, key))
        return found

    def _read(self, given: Iterable[tuple[Pointer, Prose]], *, follow: bool = True) -> None:
        """Read texts; with *follow*, what they mention as well, there and then."""
        waiting = [self._marks(given)]
        while waiting:
            entry = next(waiting[-1], None)
            if entry is None:
                waiting.pop()
                continue
            at, mark = entry
            if isinstance(mark, nodes.Cite):
                self.citations.append(((at, mark.start), mark))
            elif follow:
                new = [key for key in self._declared.of_mark(mark) if key not in self.floats]
                self.floats.update(dict.fromkeys(new))
                inside = [text for key in new for text in float_texts(self._case, self._declared, key)]
                waiting.append(self._marks(inside))

    @staticmethod
    def _marks(given: Iterable[tuple[Pointer, Prose]]) -> Iterator[tuple[Pointer, Mark]]:
        return ((at, mark) for at, prose in given for mark in marks(prose))

    def _meet(self, keys: Iterable[FloatKey]) -> None:
        for key in keys:
            if key not in self.floats:
                self.floats[key] = None
                self._read(float_texts(self._case, self._declared, key))
