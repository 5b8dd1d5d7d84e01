"""Figures and tables in JATS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from casegen.document import Align, Asset, Cell, Figure, Inlines, Table, Timeline
from casegen.writers.jats.inlines import PROSE, TITLE, inline
from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["floating"]


def floating(node: Figure | Table | Timeline) -> Iterator[etree._Element]:
    """A figure or table; of the course of events both.

    With captions, alternative texts and sources, and cells that say what they head (JATS4R, Display objects;
    Accessibility).
    """
    match node:
        case Figure():
            yield _figure(node)
        case Table():
            yield _table(node)
        case Timeline(id=anchor, caption=caption, drawing=drawing, alt=alt):
            yield E("fig", _caption(caption), _graphic(drawing, alt), id_=anchor, fig_type="timeline")
            yield _table(node.table)


def _figure(node: Figure) -> etree._Element:
    return E(
        "fig",
        E.optional("label", node.label),
        _caption(node.caption),
        _graphic(node.asset, node.alt),
        _credit(node.credit),
        _permissions(node.license_url),
        id_=node.id or None,
    )


def _table(node: Table) -> etree._Element:
    notes = E("table-wrap-foot", E("p", *inline(node.notes, PROSE))) if node.notes else None
    head, body = _rows(node.head, "col"), _rows(node.body, "row")
    grid = None
    if head and body:
        grid = E("table", E("thead", *head), E("tbody", *body))
    elif head or body:
        grid = E("table", E("tbody", *head, *body))
    return E(
        "table-wrap",
        E.optional("label", node.label),
        _caption(node.caption),
        grid,
        notes,
        _credit(node.credit),
        _permissions(node.license_url),
        id_=node.id or None,
    )


def _caption(nodes: Inlines) -> etree._Element | None:
    return E("caption", E("p", *inline(nodes, PROSE))) if nodes else None


def _credit(nodes: Inlines) -> etree._Element | None:
    return E("attrib", *inline(nodes, PROSE)) if nodes else None


def _permissions(url: str) -> etree._Element | None:
    """The licence of a part that has its own (JATS4R, Permissions); its credit says it in words."""
    return E("permissions", E("license", E("ali:license_ref", url), xlink__href=url)) if url else None


def _graphic(asset: Asset, alt: str) -> etree._Element:
    mimetype, _, subtype = asset.media_type.partition("/")
    return E(
        "graphic",
        E.optional("alt-text", alt),
        mimetype=mimetype,
        mime_subtype=subtype or None,
        xlink__href=f"figures/{asset.name}",
    )


def _rows(rows: Iterable[tuple[Cell, ...]], scope: str) -> list[etree._Element]:
    return [E("tr", *(_cell(cell, scope) for cell in row)) for row in rows if row]


def _cell(cell: Cell, scope: str) -> etree._Element:
    """A cell; an empty one, such as a table's corner, heads nothing."""
    text = inline(cell.children, TITLE)
    align = None if cell.align is Align.LEFT else cell.align.value
    if cell.header and text:
        return E("th", *text, scope=scope, align=align)
    return E("td", *text, align=align)
