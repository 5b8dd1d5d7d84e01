"""References one below the other, each after a hyphen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casegen.citations.csl import CslItem
from casegen.problem import CasegenError
from casegen.refs.casefile import CaseFile
from casegen.refs.lines import comments_above, indent_of, is_blank, line_end_of, number_of, whole
from casegen.refs.yaml_manner import manner_of
from casegen.refs.yaml_text import entry_lines
from casegen.source import Spot

__all__ = ["BlockList"]

_HYPHEN = re.compile(r"( *)-(?=\s|$)")


class BlockList:
    """The entries of a block list, by their lines.

    A comment right above an entry is the entry's, and one that stands in further than its hyphen the entry's
    above. Blank lines between two entries belong to neither.
    """

    def __init__(self, file: CaseFile, spot: Spot) -> None:
        self._file = file
        self._source = source = file.source
        starts = [number_of(source, each.start) for each in file.entry_spots]
        top = number_of(source, spot.key_start)
        first = self._first_hyphen(top, starts[0])
        self.dash = indent_of(source.line(first))
        self._hyphens = [n for n in range(first, max(starts) + 1) if self._is_hyphen(n)]
        following = [*self._hyphens[1:], max(starts) + 1]
        if len(self._hyphens) != len(starts) or not all(
            hyphen <= start < after
            for hyphen, start, after in zip(self._hyphens, starts, following, strict=True)
        ):
            raise CasegenError(
                f"{file.path}: its references are written in a way that cannot be edited safely: begin each "
                "on a line of its own, after a hyphen, and let none be an alias"
            )
        self._top = top + 1
        self._lasts = [
            self._last_line(number_of(source, each.end), after)
            for each, after in zip(file.entry_spots, [*self._hyphens[1:], None], strict=True)
        ]

    def appended(self, items: Sequence[CslItem]) -> str:
        """The text of the file with *items* at the end of the list."""
        end = line_end_of(self._source)
        manner = manner_of(self._file, self.dash)
        apart = end if len(self._hyphens) > 1 and is_blank(self._source.line(self._lasts[-2] + 1)) else ""
        written = [apart + "".join(line + end for line in entry_lines(item, manner)) for item in items]
        at = self._source.line_start(self._lasts[-1] + 1)
        return self._with(at, at, "".join(written))

    def reordered(self, order: Sequence[int]) -> str:
        """The text of the file with the entries in *order*; blank lines between them stay where they are."""
        source = self._source
        heads = [comments_above(source, self._hyphens[0], self.dash, self._top)]
        gaps = []
        for last, hyphen in zip(self._lasts, self._hyphens[1:], strict=False):
            head = last + 1
            while head < hyphen and is_blank(source.line(head)):
                head += 1
            gaps.append(whole(source, last + 1, head - 1))
            heads.append(head)
        end = line_end_of(source)
        chunks = [
            whole(source, head, last).removesuffix(end) + end
            for head, last in zip(heads, self._lasts, strict=True)
        ]
        moved = [chunks[index] + gap for index, gap in zip(order, [*gaps, ""], strict=True)]
        return self._with(source.line_start(heads[0]), source.line_start(self._lasts[-1] + 1), "".join(moved))

    def _with(self, start: int, end: int, written: str) -> str:
        """The file's text with *written*, whole lines, in the place of what stands from *start* to *end*."""
        text = self._source.text
        line_end = line_end_of(self._source)
        before, after = text[:start], text[end:]
        if before and not before.endswith(("\n", "\r")):
            before += line_end
        if not after and not text.endswith(("\n", "\r")):
            written = written.removesuffix(line_end)
        return before + written + after

    def _first_hyphen(self, top: int, below: int) -> int:
        for number in range(top, below + 1):
            if _HYPHEN.match(self._source.line(number)):
                return number
        return below

    def _is_hyphen(self, number: int) -> bool:
        found = _HYPHEN.match(self._source.line(number))
        return found is not None and len(found[1]) == self.dash

    def _last_line(self, last: int, following: int | None) -> int:
        """The last line of an entry that reaches to line *last* at least; the next begins at *following*."""
        number = last + 1
        while number != following and self._source.line_start(number) < len(self._source.text):
            line = self._source.line(number)
            if not is_blank(line):
                if indent_of(line) > self.dash:
                    last = number
                elif not line.lstrip().startswith("#"):
                    break
            number += 1
        return last
