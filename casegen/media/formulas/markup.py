"""Formulas as MathML."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from markupsafe import Markup

from casegen.media.formulas.speech import spoken
from casegen.reading.tex import TexFault, read_tex

__all__ = ["mathml", "mathml_element"]

_MATHML = "http://www.w3.org/1998/Math/MathML"


def mathml(tex: str, *, display: bool, language: str = "") -> Markup | None:
    """*tex* as a ``<math>`` element of HTML with the TeX as annotation; None where it cannot be read.

    With *language*, its words are there too, for software that does not speak MathML.
    """
    root = _math(tex, display=display)
    if root is None:
        return None
    if language:
        root.set("alttext", spoken(tex, language=language))
    for table in root.iter("mtable"):
        joined = "columnspacing" in table.attrib
        for row in table:
            for index, cell in enumerate(row):
                _styled(cell, index if joined else -1)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 -- made of elements, not of text


def mathml_element(tex: str, *, display: bool) -> ET.Element | None:
    """*tex* as `math` with all names in the MathML namespace; None where it cannot be read.

    Valid against the MathML 3 DTD, in JATS as anywhere; the prefix is the caller's.
    """
    root = _math(tex, display=display)
    if root is not None:
        for element in root.iter():
            element.tag = f"{{{_MATHML}}}{element.tag}"
    return root


def _math(tex: str, *, display: bool) -> ET.Element | None:
    try:
        row = read_tex(tex, display=display)
    except TexFault:
        return None
    root = ET.Element("math", display="block" if display else "inline")
    semantics = ET.SubElement(root, "semantics")
    semantics.append(row)
    annotation = ET.SubElement(semantics, "annotation", encoding="application/x-tex")
    annotation.text = tex
    return root


def _styled(cell: ET.Element, index: int) -> None:
    """Say in CSS what MathML Core has no attributes for. *index*: the column in aligned lines, else -1."""
    align = cell.get("columnalign")
    style = f"text-align:{align}" if align else ""
    if index >= 0:
        style += ";padding-right:0" if index % 2 == 0 else ";padding-left:0"
    if style:
        cell.set("style", style)
