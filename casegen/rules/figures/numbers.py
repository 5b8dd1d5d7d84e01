"""Which number a figure or table is printed with, and which it has by its place in the case."""

from __future__ import annotations

from casegen.citations.order import reading_order
from casegen.model import Case
from casegen.model.mentions import FloatKey, FloatKind, Floats

__all__ = ["Numbers"]


class Numbers:
    """The figures and tables of a case by number: as printed, by first mention, and as declared."""

    def __init__(self, case: Case) -> None:
        self.floats = Floats(case)
        self._printed = _by_kind(reading_order(case).floats)
        self._declared = _by_kind(self.floats.keys)
        self._numbers = {
            (kind, name): number
            for kind, names in self._printed.items()
            for number, name in enumerate(names, 1)
        }

    def count(self, kind: FloatKind) -> int:
        """How many there are of *kind*."""
        return len(self._printed[kind])

    def printed(self, kind: FloatKind, number: int) -> str:
        """The id of the one that is printed as *number*."""
        return self._printed[kind][number - 1]

    def declared(self, kind: FloatKind, number: int) -> str:
        """The id of the one that is declared as the *number*-th of its kind."""
        return self._declared[kind][number - 1]

    def order(self, kind: FloatKind) -> tuple[str, ...]:
        """The ids in the order they are printed in."""
        return self._printed[kind]

    def number(self, key: FloatKey) -> int:
        """The number that *key* is printed with."""
        return self._numbers[key]


def _by_kind(keys: tuple[FloatKey, ...]) -> dict[FloatKind, tuple[str, ...]]:
    kinds: tuple[FloatKind, ...] = ("fig", "tbl")
    return {kind: tuple(name for known, name in keys if known == kind) for kind in kinds}
