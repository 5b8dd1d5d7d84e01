"""The pieces of MathML that formulas are made of."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from casegen.reading.tex.symbols import is_letter, styled

__all__ = [
    "APPLIED",
    "degrees",
    "element",
    "fence",
    "identifier",
    "is_operand",
    "number",
    "operator",
    "put_before",
    "scripted",
    "signed",
    "space",
    "together",
]

APPLIED = "\N{FUNCTION APPLICATION}"
_MINUS = "\N{MINUS SIGN}"
# What TeX sets for the keys of a typewriter.
_SIGNS = {"-": _MINUS, "*": "∗"}
_CLOSING = frozenset(")]}⟩⌋⌉!")
_SIGNED = frozenset(("+", _MINUS, "±", "∓"))


def element(tag: str, *children: ET.Element, **attributes: str) -> ET.Element:
    """An element of MathML."""
    made = ET.Element(tag, attributes)
    made.extend(children)
    return made


def together(row: Sequence[ET.Element]) -> ET.Element:
    """*row* as one element: itself where it is one, else in an `mrow`."""
    return row[0] if len(row) == 1 else element("mrow", *row)


def identifier(text: str, font: str = "") -> ET.Element:
    """A variable, a name or a unit: one letter leans unless *font* is upright, several stand."""
    made = element("mi")
    made.text = styled(text, font)
    # MathML slants every `mi` of one letter; TeX does not slant Greek capitals.
    greek_capital = "Α" <= text <= "Ω"
    if len(text) == 1 and is_letter(text) and (font == "upright" or (not font and greek_capital)):
        made.set("mathvariant", "normal")
    return made


def number(text: str, font: str = "") -> ET.Element:
    """A number."""
    made = element("mn")
    made.text = styled(text, font)
    return made


def operator(text: str, **attributes: str) -> ET.Element:
    """A sign. One that stretches by itself, and that TeX leaves as it is, is told not to."""
    made = element("mo", **attributes)
    made.text = _SIGNS.get(text, text)
    if text in "()[]{}⟨⟩⌊⌋⌈⌉|‖∣∥↑↓" and "stretchy" not in attributes and "minsize" not in attributes:
        made.set("stretchy", "false")
    if text in "/|‖.?":
        # Between operands browsers would put space around these; TeX does not.
        made.set("lspace", "0em")
        made.set("rspace", "0em")
    return made


def fence(text: str, form: str) -> ET.Element:
    """A bracket as high as what it holds."""
    return operator(text, form=form, fence="true", stretchy="true")


def space(width: float) -> ET.Element:
    """Space of *width* em."""
    return element("mspace", width=f"{width:g}em")


def is_operand(last: ET.Element | None) -> bool:
    """Whether *last*, the last of a row, can stand left of a sign that joins two: the minus in "a - b"."""
    while last is not None and last.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
        last = last[0]
    if last is None or last.tag == "mspace":
        return False
    return last.tag != "mo" or (last.text or "") in _CLOSING or last.get("form") == "postfix"


def signed(sign: ET.Element, last: ET.Element | None) -> ET.Element:
    """*sign* after *last*: a plus or minus that joins nothing stands close to what follows."""
    if (sign.text or "") in _SIGNED and not is_operand(last):
        sign.set("form", "prefix")
    return sign


def put_before(joined: ET.Element, word: ET.Element) -> None:
    """Make the letters of *joined* the beginning of *word*, in place: "m" and "g" are one unit."""
    word.text = (joined.text or "") + (word.text or "")
    # Several letters stand without being told to.
    word.attrib.pop("mathvariant", None)


def scripted(
    base: ET.Element, low: ET.Element | None, high: ET.Element | None, *, limits: bool
) -> ET.Element:
    """*base* with *low* and *high* beside it, or below and above it with *limits*."""
    name = ("munder", "mover") if limits else ("msub", "msup")
    if low is not None and high is not None:
        return element("munderover" if limits else "msubsup", base, low, high)
    if low is not None:
        return element(name[0], base, low)
    return base if high is None else element(name[1], base, high)


def degrees(base: ET.Element) -> ET.Element:
    """*base*, if it is anything, and the sign of degrees beside it: it is drawn raised already."""
    sign = identifier("°")
    return sign if base.tag == "mrow" and not len(base) else element("mrow", base, sign)
