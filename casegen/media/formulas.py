"""Formulas: TeX to MathML for browsers, to SVG for print.

A formula that cannot be read is shown as its TeX: a page is never lost to a formula.
"""

from __future__ import annotations

import warnings
from xml.etree import ElementTree as ET

from markupsafe import Markup

from casegen.values import Value

__all__ = ["Drawing", "draw", "mathml"]

_MATHML = "http://www.w3.org/1998/Math/MathML"
# What formulas need, and nothing that could link, load or run: the converter passes on any markup
# that stands inside \text{...}.
_ELEMENTS = frozenset(
    (
        *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mstyle", "mpadded", "mphantom"),
        *("mfrac", "msqrt", "mroot", "menclose", "msub", "msup", "msubsup", "munder", "mover"),
        *("munderover", "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("display", "displaystyle", "scriptlevel", "mathvariant", "mathsize", "notation"),
        *("stretchy", "fence", "separator", "form", "lspace", "rspace", "symmetric", "largeop"),
        *("movablelimits", "accent", "accentunder", "minsize", "maxsize", "linethickness"),
        *("width", "height", "depth", "voffset", "columnalign", "rowspacing", "columnspacing"),
        *("columnlines", "rowlines"),
    )
)
# The formula's font size in SVG units; print scales the drawing by it.
_SIZE = 20.0
# Outlines look darker on screens than type of the same weight.
_INK = "#2b2e33"


class Drawing(Value):
    """A formula as SVG; *width*, *height* and *depth* (below the baseline) are in em."""

    svg: bytes
    width: float
    height: float
    depth: float


def mathml(tex: str, *, display: bool) -> Markup | None:
    """*tex* as a ``<math>`` element with the TeX as annotation; None where it is not TeX."""
    from latex2mathml.converter import convert

    try:
        root = ET.fromstring(convert(tex, display="block" if display else "inline"))  # noqa: S314
    except Exception:  # noqa: BLE001 -- the converter raises what it likes on bad TeX
        return None
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{_MATHML}}}")
        if name not in _ELEMENTS:
            return None
        element.tag = name
        for attribute in element.attrib.keys() - _ATTRIBUTES:
            del element.attrib[attribute]
    semantics = ET.Element("semantics")
    semantics.extend(root)
    annotation = ET.SubElement(semantics, "annotation", encoding="application/x-tex")
    annotation.text = tex
    root[:] = [semantics]
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 -- only listed elements are left


def draw(tex: str, *, display: bool) -> Drawing | None:
    """*tex* drawn as SVG outlines; None where it is not TeX."""
    with warnings.catch_warnings():
        # It finds its font in a way that Python 3.11 calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.zmath import Latex

    try:
        formula = Latex(tex, size=_SIZE, inline=not display)
        svg = formula.svgxml()
        for element in svg.iter():
            if element.get("fill") == "black":
                element.set("fill", _INK)
        width, height = float(svg.get("width", "")), float(svg.get("height", ""))
        top = float(svg.get("viewBox", "").split()[1])
    except Exception:  # noqa: BLE001 -- the drawing library raises what it likes on bad TeX
        return None
    return Drawing(
        svg=ET.tostring(svg),
        width=width / _SIZE,
        height=height / _SIZE,
        depth=(top + height) / _SIZE,
    )
