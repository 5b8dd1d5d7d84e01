"""Every text that is printed, wherever it was typed: in the case, or in a table's file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from casegen.assets import read_table
from casegen.files import Refused
from casegen.limits import limit
from casegen.model import Case
from casegen.prose import Prose
from casegen.prose.nodes import Block, Inline, Node
from casegen.source import Pointer

__all__ = ["Passage", "SameCase", "passages"]


@dataclass(frozen=True)
class Passage:
    """One text and where it stands. One from a table's file stands, for the case, where the file is named.

    *row* is its row in that file, 0 for a text of the case itself.
    """

    at: Pointer
    prose: Prose
    row: int = 0

    @cached_property
    def nodes(self) -> tuple[Block | Inline, ...]:
        """Every node of the text, in its order."""
        return tuple(self.prose.walk())

    def within(self, node: Node) -> tuple[int, int] | None:
        """The stretch of the value at `at` that *node* covers; None in a table's file."""
        return None if self.row else (node.start, node.end)

    @property
    def where(self) -> str:
        """To follow a message: which row of a table's file is meant."""
        return f" (row {self.row} of the table)" if self.row else ""


class SameCase:
    """A case as a cache key: the object itself, not its content."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameCase) and other.case is self.case

    def __hash__(self) -> int:
        return id(self.case)


def passages(case: Case) -> tuple[Passage, ...]:
    """Every Markdown text of *case*, then the cells of tables that stand in readable files."""
    return _passages(SameCase(case))


@lru_cache(maxsize=1)
def _passages(key: SameCase) -> tuple[Passage, ...]:
    """All rules of one check ask for the same texts; the next case has others."""
    case = key.case
    return (*(Passage(at, prose) for at, prose in case.prose()), *_cells(case))


def _cells(case: Case) -> Iterator[Passage]:
    left = int(limit("all_cells"))
    for table in case.tables:
        if not table.file or table.rows:
            continue
        try:
            rows = read_table(case, table)
        except Refused:
            continue
        if (left := left - len(rows) * len(rows[0])) < 0:  # FIG011 tells
            return
        at = table.at / "file"
        for number, row in enumerate(rows, 1):
            yield from (Passage(at, cell, number) for cell in row if cell.text)
