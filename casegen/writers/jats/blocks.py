"""Blocks of text in JATS: paragraphs, lists, quotations, sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from casegen.document import (
    Block,
    CodeBlock,
    Figure,
    Inlines,
    LineBreak,
    ListBlock,
    MathBlock,
    Paragraph,
    Quote,
    Section,
    Strong,
    Table,
    ThematicBreak,
    Timeline,
)
from casegen.writers.jats.floats import floating
from casegen.writers.jats.formulas import formula
from casegen.writers.jats.inlines import PROSE, TITLE, inline
from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["blocks", "paragraphs", "section", "sections"]

# What JATS calls a section of some kinds (Publishing tag library 1.3, @sec-type); others keep their names.
_TYPES = {
    "introduction": "intro",
    "presentation": "cases",
    "conclusion": "conclusions",
    "supplementary": "supplementary-material",
}


def blocks(nodes: Iterable[Block]) -> list[etree._Element]:
    """*nodes* as the content of a section or quotation. A section in it is a bold line and its blocks."""
    return [element for node in nodes for element in _block(node)]


def paragraphs(nodes: Iterable[Block], *, lists: bool = False) -> list[etree._Element]:
    """*nodes* where the DTD has paragraphs only, or also *lists*, and wants one: notes, items of lists."""
    bare = ("p", "list") if lists else ("p",)
    made = [element if element.tag in bare else E("p", element) for element in blocks(nodes)]
    return made or [E("p")]


def sections(nodes: Iterable[Section]) -> list[etree._Element]:
    """Sections, in order."""
    return [section(node) for node in nodes]


def section(node: Section, kind: str = "") -> etree._Element:
    """A section, of *kind* or its own."""
    return E(
        "sec",
        E("title", *inline(node.title, TITLE)),
        *_content(node.children),
        id_=node.id,
        sec_type=kind or _TYPES.get(node.kind, node.kind.replace("_", "-")) or None,
    )


def _content(nodes: Iterable[Block]) -> Iterator[etree._Element]:
    """The content of a section: blocks, then sections. A block after a section comes to stand at its end."""
    sections: list[Section] = []
    for node in nodes:
        if isinstance(node, Section):
            sections.append(node)
        elif sections:
            sections[-1] = sections[-1].replace(children=(*sections[-1].children, node))
        else:
            yield from _block(node)
    yield from map(section, sections)


def _block(node: Block) -> Iterator[etree._Element]:
    match node:
        case Paragraph(children=children):
            yield from _lines(children)
        case ListBlock(items=items):
            if items:
                yield _list(node)
        case Quote(children=children):
            yield E("disp-quote", *blocks(children))
        case CodeBlock(text=text):
            yield E("code", text)
        case MathBlock(tex=tex):
            yield formula(tex, display=True)
        case ThematicBreak():
            yield E("p", "* * *", content_type="thematic-break")
        case Figure() | Table() | Timeline():
            yield from floating(node)
        case Section(title=title, children=children):
            yield from _lines((Strong(title),))
            yield from blocks(children)


def _lines(nodes: Inlines) -> Iterator[etree._Element]:
    """A paragraph; one for each line of it, since JATS breaks lines in titles and cells only."""
    for broken, line in groupby(nodes, key=lambda node: isinstance(node, LineBreak)):
        if not broken:
            yield E("p", *inline(line, PROSE))


def _list(node: ListBlock) -> etree._Element:
    """A list. One that does not begin at 1 has its numbers as labels: JATS counts from 1."""
    labelled = node.ordered and node.start != 1
    return E(
        "list",
        *(
            E("list-item", E("label", f"{number}.") if labelled else None, *paragraphs(item, lists=True))
            for number, item in enumerate(node.items, node.start)
        ),
        list_type="order" if node.ordered else "bullet",
    )
