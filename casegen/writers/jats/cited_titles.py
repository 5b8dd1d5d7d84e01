"""What a reference is, and its titles, in JATS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from casegen.writers.jats.inlines import PROSE, inline
from casegen.writers.jats.markup import marked_up
from casegen.writers.jats.tags import E, language_tag

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["host", "publication_type", "text", "titles"]

# The types of CSL 1.0.2 as values of ``publication-type``: those that JATS4R and the tag library name, and
# plain words for works that neither does.
_TYPES = {
    "article": "working-paper",
    "article-journal": "journal",
    "article-magazine": "magazine",
    "article-newspaper": "newspaper",
    "bill": "legal",
    "book": "book",
    "broadcast": "broadcast",
    "chapter": "book",
    "classic": "book",
    "collection": "book",
    "dataset": "data",
    "document": "document",
    "entry": "book",
    "entry-dictionary": "book",
    "entry-encyclopedia": "book",
    "event": "confproc",
    "figure": "image",
    "graphic": "image",
    "hearing": "legal",
    "interview": "interview",
    "legal_case": "legal",
    "legislation": "legal",
    "manuscript": "manuscript",
    "map": "map",
    "motion_picture": "film",
    "musical_score": "music",
    "pamphlet": "book",
    "paper-conference": "confproc",
    "patent": "patent",
    "performance": "performance",
    "periodical": "journal",
    "personal_communication": "letter",
    "post": "web",
    "post-weblog": "web",
    "regulation": "legal",
    "report": "report",
    "review": "review",
    "review-book": "review",
    "software": "software",
    "song": "music",
    "speech": "speech",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "legal",
    "webpage": "web",
}
_CHAPTERS = ("chapter", "entry", "entry-dictionary", "entry-encyclopedia")
# Works whose title is never that of a source: they appear in one, also where it is not told.
_CONTRIBUTIONS = ("confproc", "journal", "letter", "magazine", "newspaper", "patent", "preprint", "review")


def text(item: Mapping[str, Any], key: str) -> str:
    """The value of *key* as text; empty where there is none."""
    return str(item.get(key) or "").strip()


def publication_type(item: Mapping[str, Any]) -> str:
    """The ``publication-type`` of *item*.

    An `article` is a preprint where all is known that JATS4R asks for (Preprint citations), else a working
    paper.
    """
    known = _TYPES.get(text(item, "type"), "document")
    if known != "working-paper":
        return known
    dated = item.get("issued", {}).get("date-parts")
    reached = text(item, "DOI") or text(item, "URL")
    whole = item.get("author") and text(item, "title") and dated and reached and host(item, "preprint")
    return "preprint" if whole else known


def host(item: Mapping[str, Any], kind: str) -> str:
    """What *item* appeared in; of preprints and data also the archive, which CSL calls the publisher."""
    archived = text(item, "publisher") if kind in ("preprint", "data") else ""
    return text(item, "container-title") or archived


def titles(item: Mapping[str, Any], kind: str) -> Iterator[etree._Element]:
    """The title of the work, and of what it appeared in."""
    title, source = text(item, "title"), host(item, kind)
    language = language_tag(text(item, "language"))
    if title:
        tag = _title_tag(text(item, "type"), kind, source)
        yield E(tag, *inline(marked_up(title), PROSE), xml__lang=language)
    if source:
        yield E("source", *inline(marked_up(source), PROSE))
    for key, tag in (
        ("part-title", "part-title"),
        ("volume-title", "part-title"),
        ("collection-title", "series"),
    ):
        if value := text(item, key):
            yield E(tag, *inline(marked_up(value), PROSE))


def _title_tag(csl_type: str, kind: str, source: str) -> str:
    if kind == "data":
        return "data-title"
    if csl_type in _CHAPTERS:
        return "chapter-title"
    if csl_type == "periodical":
        return "source"
    return "article-title" if source or kind in _CONTRIBUTIONS else "source"
