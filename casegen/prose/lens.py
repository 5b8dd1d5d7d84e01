"""How the content of an inline token lies over the text it was taken from.

markdown-it hands inline text over without indentation, quotation marks and list markers; a lens leads
from an offset in that content back to the offset in the whole text.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from markdown_it.token import Token

from casegen.values import Value

_HEADING = re.compile(r"#+[ \t]+")
_PIPE = re.compile(r"\\.|\|", re.DOTALL)


class Lens(Value):
    """Pairs of offsets, in the content and in the text, each holding until the next."""

    breaks: tuple[tuple[int, int], ...]

    def __call__(self, at: int) -> int:
        """The offset in the text of the content's character *at*."""
        index = bisect_right(self.breaks, at, key=lambda pair: pair[0]) - 1
        content, text = self.breaks[max(0, index)]
        return text + at - content

    def shifted(self, by: int) -> Lens:
        """The lens for content that begins at offset *by* of this one's."""
        return Lens(tuple((content - by, text) for content, text in self.breaks))


class Lines:
    """A text's lines, and the lenses of the inline tokens on them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def extent(self, token: Token) -> tuple[int, int]:
        """Where a block token's lines begin and end, blank space around them left out."""
        first, last = token.map or (0, 0)
        start = self._starts[min(first, len(self._starts) - 1)]
        end = self._starts[last] if last < len(self._starts) else len(self._text)
        piece = self._text[start:end]
        begin = start + len(piece) - len(piece.lstrip())
        return begin, max(begin, start + len(piece.rstrip()))

    def paragraph(self, token: Token) -> Lens:
        """The lens of a paragraph's content: each line is the end of a line of the text."""
        lines = token.content.split("\n")
        first, last = token.map or (0, 0)
        # markdown-it leaves out lines of spaces that are no spaces to Markdown, such as U+2028.
        while first + 1 < last and not self._line(first)[1].rstrip().endswith(lines[0].rstrip()):
            first += 1
        breaks: list[tuple[int, int]] = []
        content = 0
        for number, line in enumerate(lines):
            start, typed = self._line(first + number)
            lead, at = _core(line, typed)
            breaks.append((content, start + max(0, at - lead)))
            if at < lead < len(line):  # the spaces that one tab became
                breaks.append((content + lead, start + at))
            content += len(line) + 1
        return Lens(tuple(breaks))

    def heading(self, token: Token) -> Lens:
        """The lens of an ATX heading's content, which follows the first run of hashes on its line."""
        start, typed = self._line(token.map[0] if token.map else 0)
        match = _HEADING.search(typed)
        return Lens(((0, start + (match.end() if match else 0)),))

    def cells(self, tokens: list[Token]) -> list[Lens]:
        """The lenses of the cells of one row of a table, where a pipe after a backslash parts no cells."""
        if not tokens:
            return []
        start, typed = self._line(tokens[0].map[0] if tokens[0].map else 0)
        ends = [match.start() for match in _PIPE.finditer(typed) if match.group() == "|"]
        ends.append(len(typed))
        if not typed[: ends[0]].rstrip().endswith(_escaped(tokens[0].content) or "|"):
            ends.pop(0)
        lenses: list[Lens] = []
        for token, end in zip(tokens, [*ends, *[len(typed)] * len(tokens)], strict=False):
            lead, at = _core(_escaped(token.content), typed[:end])
            cell = start + max(0, at - lead)
            pipes = [at for at, char in enumerate(token.content) if char == "|"]
            later = ((at, cell + at + count) for count, at in enumerate(pipes, 1))
            lenses.append(Lens(((0, cell), *later)))
        return lenses

    def _line(self, number: int) -> tuple[int, str]:
        """The offset and the text of line *number*, counted from 0."""
        number = min(number, len(self._starts) - 1)
        start = self._starts[number]
        end = self._starts[number + 1] - 1 if number + 1 < len(self._starts) else len(self._text)
        return start, self._text[start:end]


def _core(content: str, typed: str) -> tuple[int, int]:
    """How much space *content* begins with, and where the rest stands at the end of *typed*.

    What counts as a space is markdown-it's affair. Tabs at the beginning may have become spaces.
    """
    core = content.lstrip()
    at = typed.rfind(core) if core else -1
    if at < 0:
        at = len(typed.rstrip()) - len(core)
    return len(content) - len(core), max(0, at)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")
