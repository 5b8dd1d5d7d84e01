"""The whole article as one Markdown file."""

from __future__ import annotations

from casegen.document import Document, Inlines, Note, Strong, Supplement, Text
from casegen.writers.markdown.blocks import Blocker
from casegen.writers.markdown.front import metadata, references
from casegen.writers.markdown.inlines import Liner

__all__ = ["markdown"]


def markdown(document: Document) -> str:
    """*document*: metadata, the text with the place of the reference list, the notes, and the works cited.

    Those are metadata too, but stand at the end, where they are not in the way of who reads the file.
    """
    liner = Liner({note.id: note for note in document.notes})
    blocker = Blocker(liner)
    parts = [
        blocker.lines(document.body),
        blocker.lines(document.back),
        _supplements(document, blocker),
        _references(document, blocker),
        blocker.lines(document.closing),
        *(_note(note, Blocker(liner.within(in_note=True))) for note in document.notes),
    ]
    text = "\n\n".join("\n".join(part) for part in parts if part)
    return "\n".join(
        filter(None, [metadata(document, liner), f"{text}\n" if text else "", references(document, liner)])
    )


def _word(document: Document, key: str) -> str:
    return document.words.get(key) or key.capitalize()


def _supplements(document: Document, blocker: Blocker) -> list[str]:
    if not document.supplements:
        return []
    items = [blocker.paragraph(_supplement(supplement)) for supplement in document.supplements]
    heading = blocker.heading(1, (Text(_word(document, "supplementary")),), "supplementary")
    return [*heading, "", *blocker.items(items, ["-"] * len(items), tight=True)]


def _supplement(supplement: Supplement) -> Inlines:
    named = ". ".join(filter(None, [supplement.label, supplement.title]))
    described = (Text(" "), *supplement.description) if supplement.description else ()
    return (Strong((Text(f"{named}."),)), *described, Text(f" ({supplement.file})"))


def _references(document: Document, blocker: Blocker) -> list[str]:
    """The heading of the list, and where pandoc sets the list itself."""
    if not document.references:
        return []
    heading = blocker.heading(1, (Text(_word(document, "references")),), "references")
    return [*heading, "", "::: {#refs}", ":::"]


def _note(note: Note, blocker: Blocker) -> list[str]:
    first, *rest = blocker.lines(note.children) or [""]
    return [f"[^{note.mark}]: {first}".rstrip(), *(f"    {line}" if line else "" for line in rest)]
