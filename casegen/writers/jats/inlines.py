"""What stands in a line, in JATS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from casegen.document import (
    Citation,
    Code,
    CrossReference,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Math,
    NoteMark,
    ReferenceLink,
    SmallCaps,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from casegen.values import Value
from casegen.writers.jats.formulas import formula
from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["CITED", "PROSE", "STATEMENT", "TITLE", "Place", "inline"]

_TAGS: dict[type, str] = {
    Emphasis: "italic",
    Strong: "bold",
    Strikethrough: "strike",
    Superscript: "sup",
    Subscript: "sub",
    SmallCaps: "sc",
}


class Place(Value):
    """What the DTD lets stand in a line of some element, besides text and its looks."""

    references: bool = False
    links: bool = False
    formulas: bool = False
    breaks: bool = False


PROSE = Place(references=True, links=True, formulas=True)
"""A paragraph."""
TITLE = Place(references=True, links=True, formulas=True, breaks=True)
"""A title, or a table's cell."""
CITED = Place(links=True, formulas=True)
"""A reference as printed."""
STATEMENT = Place(links=True)
"""A statement of the front: correspondence, copyright, funding."""
# The text of a link.
_LINKED = Place()


def inline(nodes: Iterable[Inline], place: Place) -> list[etree._Element | str]:
    """*nodes* as the content of an element that is *place*; what cannot stand there is its text."""
    return [part for node in nodes for part in _one(node, place)]


def _one(node: Inline, place: Place) -> Iterator[etree._Element | str]:
    match node:
        case Text(text=text):
            yield text
        case Code(text=text):
            yield E("monospace", text)
        case LineBreak():
            yield E("break") if place.breaks else " "
        case Math(tex=tex):
            yield formula(tex, display=False) if place.formulas else tex
        case Citation(children=children):
            yield from inline(children, place)
        case NoteMark() | CrossReference() | ReferenceLink():
            yield from _reference(node, place)
        case Link(href=href, children=children):
            yield from _link(href, children, place)
        case _:
            inner = place.replace(breaks=False)
            yield E(_TAGS[type(node)], *inline(node.children, inner))


def _reference(
    node: NoteMark | CrossReference | ReferenceLink, place: Place
) -> Iterator[etree._Element | str]:
    """A reference within the article: `links.settle` says what it leads to.

    What a range of citations covers is linked by an element without text.
    """
    match node:
        case NoteMark(id=anchor, target=target, mark=mark):
            if place.references:
                yield E("xref", E("sup", mark), id_=anchor, rid=target)
        case CrossReference(target=target, children=children) if place.references:
            yield E("xref", *inline(children, _LINKED), rid=target)
        case ReferenceLink(target=target, covered=covered, children=children) if place.references:
            shown = () if covered else inline(children, _LINKED)
            yield E("xref", *shown, rid=target)
        case ReferenceLink(covered=True):
            pass
        case _:
            yield from inline(node.children, place)


def _link(href: str, children: tuple[Inline, ...], place: Place) -> Iterator[etree._Element | str]:
    shown = inline(children, _LINKED)
    if href.startswith("#"):
        yield from [E("xref", *shown, rid=href[1:])] if place.references else shown
    elif not place.links:
        yield from shown
    elif href == f"mailto:{plain(children)}":
        yield E("email", plain(children))
    else:
        yield E("ext-link", *shown, ext_link_type="uri", xlink__href=href)
