"""Titles and abstracts, with the faces that Crossref keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from casegen import document as d
from casegen.media.faces import Faces
from casegen.model.languages import is_tag
from casegen.writers.crossref.elements import MAKE

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["abstract", "cited_text", "title"]

_TITLE_FACES = {
    d.Emphasis: "i",
    d.Strong: "b",
    d.Superscript: "sup",
    d.Subscript: "sub",
    d.SmallCaps: "scp",
    d.Code: "tt",
}
_JATS_FACES = {
    d.Emphasis: "jats:italic",
    d.Strong: "jats:bold",
    d.Strikethrough: "jats:strike",
    d.Superscript: "jats:sup",
    d.Subscript: "jats:sub",
    d.SmallCaps: "jats:sc",
    d.Code: "jats:monospace",
    d.Math: "jats:inline-formula",
}
_title_faces = Faces(MAKE, _TITLE_FACES, MAKE)
_cited_faces = Faces(MAKE, _TITLE_FACES)
_jats_faces = Faces(MAKE, _JATS_FACES, MAKE)


def title(nodes: d.Inlines) -> etree._Element:
    """The article's title."""
    return MAKE("titles", MAKE("title", *_title_faces(nodes)))


def cited_text(nodes: d.Inlines) -> etree._Element:
    """A cited work as the reference list prints it."""
    return MAKE.make("unstructured_citation", _cited_faces(nodes), {})


def abstract(document: d.Document) -> etree._Element | None:
    """The abstract in the words of JATS, its parts as sections where any has a title; None for none."""
    parts = [part for part in document.abstract if part.children]
    if not parts:
        return None
    inside: list[etree._Element] = []
    for part in parts:
        blocks = list(_blocks(part.children))
        if any(other.title for other in parts):
            blocks = [MAKE("jats:sec", MAKE("jats:title", part.title), *blocks)]
        inside += blocks
    language = document.language if is_tag(document.language) else None
    return MAKE.make("jats:abstract", inside, {"xml:lang": language})


def _blocks(blocks: d.Blocks) -> Iterator[etree._Element]:
    """*blocks* as paragraphs, for an abstract holds nothing else."""
    for block in blocks:
        match block:
            case d.Paragraph(children=children):
                yield MAKE("jats:p", *_jats_faces(children))
            case d.ListBlock(items=items, ordered=ordered):
                made = (MAKE("jats:list-item", *_blocks(item)) for item in items)
                yield MAKE("jats:p", MAKE("jats:list", *made, list_type="order" if ordered else "bullet"))
            case d.Quote(children=quoted):
                yield MAKE("jats:p", MAKE("jats:disp-quote", *_blocks(quoted)))
            case d.CodeBlock(text=text):
                yield MAKE("jats:p", MAKE("jats:monospace", text))
            case d.MathBlock(tex=tex):
                yield MAKE("jats:p", *_jats_faces((d.Math(tex),)))
            case d.Table(head=head, body=body):
                # The elements of tables would need captions and labels, which one in an abstract has not.
                for row in (*head, *body):
                    yield MAKE("jats:p", "; ".join(d.plain(cell.children) for cell in row))
