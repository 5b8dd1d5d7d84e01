"""What stands after the text of an article, in JATS: declarations, notes, references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from casegen.document import Document, Note, Section, Supplement
from casegen.media.xml import legal
from casegen.writers.jats.blocks import paragraphs, section, sections
from casegen.writers.jats.inlines import PROSE, TITLE, inline
from casegen.writers.jats.people import note_type
from casegen.writers.jats.references import reference
from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["back"]

# The declarations that make one statement on ethics (JATS4R, Ethics statements): the first holds the other.
_ETHICS = ("ethics", "consent")


def back(document: Document) -> etree._Element | None:
    """All that stands after the text; None where nothing does."""
    parts = [
        *_declarations(document),
        _supplements(document),
        _notes(document),
        _references(document),
        *sections(document.closing),
    ]
    known = [part for part in parts if part is not None]
    return E("back", *known) if known else None


def _declarations(document: Document) -> Iterator[etree._Element]:
    """Declarations in their order, without those that stand in the front; ethics and consent in one place."""
    ethics = {part.kind: part for part in document.back if part.kind in _ETHICS}
    for part in document.back:
        if part.kind in _ETHICS:
            if ethics:
                yield _ethics(ethics)
            ethics = {}
        elif part.kind == "acknowledgments":
            yield E("ack", E("title", *inline(part.title, TITLE)), *paragraphs(part.children), id_=part.id)
        elif part.kind != "funding" and not note_type(part):
            yield section(part)


def _ethics(parts: dict[str, Section]) -> etree._Element:
    """The statement on ethics, of which an article has one; consent stands within it."""
    first, *others = (parts[kind] for kind in _ETHICS if kind in parts)
    made = section(first, "ethics-statement")
    made.extend(section(other, f"ethics-{other.kind}") for other in others)
    return made


def _supplements(document: Document) -> etree._Element | None:
    if not document.supplements:
        return None
    title = E("title", document.words.get("supplementary", "Supplementary material"))
    return E("sec", title, *map(_supplement, document.supplements), sec_type="supplementary-material")


def _supplement(given: Supplement) -> etree._Element:
    mimetype, _, subtype = given.media_type.partition("/")
    title = E("title", given.title) if given.title.strip() else None
    description = E("p", *inline(given.description, PROSE)) if given.description else None
    told = title is not None or description is not None
    return E(
        "supplementary-material",
        E.optional("label", given.label),
        E("caption", title, description) if told else None,
        id_=given.id,
        mimetype=mimetype,
        mime_subtype=subtype or None,
        xlink__href=quote(legal(given.file), safe="/:?#[]@!$&'()+*,;=%~"),
    )


def _notes(document: Document) -> etree._Element | None:
    """The footnotes, as one group."""
    return E("fn-group", *map(_note, document.notes)) if document.notes else None


def _note(note: Note) -> etree._Element:
    return E("fn", E.optional("label", note.mark), *paragraphs(note.children), id_=note.id)


def _references(document: Document) -> etree._Element | None:
    if not document.references:
        return None
    title = E("title", document.words.get("references", "References"))
    return E("ref-list", title, *map(reference, document.references))
