"""The body of a Word document: page, tables, drawings and links as they are handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casegen.media.pandoc import tree
from casegen.media.pandoc.tree import Node
from casegen.writers.docx.look import Look
from casegen.writers.docx.styles import W, w

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["finish_body", "finish_notes", "new_page"]

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
# The styles of text that may follow on a table, how far it keeps off, and what the schema has before that.
_TEXT = frozenset({"BodyText", "FirstParagraph", "Compact", "BlockText", "SourceCode"})
_GAP = "200"
_BEFORE_BREAK = frozenset(f"{{{W}}}{name}" for name in ("pStyle", "keepNext", "keepLines"))
_BEFORE_SPACING = _BEFORE_BREAK | {f"{{{W}}}{name}" for name in ("pageBreakBefore", "numPr", "bidi")}
# The style by which a mark of a page's beginning is known.
_NEW_PAGE = "NewPage"
# Rows of a table that is kept on one page.
_KEPT_WHOLE = 14


def new_page() -> Node:
    """What begins a page, for pandoc: `finish_body` gives it to the paragraph that follows."""
    return tree.raw("openxml", f'<w:p><w:pPr><w:pStyle w:val="{_NEW_PAGE}"/></w:pPr></w:p>')


def finish_body(root: etree._Element, look: Look, *, right_to_left: bool) -> None:
    """Finish ``w:document`` in place."""
    body = root[0]
    for table in root.iter(_name("tbl")):
        _finish_table(table)
        if right_to_left:
            _turn(table)
    _finish_drawings(root)
    finish_notes(root)
    _begin_pages(root)
    for page in body.findall(_name("sectPr")):
        body.remove(page)
    body.append(_page(look, right_to_left=right_to_left))


def finish_notes(root: etree._Element) -> None:
    """Finish ``w:footnotes`` in place, and what a document's body has in common with it.

    Links within the document get a style of their own, quieter than that of links out of it.
    """
    _finish_formulas(root)
    for link in root.iter(_name("hyperlink")):
        if link.get(_name("anchor")) is not None:
            for style in link.iter(_name("rStyle")):
                style.set(_name("val"), "InternalLink")


def _finish_table(table: etree._Element) -> None:
    """Its text is smaller, no row is torn between pages, nor is a short table; text after it keeps off."""
    rows = table.findall(_name("tr"))
    for row in rows:
        properties = row.find(_name("trPr"))
        if properties is None:
            properties = w("w:trPr")
            row.insert(0, properties)
        properties.insert(0, w("w:cantSplit"))
    for at, row in enumerate(rows):
        kept = len(rows) <= _KEPT_WHOLE and at < len(rows) - 1
        for paragraph in row.iter(_name("p")):
            properties = paragraph.find(_name("pPr"))
            if properties is None:
                properties = w("w:pPr")
                paragraph.insert(0, properties)
            for style in properties.findall(_name("pStyle")):
                properties.remove(style)
            properties.insert(0, w("w:pStyle", w__val="TableText"))
            if kept:
                properties.insert(1, w("w:keepNext"))
    _keep_off(table)


def _turn(table: etree._Element) -> None:
    """The first column is the one on the right."""
    for style in table.findall(f"{_name('tblPr')}/{_name('tblStyle')}"):
        style.addnext(w("w:bidiVisual"))


def _keep_off(table: etree._Element) -> None:
    after = next(table.itersiblings(_name("p")), None)
    properties = None if after is None else after.find(_name("pPr"))
    if properties is None:
        return
    style = properties.find(_name("pStyle"))
    if style is not None and style.get(_name("val")) in _TEXT and properties.find(_name("spacing")) is None:
        place = max(at for at, found in enumerate(properties) if found.tag in _BEFORE_SPACING)
        properties.insert(place + 1, w("w:spacing", w__before=_GAP))


def _finish_drawings(root: etree._Element) -> None:
    """Each has a number of its own; its source, which pandoc notes, was only a stand-in."""
    for number, drawing in enumerate(root.iter(f"{{{_WP}}}docPr"), 1):
        drawing.set("id", str(number))
        drawing.set("name", f"Image {number}")
    for number, picture in enumerate(root.iter(f"{{{_PIC}}}cNvPr"), 1):
        picture.set("id", str(number))
        picture.set("name", f"Image {number}")
        picture.set("descr", "")


def _begin_pages(root: etree._Element) -> None:
    marks = [
        paragraph
        for paragraph in root.iter(_name("p"))
        for style in paragraph.findall(f"{_name('pPr')}/{_name('pStyle')}")
        if style.get(_name("val")) == _NEW_PAGE
    ]
    for mark in marks:
        after = next(mark.itersiblings(_name("p")), None)
        properties = None if after is None else after.find(_name("pPr"))
        if properties is not None:
            place = max(at for at, found in enumerate(properties) if found.tag in _BEFORE_BREAK)
            properties.insert(place + 1, w("w:pageBreakBefore"))
        body = mark.getparent()
        if body is not None:
            body.remove(mark)


def _finish_formulas(root: etree._Element) -> None:
    """Mend what pandoc writes in an order that the schema of formulas does not have."""
    for properties in root.iter(f"{{{_M}}}mcPr"):
        properties[:] = sorted(properties, key=lambda found: found.tag != f"{{{_M}}}count")
    for properties in root.iter(f"{{{_M}}}rPr"):
        if properties.find(f"{{{_M}}}nor") is not None:
            for style in properties.findall(f"{{{_M}}}sty"):
                properties.remove(style)


def _page(look: Look, *, right_to_left: bool) -> etree._Element:
    """The page: header, footer, lettered footnotes, paper, margins, and numbered lines where wanted."""
    width, height = map(str, look.paper)
    margin = str(look.margin)
    page = w(
        "w:sectPr",
        w("w:headerReference", w__type="default"),
        w("w:footerReference", w__type="default"),
        w("w:footnotePr", w("w:numFmt", w__val="lowerLetter")),
        w("w:pgSz", w__w=width, w__h=height),
        w(
            "w:pgMar",
            **{f"w__{side}": margin for side in ("top", "right", "bottom", "left")},
            w__header="708",
            w__footer="708",
            w__gutter="0",
        ),
        w("w:lnNumType", w__countBy="1", w__restart="continuous") if look.line_numbers else None,
        w("w:bidi") if right_to_left else None,
    )
    for reference, name in zip(page, ("header", "footer"), strict=False):
        reference.set(f"{{{_R}}}id", name)
    return page


def _name(local: str) -> str:
    return f"{{{W}}}{local}"
