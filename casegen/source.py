"""Where things stand: from a pointer into the data to a place in a file somebody typed.

Lines and columns count from 1; columns count characters, not bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from casegen.values import Value

__all__ = ["Pointer", "Source", "SourceMap", "Span", "Spot"]

_LINE_END = re.compile(r"\r\n|\r|\n")


class Pointer(tuple[str | int, ...]):
    """A path into the case's data, as in JSON Pointer (RFC 6901).

    ``Pointer() / "authors" / 0`` prints as ``/authors/0``; the empty pointer is the whole case.
    """

    __slots__ = ()

    def __new__(cls, parts: Iterable[str | int] = ()) -> Self:
        """The pointer of *parts*, from the outermost inwards."""
        return super().__new__(cls, parts)

    def __truediv__(self, part: str | int) -> Pointer:
        return Pointer((*self, part))

    def __str__(self) -> str:
        return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in self)

    @property
    def parent(self) -> Pointer:
        """The pointer one step up; the empty pointer is its own parent."""
        return Pointer(self[:-1])


class Span(Value):
    """A stretch of one file: the first character's place, and the place after the last one."""

    path: Path
    line: int
    column: int
    end_line: int
    end_column: int


class Source:
    """One text file as the author typed it, with a table of its lines.

    Only CR, LF and CR LF end a line, as in every editor; YAML 1.1's other line breaks do not.
    """

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def line(self, number: int) -> str:
        """The text of line *number* (from 1) without its line end; empty past the last line."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def line_start(self, number: int) -> int:
        """The offset at which line *number* (from 1) begins; the text's length past the last line."""
        return self._starts[number - 1] if number <= len(self._starts) else len(self.text)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column (both from 1) of the character at *offset*."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets; an *end* before *start* counts as *start*."""
        return Span(self.path, *self.place(start), *self.place(max(start, end)))


class Spot(Value):
    """One value in a file: where it stands, and how its decoded text lies over the file's.

    *start* and *end* are offsets into the source. *key_start*, *key_end* are those of the mapping key
    that names the value, equal when there is none. *runs* pairs offsets in the decoded text with
    offsets in the source, sorted, each holding until the next; it is empty where escapes or folding
    make an exact answer impossible.
    """

    source: Source
    start: int
    end: int
    key_start: int = 0
    key_end: int = 0
    runs: tuple[tuple[int, int], ...] = ()

    def offset(self, index: int) -> int | None:
        """The source offset of the decoded text's character *index*; None where it is not known."""
        if not self.runs:
            return None
        at = bisect_right(self.runs, (index, len(self.source.text) + 1)) - 1
        if at < 0:
            return None
        decoded, typed = self.runs[at]
        return typed + index - decoded

    def cut(self, start: int, end: int) -> Spot | None:
        """The spot of the decoded text's characters ``[start, end)``; None where that is not known."""
        first, last = self.offset(start), self.offset(max(start, end - 1))
        if first is None or last is None:
            return None
        inside = self.runs[bisect_left(self.runs, (start + 1, 0)) : bisect_left(self.runs, (end, 0))]
        later = ((decoded - start, typed) for decoded, typed in inside)
        return Spot(self.source, first, last + 1, runs=((0, first), *later))


@dataclass(slots=True)
class SourceMap:
    """Every value of a loaded case, by pointer; *others* are the sources beside the case's own file.

    *later* tell the spots inside a value, once one of them is asked for: of thousands of references, few are.
    """

    main: Source
    spots: dict[Pointer, Spot] = field(default_factory=dict)
    others: dict[Path, Source] = field(default_factory=dict)
    later: dict[Pointer, Callable[[], Mapping[Pointer, Spot]]] = field(default_factory=dict)

    def spot(self, at: Pointer) -> Spot | None:
        """The spot of the value at *at*; None where it was not typed by itself."""
        if self.later and at not in self.spots:
            for depth in range(1, len(at)):
                if tell := self.later.pop(Pointer(at[:depth]), None):
                    self.spots.update(tell())
        return self.spots.get(at)

    def locate(self, at: Pointer, within: tuple[int, int] | None = None, *, key: bool = False) -> Span:
        """The span of the value at *at*, or of the nearest value around it that was typed.

        *within* narrows it to characters ``[start, end)`` of the value's decoded text, where that can
        be told exactly; otherwise the value's first character is the answer. With *key*, the span is
        that of the mapping key.
        """
        spot = self.spot(at)
        exact = spot is not None
        while spot is None and at:
            at = at.parent
            spot = self.spots.get(at)
        if spot is None:
            return self.main.span(0, 0)
        if spot.key_end > spot.key_start and (key or not exact):
            return spot.source.span(spot.key_start, spot.key_end)
        if within is not None:
            start, last = spot.offset(within[0]), spot.offset(max(within[0], within[1] - 1))
            if start is None or last is None:
                return spot.source.span(spot.start, spot.start)
            return spot.source.span(start, last + (1 if within[1] > within[0] else 0))
        return spot.source.span(spot.start, spot.end)

    def source_of(self, path: Path) -> Source | None:
        """The source read from *path*, to show its lines."""
        return self.main if path == self.main.path else self.others.get(path)
