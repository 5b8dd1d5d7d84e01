"""Prose blocks -> the article's blocks: sections nested, floats placed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from casegen import document as d
from casegen.compose.context import Context, FloatKey, float_key
from casegen.compose.inlines import Inliner
from casegen.document import plain
from casegen.model.content import figure_id
from casegen.prose import Prose, nodes, walk
from casegen.source import Pointer

_ALIGN = {"center": d.Align.CENTER, "right": d.Align.RIGHT}

# Makes the figure or table of a key, once.
MakeFloat = Callable[[FloatKey], d.Block]


class Blocker:
    """Composes the blocks of one text. With *make_float*, floats stand after what first cites them."""

    def __init__(
        self, context: Context, at: Pointer, prose: Prose, make_float: MakeFloat | None = None
    ) -> None:
        self._context = context
        self._at = at
        self._prose = prose
        self._make_float = make_float

    def section(self, level: int) -> d.Blocks:
        """All of the text as the content of a section at *level*, its headings as nested sections."""
        flat: list[d.Block | _Heading] = []
        for block in self._prose.blocks:
            if isinstance(block, nodes.Heading):
                flat.append(_Heading(block.level, self._inlines(block.children)))
            else:
                flat.extend(self._block(block))
                flat.extend(self._cited_in(block))
        return _nest(self._context, flat, level)

    def plain(self, blocks: Iterable[nodes.Block]) -> d.Blocks:
        """*blocks* as they are, headings as strong paragraphs: in notes, abstracts and statements."""
        return tuple(composed for block in blocks for composed in self._block(block))

    # --- blocks -------------------------------------------------------------------------------------

    def _block(self, block: nodes.Block) -> list[d.Block]:
        match block:
            case nodes.Paragraph(children=children):
                return self._paragraph(children)
            case nodes.Heading(children=children):
                return [d.Paragraph((d.Strong(self._inlines(children)),))]
            case nodes.ListBlock(items=items, ordered=ordered, number=number, tight=tight):
                composed = tuple(self.plain(item) for item in items)
                return [d.ListBlock(composed, ordered, number, tight)]
            case nodes.Quote(children=children):
                return [d.Quote(self.plain(children))]
            case nodes.CodeBlock(text=text):
                return [d.CodeBlock(text)]
            case nodes.MathBlock(tex=tex):
                return [d.MathBlock(tex)]
            case nodes.Rule():
                return [d.ThematicBreak()]
            case nodes.Table():
                return [self._table(block)]
        return []

    def _paragraph(self, children: Sequence[nodes.Inline]) -> list[d.Block]:
        """A paragraph; the figures that stand in it come where it stands alone, else after it."""
        images = [child for child in children if isinstance(child, nodes.Image)]
        inlines = self._inlines([child for child in children if not isinstance(child, nodes.Image)])
        out: list[d.Block] = [d.Paragraph(inlines)] if inlines else []
        for image in images:
            out.extend(self._float(image_key(image)))
        return out

    def _table(self, table: nodes.Table) -> d.Table:
        def row(cells: Sequence[nodes.Cell], *, header: bool) -> tuple[d.Cell, ...]:
            return tuple(
                d.Cell(self._inlines(cell.children), header, _ALIGN.get(cell.align, d.Align.LEFT))
                for cell in cells
            )

        return d.Table(
            (row(table.head, header=True),), tuple(row(cells, header=False) for cells in table.rows)
        )

    def _inlines(self, children: Sequence[nodes.Inline]) -> d.Inlines:
        return Inliner(self._context, self._at, self._prose).run(children)

    # --- floats -------------------------------------------------------------------------------------

    def _cited_in(self, block: nodes.Block) -> list[d.Block]:
        keys = [
            float_key(item.kind, item.id)
            for node in walk(block)
            if isinstance(node, nodes.CrossRef)
            for item in node.items
        ]
        return [made for key in keys if key not in self._context.explicit for made in self._float(key)]

    def _float(self, key: FloatKey | None) -> list[d.Block]:
        context = self._context
        if self._make_float is None or key is None or key not in context.numbers:
            return []
        if key in context.placed:
            return []
        context.placed.add(key)
        return [self._make_float(key)]


def image_key(image: nodes.Image) -> FloatKey | None:
    """The figure or table an image in the prose stands for."""
    if image.src.startswith(("#fig-", "#tbl-")):
        return float_key("fig" if image.src[1] == "f" else "tbl", image.src[5:])
    if image.src.startswith("#"):
        return None
    return float_key("fig", figure_id(image.id, image.src))


def explicit_floats(texts: Iterable[Prose]) -> set[FloatKey]:
    """The figures and tables that some text puts in a place of its own."""
    images = (node for prose in texts for node in prose.walk() if isinstance(node, nodes.Image))
    return {key for image in images if (key := image_key(image)) is not None}


# --- sections ---------------------------------------------------------------------------------------


class _Heading:
    def __init__(self, level: int, title: d.Inlines) -> None:
        self.level = level
        self.title = title


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
        anchor = context.anchor("sec", plain(entry.title))
        out.append(d.Section(anchor, entry.title, inner, _nest(context, flat[start:at], inner)))
    return tuple(out)


def _ends(entry: d.Block | _Heading, level: int) -> bool:
    return isinstance(entry, _Heading) and entry.level <= level
