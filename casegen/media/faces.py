"""Text with its faces (italics, raised, formulas) in the vocabulary of those who take it as XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from casegen.document import Citation, Code, Inline, Inlines, LineBreak, Math, NoteMark, ReferenceLink, Text
from casegen.media.formulas import mathml_element
from casegen.media.xml import Maker

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["MATHML", "Faces"]

MATHML = "http://www.w3.org/1998/Math/MathML"


class Faces:
    """Writes inline nodes with the elements of one vocabulary.

    *tags* names the element of each kind of node; the text of any other stands bare. Where *math* is given,
    it makes ``mml:`` elements, and formulas are MathML, in the element that *tags* has for them; else, and
    where they cannot be read, their TeX.
    """

    def __init__(self, make: Maker, tags: Mapping[type, str], math: Maker | None = None) -> None:
        self._make = make
        self._tags = tags
        self._math = math

    def __call__(self, nodes: Inlines) -> list[etree._Element | str]:
        """*nodes* without citations and notes, which lead nowhere outside of the article.

        A citation that is part of its sentence ("Kim et al. [3] reported") stays.
        """
        parts: list[etree._Element | str] = []
        for node in nodes:
            if isinstance(node, Citation) and not node.narrative:
                parts[-1:] = [part.rstrip() if isinstance(part, str) else part for part in parts[-1:]]
            else:
                parts.extend(self._one(node))
        return parts

    def _one(self, node: Inline) -> Iterator[etree._Element | str]:
        match node:
            case NoteMark() | ReferenceLink(covered=True):
                return
            case LineBreak():
                yield " "
                return
            case Math(tex=tex):
                yield self._formula(tex)
                return
            case Text(text=text) | Code(text=text):
                inside: list[etree._Element | str] = [text]
            case _:
                inside = self(node.children)
        tag = self._tags.get(type(node))
        if tag is None:
            yield from inside
        elif inside:
            yield self._make(tag, *inside)

    def _formula(self, tex: str) -> etree._Element | str:
        found = mathml_element(tex, display=False) if self._math else None
        if found is None or self._math is None:
            return tex
        copy, tag = _copied(found, self._math), self._tags.get(Math)
        return self._make(tag, copy) if tag else copy


def _copied(element: ET.Element, make: Maker) -> etree._Element:
    """*element*, of MathML, as one of *make*'s."""
    inside: list[etree._Element | str | None] = [element.text]
    for child in element:
        inside += [_copied(child, make), child.tail]
    return make.make(f"mml:{element.tag.rpartition('}')[2]}", inside, element.attrib)
