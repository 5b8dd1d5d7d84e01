"""References in JATS: typed parts, and the text as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from casegen.document import ReferenceEntry
from casegen.writers.jats.cited_names import person_groups
from casegen.writers.jats.cited_parts import dates, identifiers, pages, published
from casegen.writers.jats.cited_titles import publication_type, titles
from casegen.writers.jats.inlines import CITED, inline
from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["reference"]


def reference(entry: ReferenceEntry) -> etree._Element:
    """An entry of the list: the work in parts, and as the article's style prints it (JATS4R, Citations)."""
    kind = publication_type(entry.item)
    parts = [part for part in _parts(entry.item, kind) if part is not None]
    printed = E("mixed-citation", *inline(entry.children, CITED))
    typed = E("element-citation", *parts, publication_type=kind) if parts else None
    return E(
        "ref",
        E.optional("label", entry.label),
        printed if typed is None else E("citation-alternatives", typed, printed),
        id_=entry.id,
    )


def _parts(item: Mapping[str, Any], kind: str) -> Iterator[etree._Element | None]:
    """The parts of a work, in the order in which references are commonly printed."""
    yield from person_groups(item, kind)
    yield from titles(item, kind)
    yield from published(item, kind)
    yield from dates(item)
    yield from pages(item, kind)
    yield from identifiers(item, kind)
