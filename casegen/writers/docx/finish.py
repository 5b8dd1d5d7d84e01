"""What pandoc wrote, finished: our styles, page and properties, the images, and nothing of the machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from casegen.document import Document
from casegen.media.pandoc.package import closed, exchanged, opened
from casegen.media.xml import serialised
from casegen.writers.docx.body import finish_body, finish_notes
from casegen.writers.docx.look import Look
from casegen.writers.docx.parts import core, extended, fonts, footer, header, settings
from casegen.writers.docx.styles import styles

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["finished"]

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>\n'
)


def finished(archive: bytes, document: Document, look: Look, images: Mapping[str, bytes]) -> bytes:
    """The DOCX that pandoc made of *document*, as casegen hands it on."""
    parts = exchanged(opened(archive), images)
    right_to_left = document.direction == "rtl"
    body, relations, types = (
        _read(parts[name])
        for name in ("word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml")
    )
    finish_body(body, look, right_to_left=right_to_left)
    for name in ("header", "footer"):
        _add_part(relations, types, name)
    notes = _read(parts["word/footnotes.xml"])
    finish_notes(notes)
    parts |= {
        "word/document.xml": serialised(body),
        "word/footnotes.xml": serialised(notes),
        "word/_rels/document.xml.rels": serialised(relations),
        "[Content_Types].xml": serialised(types),
        "word/styles.xml": styles(look, document.language, right_to_left=right_to_left),
        "word/settings.xml": settings(document.language, right_to_left=right_to_left),
        "word/fontTable.xml": fonts(look),
        "word/header1.xml": header(document, right_to_left=right_to_left),
        "word/footer1.xml": footer(document, look, right_to_left=right_to_left),
        "docProps/core.xml": core(document),
        "docProps/app.xml": extended(),
        "docProps/custom.xml": _EMPTY,
    }
    return closed(parts)


def _read(data: bytes) -> etree._Element:
    from lxml import etree

    # Text of any length may stand in one paragraph.
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _add_part(relations: etree._Element, types: etree._Element, name: str) -> None:
    from lxml import etree

    etree.SubElement(
        relations,
        f"{{{relations.nsmap[None]}}}Relationship",
        {"Id": name, "Type": _RELATIONS + name, "Target": f"{name}1.xml"},
    )
    etree.SubElement(
        types,
        f"{{{types.nsmap[None]}}}Override",
        {"PartName": f"/word/{name}1.xml", "ContentType": f"{_TYPES}{name}+xml"},
    )
