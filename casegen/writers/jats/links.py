"""References within the article, settled when all of it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["settle"]

# What an <xref> leads to, by the element that has the anchor.
_KINDS = {
    "aff": "aff",
    "corresp": "corresp",
    "disp-formula": "disp-formula",
    "fig": "fig",
    "fn": "fn",
    "ref": "bibr",
    "sec": "sec",
    "supplementary-material": "supplementary-material",
    "table-wrap": "table",
}


def settle(root: etree._Element) -> None:
    """Give every ``<xref>`` under *root* its ``ref-type``; one that leads nowhere is its text alone.

    The DTD wants each anchor once, and each reference to lead to one.
    """
    anchors: dict[str, str] = {}
    for element in root.iter("{*}*"):
        anchor = element.get("id")
        if anchor is None:
            continue
        if anchor in anchors:
            del element.attrib["id"]
        else:
            anchors[anchor] = str(element.tag)
    for reference in root.iter("xref"):
        target = reference.get("rid")
        if target in anchors:
            reference.set("ref-type", _KINDS.get(anchors[target], "other"))
        else:
            reference.attrib.pop("rid", None)
            reference.tag = "named-content"
            reference.set("content-type", "reference")
