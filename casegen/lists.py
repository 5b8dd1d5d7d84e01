"""Lists of words that stand in files: one entry a line, ``#`` begins a comment, empty lines are passed over.

Plain text, because a word list is read at every check and must cost nothing, and because whoever knows the
words need not know Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

__all__ = ["Folder", "read_list", "read_pairs", "read_set", "read_table"]


class Folder:
    """A folder of lists. ``folder / "units.txt"`` is a path, made once: rules ask for it at every word."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made: dict[str, Path] = {}

    def __truediv__(self, name: str) -> Path:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._path / name
        return made

    def folder(self, name: str) -> Folder:
        """The folder *name* in it."""
        return Folder(self._path / name)


@cache
def read_list(path: Path) -> tuple[str, ...]:
    """The entries of the list at *path*, in order."""
    return tuple(_entries(path))


@cache
def read_set(path: Path) -> frozenset[str]:
    """The entries of the list at *path*."""
    return frozenset(_entries(path))


@cache
def read_pairs(path: Path) -> Mapping[str, str]:
    """The entries ``left = right`` of the list at *path*, by their left side."""
    pairs = (entry.partition("=") for entry in _entries(path))
    return {left.strip(): right.strip() for left, _, right in pairs}


@cache
def read_table(path: Path) -> Mapping[str, tuple[str, ...]]:
    """The entries ``left = a, b, c`` of the list at *path*: what stands on the right, by the left side."""
    return {
        left: tuple(part.strip() for part in right.split(",") if part.strip())
        for left, right in read_pairs(path).items()
    }


def _entries(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = line.partition("#")[0].strip() if "#" in line else line.strip()
        if entry:
            yield entry
