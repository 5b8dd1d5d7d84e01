# OWNER: STOP. Read casegen/reading/tex/OWNER-SAYS-STOP.md
"""TeX -> MathML."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree as ET

from casegen.reading.tex.fault import TexFault
from casegen.reading.tex.markup import element
from casegen.reading.tex.reader import Reader

__all__ = ["LONGEST", "read_tex"]

LONGEST = 3000
"""How many characters a formula may have. A page holds fewer."""


def read_tex(tex: str, *, display: bool) -> ET.Element:
    """*tex* as an `mrow` of presentation MathML, without a namespace. TexFault where it cannot be set.

    In *display*, the bounds of sums stand below and above them. Elements and attributes are those that MathML
    Core and MathML 3 share, but for `columnalign` and `columnspacing`, which Core leaves to styles.
    """
    if not tex.strip():
        raise TexFault("the formula is empty", 0, len(tex))
    if len(tex) > LONGEST:
        raise TexFault(f"the formula has more than {LONGEST} characters", 0, len(tex))
    for at, character in enumerate(tex):
        if unicodedata.category(character)[0] == "C" and character not in "\n\t":
            raise TexFault(
                f"a character that cannot be printed (U+{ord(character):04X}) is in the formula", at, at + 1
            )
    row = Reader(tex).read(display=display)
    if not row:
        raise TexFault("the formula sets nothing", 0, len(tex))
    return row[0] if len(row) == 1 and row[0].tag == "mrow" else element("mrow", *row)
