"""Text of both directions, which the layout engine puts in order one box at a time.

In a right-to-left paragraph, "Troponin T (<b>42</b> ng/L)" reads from the left, whatever elements are in it.
The engine lays out the boxes of a line from the right, and the text in each by itself, where a number or a
bracket has lost what it leans on. So each stretch that runs against its paragraph gets an element of its own
direction, in which all is laid out one way. Which stretches those are, Pango says of the paragraph as a whole
(Unicode Standard Annex 9, as browsers follow it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET

__all__ = ["order_directions"]

# Letters that are written from the right: Hebrew to Arabic, their presentation forms, and old scripts.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_INLINE = frozenset(("a", "b", "code", "em", "i", "img", "s", "span", "strong", "sub", "sup"))
# What is put in order by itself, as on screen, and has the place of one sign in the text around it.
_ISOLATED = frozenset(("author", "citation", "mark"))
_SIGN = "\N{OBJECT REPLACEMENT CHARACTER}"
_OTHER = {"ltr": "rtl", "rtl": "ltr"}

_Piece = str | ET.Element


def order_directions(root: ET.Element, font_map: Any) -> bool:
    """Give what runs against the direction of its paragraph an element of its own.

    *font_map* is Pango's, of the fonts of the page. False where all text runs from the left.
    """
    body = root.find("body")
    if body is None or not (root.get("dir") == "rtl" or any(map(_RIGHT_TO_LEFT.search, body.itertext()))):
        return False
    _Order(font_map).put(body, root.get("dir", "ltr"))
    return True


class _Order:
    """Puts elements in order, whose text would be set in the fonts of *font_map*."""

    def __init__(self, font_map: Any) -> None:
        self._font_map = font_map

    def put(self, element: ET.Element, around: str) -> None:
        """Put all in *element* in order; *around* is the direction of what it stands in."""
        direction = element.get("dir", around)
        ordered: list[_Piece] = []
        for is_text, pieces in groupby(_pieces(element), _is_inline):
            if is_text:
                ordered.extend(self._paragraph(list(pieces), direction))
                continue
            for block in pieces:
                assert isinstance(block, ET.Element)  # noqa: S101 -- a text is inline
                self.put(block, direction)
                ordered.append(block)
        _fill(element, ordered)

    def _paragraph(self, pieces: list[_Piece], direction: str) -> Iterator[_Piece]:
        """*pieces*, those that run against *direction* in elements of their own."""
        flat = "".join(self._flat(piece, direction) for piece in pieces)
        divided = list(_divided(pieces, iter(self._runs_against(flat, direction))))
        for is_against, parts in groupby(divided, lambda part: part[0]):
            inside = [part for _, part in parts]
            if is_against:
                yield _fill(ET.Element("span", dir=_OTHER[direction]), inside)
            else:
                yield from _before_element(inside)

    def _flat(self, piece: _Piece, direction: str) -> str:
        """The text of *piece*, what is isolated in it as one sign; that is put in order here."""
        if isinstance(piece, str):
            return re.sub(r"\s", " ", piece)
        if _is_isolated(piece):
            self.put(piece, direction)
            return _SIGN
        return "".join(self._flat(part, direction) for part in _pieces(piece))

    def _runs_against(self, text: str, direction: str) -> list[bool]:
        """Of each character of a paragraph, whether it runs against the paragraph's *direction*."""
        if direction == "ltr" and not _RIGHT_TO_LEFT.search(text):
            return [False] * len(text)
        own = 1 if direction == "rtl" else 0
        encoded = text.encode()
        of_bytes = [False] * len(encoded)
        for start, length, level in self._levels(encoded, direction):
            of_bytes[start : start + length] = [level > own] * length
        found, at = [], 0
        for character in text:
            found.append(of_bytes[at])
            at += len(character.encode())
        return found

    def _levels(self, text: bytes, direction: str) -> Iterator[tuple[int, int, int]]:
        """The runs of *text* as Pango lays it out: where each begins, its length, and its level (UAX 9)."""
        from weasyprint.text.constants import PANGO_DIRECTION
        from weasyprint.text.ffi import ffi, gobject, pango

        context = ffi.gc(pango.pango_font_map_create_context(self._font_map), gobject.g_object_unref)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[direction])
        layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout, False)
        pango.pango_layout_set_text(layout, text, len(text))
        run = pango.pango_layout_get_line_readonly(layout, 0).runs
        while run != ffi.NULL:
            item = run.data.item
            # A byte, which the engine declares as a word: the others are of other things.
            yield item.offset, item.length, item.analysis.level & 0xFF
            run = run.next


def _before_element(pieces: list[_Piece]) -> Iterator[_Piece]:
    """*pieces*, a space at their end in an element: the engine would break the line elsewhere for it."""
    last = pieces[-1]
    if isinstance(last, str) and len(last) > 1 and last.endswith(" "):
        yield from (*pieces[:-1], last[:-1], _fill(ET.Element("span"), [" "]))
    else:
        yield from pieces


def _divided(pieces: Iterable[_Piece], against: Iterator[bool]) -> Iterator[tuple[bool, _Piece]]:
    """*pieces* cut where the direction changes, each with what *against* says of it."""
    for piece in pieces:
        if isinstance(piece, str):
            for is_against, pairs in groupby(zip(piece, against, strict=False), lambda pair: pair[1]):
                yield is_against, "".join(character for character, _ in pairs)
        elif _is_isolated(piece):
            yield next(against), piece
        else:
            repeated = {name: value for name, value in piece.items() if name != "id"}
            part = piece
            for is_against, run in groupby(list(_divided(_pieces(piece), against)), lambda cut: cut[0]):
                yield is_against, _fill(part, [inside for _, inside in run])
                part = ET.Element(piece.tag, repeated)
            if part is piece:
                yield False, piece


def _is_inline(piece: _Piece) -> bool:
    return isinstance(piece, str) or piece.tag in _INLINE


def _is_isolated(element: ET.Element) -> bool:
    names = element.get("class", "").split()
    return element.tag == "img" or "dir" in element.attrib or not _ISOLATED.isdisjoint(names)


def _pieces(element: ET.Element) -> list[_Piece]:
    """The texts and elements in *element*, in order."""
    pieces: list[_Piece] = [element.text or ""]
    for child in element:
        pieces += (child, child.tail or "")
    return [piece for piece in pieces if piece != ""]


def _fill(element: ET.Element, pieces: list[_Piece]) -> ET.Element:
    """*element* with *pieces* in the place of what it held."""
    element.text = None
    element[:] = []
    for piece in pieces:
        if isinstance(piece, ET.Element):
            piece.tail = None
            element.append(piece)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + piece
        else:
            element.text = (element.text or "") + piece
    return element
