"""Which number a figure or table is printed with, and which it has by its place in the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from casegen.model import Case
from casegen.model.mentions import FloatKey, FloatKind, Floats
from casegen.reading.order import reading_order
from casegen.reading.passages import SameCase

__all__ = ["KINDS", "Numbers", "numbers_of"]

KINDS: tuple[FloatKind, ...] = ("fig", "tbl")


class Numbers:
    """The figures and tables of a case by number: as printed, by first mention, and as declared."""

    def __init__(self, case: Case) -> None:
        self.floats = Floats(case)
        self._case = case
        self._declared = _by_kind(self.floats.keys)

    @cached_property
    def _printed(self) -> Mapping[FloatKind, tuple[str, ...]]:
        return _by_kind(reading_order(self._case).floats)

    @cached_property
    def _numbers(self) -> Mapping[FloatKey, int]:
        printed = self._printed
        return {(kind, name): number for kind in KINDS for number, name in enumerate(printed[kind], 1)}

    def count(self, kind: FloatKind) -> int:
        """How many there are of *kind*."""
        return len(self._declared[kind])

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


def numbers_of(case: Case) -> Numbers:
    """The numbers of *case*, found out once."""
    return _numbers_of(SameCase(case))


@lru_cache(maxsize=1)
def _numbers_of(key: SameCase) -> Numbers:
    return Numbers(key.case)


def _by_kind(keys: Iterable[FloatKey]) -> dict[FloatKind, tuple[str, ...]]:
    found: dict[FloatKind, list[str]] = {kind: [] for kind in KINDS}
    for kind, name in keys:
        found[kind].append(name)
    return {kind: tuple(names) for kind, names in found.items()}
