"""XML built from values: legal whatever the text, and the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Maker", "legal", "serialised"]

# What XML 1.0 has no characters for: controls, lone surrogates, and the two that are none.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """*text* with U+FFFD for each character that XML 1.0 cannot hold (XML 1.0, section 2.2)."""
    return _ILLEGAL.sub("\ufffd", text)


class Maker:
    """Makes elements of one vocabulary: ``maker("volume", "12")``, ``maker("p", "As ", link, " says")``.

    *namespaces* are the prefixes declared at the root, None for the default; a tag or attribute name may
    begin with one ("xlink:href").
    """

    def __init__(self, namespaces: Mapping[str | None, str] | None = None) -> None:
        self._namespaces = dict(namespaces or {})

    def __call__(
        self, tag: str, *children: etree._Element | str | None, **attributes: str | None
    ) -> etree._Element:
        """An element with text and elements inside; what is None is left out.

        Attributes: ``article_type`` is "article-type", a last underscore is dropped (``id_``, ``class_``),
        two are a colon (``xlink__href``).
        """
        return self.make(
            tag,
            children,
            {
                name.rstrip("_").replace("__", ":").replace("_", "-"): value
                for name, value in attributes.items()
            },
        )

    def make(
        self, tag: str, children: Iterable[etree._Element | str | None], attributes: Mapping[str, str | None]
    ) -> etree._Element:
        """As a call, with attributes named as they are written."""
        from lxml import etree

        element = etree.Element(self._name(tag, element=True), nsmap=self._namespaces)
        for name, value in attributes.items():
            if value is not None:
                element.set(self._name(name), legal(value))
        for child in children:
            if isinstance(child, str):
                _append_text(element, legal(child))
            elif child is not None:
                element.append(child)
        return element

    def optional(self, tag: str, text: str, **attributes: str | None) -> etree._Element | None:
        """An element with *text*, None where there is none."""
        return self(tag, text, **attributes) if text.strip() else None

    def _name(self, name: str, *, element: bool = False) -> str:
        prefix, colon, local = name.partition(":")
        if prefix == "xml" and colon:
            return f"{{http://www.w3.org/XML/1998/namespace}}{local}"
        if colon:
            return f"{{{self._namespaces[prefix]}}}{local}"
        default = self._namespaces.get(None) if element else None
        return f"{{{default}}}{name}" if default else name


def serialised(root: etree._Element, doctype: str = "") -> bytes:
    """*root* as UTF-8 with an XML declaration, and *doctype* (``<!DOCTYPE ...>``) where it is given.

    Not indented: white space in mixed content is text.
    """
    from lxml import etree

    etree.cleanup_namespaces(root, keep_ns_prefixes=[prefix for prefix in root.nsmap if prefix])
    body: bytes = etree.tostring(root, encoding="UTF-8")
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n' + (doctype.encode() + b"\n" if doctype else b"")
    return head + body.removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>\n") + b"\n"


def _append_text(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
