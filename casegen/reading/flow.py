"""A flow: one run of printed text, as a reader sees it, that knows where each character was typed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from casegen.prose import nodes
from casegen.reading.quantities import Quantity, find_quantities
from casegen.reading.sentences import Sentence, split_sentences
from casegen.reading.words import MARK, Word, find_words
from casegen.source import Pointer

__all__ = ["MARK", "Flow", "Marked", "flatten"]

Marked = nodes.Cite | nodes.CrossRef | nodes.Math | nodes.Code | nodes.NoteRef | nodes.Image

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


class Flow:
    """A paragraph, heading, list item, caption, cell or note as printed.

    *text* has a space for a line end, a line feed where the author broke the line, a `MARK` for what is no
    text, and raised or lowered digits for those of superscripts and subscripts: "10⁹" is no 109. *kind*
    is what the text is (see `Kind`),
    *section* the part of the article it belongs to, by its first key: ``abstract``, ``presentation``,
    ``sections/0``. *under* are the headings it stands under, outermost first. *listed*: it stands in a list.
    *after* and *before* are the kinds of block that it stands after and before, None at an end; comments and
    pictures that stand alone are passed over. *row* is that of a table's file, 0 elsewhere.
    """

    def __init__(  # noqa: PLR0913 -- a text, and all that is known of it
        self,
        at: Pointer,
        text: str,
        segments: Sequence[tuple[int, int, int]],
        *,
        kind: str,
        section: str,
        marks: Sequence[tuple[int, Marked]] = (),
        heading: int = 0,
        under: tuple[str, ...] = (),
        quoted: bool = False,
        note: bool = False,
        listed: bool = False,
        after: type[nodes.Block] | None = None,
        before: type[nodes.Block] | None = None,
        row: int = 0,
    ) -> None:
        self.at, self.text, self.kind, self.section = at, text, kind, section
        self.marks, self.heading, self.under = tuple(marks), heading, under
        self.quoted, self.note, self.listed, self.row = quoted, note, listed, row
        self.after, self.before = after, before
        # (offset in the text, offset in the value, offset in the value of what follows), ascending.
        self._segments = segments

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of the value at `at` where ``text[start:end]`` was typed; None in a table's file."""
        if self.row or not self._segments:
            return None
        return self._typed(start), max(self._typed(max(start, end - 1)) + 1, self._after(end))

    def _typed(self, at: int) -> int:
        index = max(0, bisect_right(self._segments, at, key=lambda segment: segment[0]) - 1)
        begin, typed, stop = self._segments[index]
        return min(typed + at - begin, max(typed, stop - 1))

    def _after(self, end: int) -> int:
        """Where that stops which was typed for the character before *end*, if longer: a mark, an entity."""
        index = max(0, bisect_right(self._segments, end - 1, key=lambda segment: segment[0]) - 1)
        begin, _, stop = self._segments[index]
        following = self._segments[index + 1][0] if index + 1 < len(self._segments) else len(self.text)
        return stop if following - begin == 1 else 0

    @cached_property
    def lower(self) -> str:
        """`text` in lower case, character for character."""
        lowered = self.text.lower()
        # A few capitals become two characters ("İ"): those stay, so that offsets hold.
        return lowered if len(lowered) == len(self.text) else "".join(map(_lower_one, self.text))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words, with their offsets in `text`."""
        return find_words(self.text, self.lower)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Which words there are, in lower case: to pass over at once what holds none of those sought."""
        return frozenset(word.lower for word in self.words)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences; a heading or a cell is one."""
        return split_sentences(self)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers with units, in figures or in words."""
        return find_quantities(self.text, self.words)

    def sentence_at(self, at: int) -> Sentence:
        """The sentence that holds the character *at*."""
        index = bisect_right(self.sentences, at, key=lambda sentence: sentence.start) - 1
        return self.sentences[max(0, index)]

    def cites(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` holds a citation of a reference."""
        first = bisect_left(self.marks, start, key=lambda mark: mark[0])
        last = bisect_left(self.marks, end, key=lambda mark: mark[0])
        return any(isinstance(mark, nodes.Cite) for _, mark in self.marks[first:last])

    @property
    def where(self) -> str:
        """To follow a message: which row of a table's file is meant."""
        return f" (row {self.row} of the table)" if self.row else ""

    def __repr__(self) -> str:
        return f"Flow({self.at}, {self.text[:40]!r})"


def _lower_one(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


class Flat:
    """Text gathered from inline nodes, with where each piece was typed."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.segments: list[tuple[int, int, int]] = []
        self.marks: list[tuple[int, Marked]] = []
        self._length = 0

    def add(self, text: str, start: int, end: int) -> None:
        """Put *text*, typed at ``[start, end)``, after what there is."""
        if not text:
            return
        if len(text) == end - start or len(text) == 1:
            self.segments.append((self._length, start, end))
        else:  # an entity or an escape that stands for several characters: all of them stand at its start
            self.segments.extend((self._length + index, start, start + 1) for index in range(len(text)))
        self.pieces.append(text)
        self._length += len(text)

    def mark(self, node: Marked) -> None:
        """Put a mark for *node* after what there is."""
        self.marks.append((self._length, node))
        self.add(MARK, node.start, node.end)

    @property
    def ends_in_space(self) -> bool:
        """Whether what was added last ends in a space."""
        return bool(self.pieces) and self.pieces[-1].endswith(" ")

    @property
    def text(self) -> str:
        """All that was added."""
        return "".join(self.pieces)


def flatten(children: Iterable[nodes.Inline]) -> Flat:
    """The printed text of a run of inline nodes."""
    flat = Flat()
    unsaid = False
    for node, table in _leaves(children, None):
        match node:
            case nodes.Text():
                text = node.text.replace("\n", " ")
                start = node.start
                if unsaid and text.startswith(" ") and flat.ends_in_space:
                    # Around a comment, which prints nothing, two spaces are one.
                    text, start = text[1:], start + 1
                unsaid = False
                flat.add(text.translate(table) if table else text, start, node.end)
            case nodes.Break():
                flat.add("\n", node.start, node.end)
            case nodes.Comment():
                unsaid = True
            case _:
                flat.mark(node)  # type: ignore[arg-type]  # the leaves that are left are what Marked lists
    return flat


def _leaves(
    children: Iterable[nodes.Inline], table: dict[int, int] | None
) -> Iterator[tuple[nodes.Inline, dict[int, int] | None]]:
    for node in children:
        match node:
            case nodes.Superscript():
                yield from _leaves(node.children, _RAISED)
            case nodes.Subscript():
                yield from _leaves(node.children, _LOWERED)
            case nodes.Emphasis() | nodes.Strong() | nodes.Strikethrough() | nodes.Link():
                yield from _leaves(node.children, table)
            case _:
                yield node, table
