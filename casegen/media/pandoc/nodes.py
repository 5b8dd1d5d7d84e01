"""Nodes of the composed article to pandoc's; what a format does otherwise, its `Translator` overrides."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from casegen.document import (
    Align,
    Asset,
    Block,
    Cell,
    Citation,
    Code,
    CodeBlock,
    CrossReference,
    Emphasis,
    Figure,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Math,
    MathBlock,
    NoteMark,
    Paragraph,
    Quote,
    ReferenceLink,
    Section,
    SmallCaps,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    Timeline,
)
from casegen.media.formulas import mathml_element
from casegen.media.pandoc import tree
from casegen.media.pandoc.tree import Alignment, Node
from casegen.media.xml import legal

__all__ = ["Translator", "address", "stand_in"]

_STYLED: dict[type, str] = {
    Emphasis: "Emph",
    Strong: "Strong",
    Strikethrough: "Strikeout",
    Superscript: "Superscript",
    Subscript: "Subscript",
    SmallCaps: "SmallCaps",
}
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_ALIGNMENTS: dict[Align, Alignment] = {
    # Where a line begins: in some languages on the right.
    Align.LEFT: "AlignDefault",
    Align.CENTER: "AlignCenter",
    Align.RIGHT: "AlignRight",
}


class Translator:
    """Translates nodes; the base of what each format does in its own way.

    *first_level* is the level of a main section's heading.
    """

    first_level = 1

    def inlines(self, nodes: Sequence[Inline]) -> list[Node]:
        """Inline nodes, in order."""
        return [made for at, node in enumerate(nodes) for made in self._inline(node, nodes[at + 1 :])]

    def blocks(self, nodes: Iterable[Block]) -> list[Node]:
        """Block nodes, in order."""
        return [made for node in nodes for made in self.block(node)]

    # --- what a format may have its own way with --------------------------------------------------------

    def citation(self, node: Citation) -> list[Node]:
        """A citation as printed."""
        return [tree.span(self.inlines(node.children), node.id)]

    def reference_link(self, node: ReferenceLink) -> list[Node]:
        """The link to one entry of the reference list."""
        return [tree.link(self.inlines(node.children), f"#{node.target}")]

    def note_mark(self, node: NoteMark) -> list[Node]:
        """The mark of a footnote."""
        return [tree.styled("Superscript", [tree.link(tree.words(node.mark), f"#{node.target}", node.id)])]

    def formula(self, tex: str, *, display: bool) -> Node:
        """A formula; one that cannot be read as its TeX, of which pandoc takes a part for a remark."""
        if mathml_element(tex, display=display) is None:
            return tree.code(tex)
        return tree.math(tex, display=display)

    def paragraph(self, node: Paragraph) -> list[Node]:
        """A paragraph."""
        return [tree.para(self.inlines(node.children))]

    def figure(self, node: Figure) -> list[Node]:
        """A figure with its caption."""
        return [self.drawing(node.asset, node.alt or node.label, self.caption(node), node.id)]

    def table(self, node: Table) -> list[Node]:
        """A table with its caption, and what stands below it."""
        below = [tree.para(self.inlines(part)) for part in (node.notes, node.credit) if part]
        return [self.grid(node, self.caption(node)), *below]

    def timeline(self, node: Timeline) -> list[Node]:
        """The timeline's drawing and its table."""
        caption = [tree.para(self.inlines(node.caption))] if node.caption else []
        return [self.drawing(node.drawing, node.alt, caption, node.id), *self.table(node.table)]

    def section(self, node: Section) -> list[Node]:
        """A section: its heading, and what is in it."""
        return [self.heading(node), *self.blocks(node.children)]

    def picture(self, asset: Asset, alt: str) -> Node:
        """The image itself."""
        return tree.image(stand_in(asset), alt)

    # --- what they are made of --------------------------------------------------------------------------

    def heading(self, node: Section) -> Node:
        """A section's heading."""
        level = min(6, max(1, node.level - 2 + self.first_level))
        return tree.header(level, self.inlines(node.title), node.id)

    def drawing(self, asset: Asset, alt: str, caption: Sequence[Node], id: str) -> Node:
        """An image with a caption."""
        return tree.figure([tree.plain_block([self.picture(asset, alt)])], caption, id)

    def caption(self, node: Figure | Table) -> list[Node]:
        """Label and caption as one paragraph; none where there is neither."""
        text = self.inlines(node.caption)
        if not node.label:
            return [tree.para(text)] if text else []
        label = tree.styled("Strong", tree.words(f"{node.label}." if text else node.label))
        return [tree.para([label, tree.leaf("Space"), *text] if text else [label])]

    def grid(self, node: Table, caption: Sequence[Node], widths: Sequence[float] = ()) -> Node:
        """The table itself; *widths* are parts of the line, one for each column."""
        rows = (*node.head, *node.body)
        return tree.table(
            [tree.row(map(self.cell, row)) for row in node.head],
            [tree.row(map(self.cell, row)) for row in node.body],
            columns=len(rows[0]) if rows else 1,
            caption=caption,
            widths=widths,
            row_headers=any(row[0].header for row in node.body if row),
            id=node.id,
        )

    def cell(self, cell: Cell) -> list[object]:
        """A table's cell."""
        content = self.inlines(cell.children)
        return tree.cell([tree.plain_block(content)] if content else [], _ALIGNMENTS[cell.align])

    def block(self, node: Block) -> list[Node]:
        """A block."""
        match node:
            case Paragraph():
                return self.paragraph(node)
            case Figure() | Table() | Timeline():
                return self._float(node)
            case Section():
                return self.section(node)
            case ListBlock():
                return [self._list(node)]
            case Quote(children=children):
                return [tree.styled("BlockQuote", self.blocks(children))]
            case CodeBlock(text=text):
                return [tree.code_block(text)]
            case MathBlock(tex=tex):
                return [tree.para([self.formula(tex, display=True)])]
            case ThematicBreak():
                return [tree.leaf("HorizontalRule")]

    def _float(self, node: Figure | Table | Timeline) -> list[Node]:
        match node:
            case Figure():
                return self.figure(node)
            case Table():
                return self.table(node)
            case Timeline():
                return self.timeline(node)

    def _list(self, node: ListBlock) -> Node:
        items = [self._item(item) if node.tight else self.blocks(item) for item in node.items]
        return tree.numbered(items, node.start) if node.ordered else tree.bullets(items)

    def _item(self, blocks: tuple[Block, ...]) -> list[Node]:
        return [
            made
            for block in blocks
            for made in (
                [tree.plain_block(self.inlines(block.children))]
                if isinstance(block, Paragraph)
                else self.block(block)
            )
        ]

    def _inline(self, node: Inline, after: Sequence[Inline]) -> list[Node]:
        match node:
            case Text(text=text):
                return self._text(text, after)
            case Code(text=text):
                return [tree.code(text)]
            case Math(tex=tex):
                return [self.formula(tex, display=False)]
            case LineBreak():
                return [tree.leaf("LineBreak")]
            case Link(href=href, children=children):
                return self._link(href, children)
            case Citation():
                return self.citation(node)
            case ReferenceLink():
                return [] if node.covered else self.reference_link(node)
            case CrossReference(target=target, children=children):
                return [tree.link(self.inlines(children), f"#{target}")]
            case NoteMark():
                return self.note_mark(node)
            case _:
                return [tree.styled(_STYLED[type(node)], self.inlines(node.children))]

    def _text(self, text: str, after: Sequence[Inline]) -> list[Node]:
        """Plain text; the sign between the ends of a range leads to the first reference that it covers."""
        match after:
            case (ReferenceLink(covered=True) as covered, *_):
                return self.reference_link(covered.replace(children=(Text(text),)))
            case _:
                return tree.words(text)

    def _link(self, href: str, children: Sequence[Inline]) -> list[Node]:
        content = self.inlines(children)
        target = address(href)
        return [tree.link(content, target)] if target else content


def address(href: str) -> str:
    """*href* with what no address may hold percent-encoded (RFC 3986); empty where it is none to link to."""
    if not href.lower().startswith(("http://", "https://", "mailto:", "ftp://", "#")):
        return ""
    return quote(_BARE_PERCENT.sub("%25", legal(href)), safe="#%:/?@!$&'(*)+,;=~")


def stand_in(asset: Asset) -> str:
    """The source of *asset* for pandoc: a few bytes, for which `package.exchanged` puts the image.

    Pandoc reads no file in its sandbox, and an image inside the tree would cost it a minute.
    """
    return f"data:{asset.media_type};base64,{b64encode(asset.name.encode()).decode('ascii')}"
