"""TeX -> MathML."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree as ET

from casegen.limits import limit
from casegen.reading.tex.fault import TexFault
from casegen.reading.tex.markup import element
from casegen.reading.tex.reader import Reader

__all__ = ["read_tex"]

# The library that draws formulas for print lays out each row twice, and rows in rows four times: a formula of
# this weight takes it most of a second. Those of articles weigh less than 300.
_HEAVIEST = 8000
_ROWS = frozenset(("mrow", "mtr", "mtd", "mstyle", "mphantom"))


def read_tex(tex: str, *, display: bool) -> ET.Element:
    """*tex* as an `mrow` of presentation MathML, without a namespace. TexFault where it cannot be set.

    In *display*, the bounds of sums stand below and above them. Elements and attributes are those that MathML
    Core and MathML 3 share, but for `columnalign` and `columnspacing`, which Core leaves to styles.
    """
    if not tex.strip():
        raise TexFault("the formula is empty", 0, len(tex))
    if len(tex) > (longest := limit("formula")):
        raise TexFault(f"the formula has more than {longest} characters", 0, len(tex))
    for at, character in enumerate(tex):
        if unicodedata.category(character)[0] == "C" and character not in "\n\t":
            raise TexFault(
                f"a character that cannot be printed (U+{ord(character):04X}) is in the formula", at, at + 1
            )
    row = Reader(tex).read(display=display)
    if not row:
        raise TexFault("the formula sets nothing", 0, len(tex))
    made = row[0] if len(row) == 1 and row[0].tag == "mrow" else element("mrow", *row)
    if _weight(made) > _HEAVIEST:
        raise TexFault("the formula is too long, or nested too deep, to be drawn", 0, len(tex))
    return made


def _weight(element: ET.Element) -> int:
    """About how much work it is to lay *element* out."""
    inside = sum(map(_weight, element)) if len(element) else len(element.text or "") + 1
    return 2 * inside + len(element) ** 2 // 60 if element.tag in _ROWS else inside
