"""Prose blocks -> the article's blocks: sections nested, floats placed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from casegen import document as d
from casegen.compose.context import Context
from casegen.compose.inlines import inline_run, without_anchors
from casegen.compose.shape import needs_full_width
from casegen.document import plain
from casegen.model.mentions import FloatKey, Mark, marks, marks_in
from casegen.model.outline import empty_headings
from casegen.prose import Prose, nodes
from casegen.reading.order import float_texts
from casegen.source import Pointer
from casegen.values import Value

_ALIGN = {"center": d.Align.CENTER, "right": d.Align.RIGHT}

# Makes the figure or table of a key, once.
MakeFloat = Callable[[FloatKey], d.Block]


class Blocker:
    """Composes the blocks of one text."""

    def __init__(self, context: Context, at: Pointer, prose: Prose) -> None:
        self._context = context
        self._at = at
        self._prose = prose

    def section(self, level: int, make_float: MakeFloat | None = None) -> d.Blocks:
        """All of the text as the content of a section at *level*, its headings as nested sections.

        With *make_float*, figures and tables stand after the block that places or first mentions them;
        after a heading, the block it heads comes first. A heading with nothing under it is left out.
        """
        empty = {heading.start for heading in empty_headings(self._prose)}
        flat: list[d.Block | _Heading] = []
        waiting: list[nodes.Block] = []
        for block in self._prose.blocks:
            waiting.append(block)
            if isinstance(block, nodes.Heading):
                if block.start not in empty:
                    flat.append(_Heading(block.level, self._inlines(block.children)))
                continue
            flat.extend(self._block(block))
            if make_float is not None:
                flat.extend(self._floats(waiting, make_float))
            waiting.clear()
        if make_float is not None:
            flat.extend(self._floats(waiting, make_float))
        return _nest(self._context, flat, level)

    def plain(self, blocks: Iterable[nodes.Block] | None = None) -> d.Blocks:
        """*blocks*, or all, as they are, headings as strong paragraphs: in notes and statements."""
        given = self._prose.blocks if blocks is None else blocks
        return tuple(composed for block in given for composed in self._block(block))

    def floats(self, make_float: MakeFloat) -> d.Blocks:
        """The figures and tables that the text places or mentions and that have no place yet."""
        return tuple(self._floats(self._prose.blocks, make_float))

    # --- blocks -------------------------------------------------------------------------------------

    def _block(self, block: nodes.Block) -> Iterator[d.Block]:
        match block:
            case nodes.Paragraph(children=children):
                inlines = self._inlines(children)
                if inlines:
                    yield d.Paragraph(inlines)
            case nodes.Heading(children=children):
                yield d.Paragraph((d.Strong(self._inlines(children)),))
            case nodes.ListBlock(items=items, ordered=ordered, number=number, tight=tight):
                yield d.ListBlock(tuple(self.plain(item) for item in items), ordered, number, tight)
            case nodes.Quote(children=children):
                yield d.Quote(self.plain(children))
            case nodes.CodeBlock(text=text):
                yield d.CodeBlock(text)
            case nodes.MathBlock(tex=tex):
                yield d.MathBlock(tex)
            case nodes.Rule():
                yield d.ThematicBreak()
            case nodes.Table(head=head, rows=rows):
                yield self._table(head, rows)

    def _table(self, head: Sequence[nodes.Cell], rows: Iterable[Sequence[nodes.Cell]]) -> d.Table:
        def composed(cells: Sequence[nodes.Cell], *, header: bool) -> tuple[d.Cell, ...]:
            return tuple(
                d.Cell(self._inlines(cell.children), header, _ALIGN.get(cell.align, d.Align.LEFT))
                for cell in cells
            )

        top = composed(head, header=True)
        body = tuple(composed(cells, header=False) for cells in rows)
        texts = [[plain(cell.children) for cell in row] for row in (top, *body)]
        width = d.Width.FULL if needs_full_width(texts, wrapped=True) else d.Width.COLUMN
        return d.Table((top,), body, width=width)

    def _inlines(self, children: Sequence[nodes.Inline]) -> d.Inlines:
        return inline_run(self._context, self._at, self._prose, children)

    # --- floats -------------------------------------------------------------------------------------

    def _floats(self, blocks: Iterable[nodes.Block], make_float: MakeFloat) -> Iterator[d.Block]:
        seen: set[str] = set()
        for block in blocks:
            yield from self._mentioned(marks_in(block, self._prose, seen), make_float)

    def _mentioned(self, given: Iterable[Mark], make_float: MakeFloat) -> Iterator[d.Block]:
        """What *given* places or mentions, each followed by what its own caption mentions."""
        context = self._context
        waiting = [iter(given)]
        while waiting:
            mark = next(waiting[-1], None)
            if mark is None:
                waiting.pop()
                continue
            for key in context.floats.of_mark(mark):
                if key in context.placed or (key in context.explicit and not isinstance(mark, nodes.Image)):
                    continue
                context.placed.add(key)
                yield make_float(key)
                own = float_texts(context.case, context.floats, key)
                waiting.append(iter([mark for _, prose in own for mark in marks(prose)]))


def compose_notes(context: Context) -> tuple[d.Note, ...]:
    """The text of every note marked so far, and of the notes that those mark."""
    # The list grows while it is gone through.
    composed = [
        Blocker(context, note.at, note.prose).plain(note.prose.notes.get(note.label, ()))
        for note in context.notes
    ]
    return tuple(
        d.Note(
            note.anchor,
            note.letter,
            blocks,
            tuple(d.BackLink(anchor, str(number)) for number, anchor in enumerate(note.marks, 1)),
        )
        for note, blocks in zip(context.notes, composed, strict=True)
    )


# --- sections ---------------------------------------------------------------------------------------


class _Heading(Value):
    level: int
    title: d.Inlines


def _nest(context: Context, flat: Sequence[d.Block | _Heading], level: int) -> d.Blocks:
    """The blocks with each heading and what it heads as a section, inside one at *level*.

    A heading never skips a level, whatever the number of its hashes.
    """
    out: list[d.Block] = []
    at = 0
    while at < len(flat):
        entry = flat[at]
        at += 1
        if not isinstance(entry, _Heading):
            out.append(entry)
            continue
        start = at
        while at < len(flat) and not _ends(flat[at], entry.level):
            at += 1
        inner = min(level + 1, 6)
        anchor = context.anchor("sec", plain(without_anchors(entry.title)))
        out.append(d.Section(anchor, entry.title, inner, _nest(context, flat[start:at], inner)))
    return tuple(out)


def _ends(entry: d.Block | _Heading, level: int) -> bool:
    return isinstance(entry, _Heading) and entry.level <= level
