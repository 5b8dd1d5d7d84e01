"""Formulas in JATS: MathML with the TeX it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casegen.media.xml import legal
from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["formula"]


def formula(tex: str, *, display: bool) -> etree._Element:
    """*tex* as a formula in a line or, with *display*, on lines of its own.

    Both forms stand side by side as ``<alternatives>`` (JATS4R, Mathematical content). What is no TeX stands
    as it was typed.
    """
    typed = E("tex-math", legal(tex))
    markup = _mathml(tex, display=display)
    return E(
        "disp-formula" if display else "inline-formula",
        typed if markup is None else E("alternatives", markup, typed),
    )


def _mathml(tex: str, *, display: bool) -> etree._Element | None:
    from xml.etree import ElementTree as ET

    from lxml import etree

    from casegen.media.formulas import mathml_element

    found = mathml_element(legal(tex), display=display)
    if found is None:
        return None
    # Parsed again inside an element that binds the prefix the DTD fixes.
    root = E("alternatives", etree.fromstring(ET.tostring(found)))
    return root[0]
