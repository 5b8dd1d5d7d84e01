"""What a page says of its article to search engines and reference managers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.document import Block, Document, Paragraph, plain
from casegen.model import read_date

__all__ = ["description", "metadata"]

_DESCRIPTION_LENGTH = 300


def metadata(document: Document) -> list[tuple[str, str]]:
    """The ``<meta>`` names and contents of *document*, in order; nothing empty.

    The citation_ names are Highwire Press tags, as Google Scholar's guidelines for webmasters and
    Zotero read them.
    """
    return [(name, content) for name, content in _pairs(document) if content]


def description(document: Document) -> str:
    """The beginning of the abstract as one line of text."""
    text = " ".join(_paragraphs(document))
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    return text[:_DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def _pairs(document: Document) -> Iterator[tuple[str, str]]:
    # Only dates of the calendar: a draft may hold another, which is printed as typed.
    dates = {date.kind: read.iso for date in document.history if (read := read_date(date.iso))}
    published = dates.get("published", "")
    yield "description", description(document)
    for author in document.authors:
        yield "author", author.name
    yield "keywords", ", ".join(document.keywords)
    yield "dcterms.created", published or dates.get("accepted", "") or dates.get("received", "")
    yield "citation_title", document.title_text
    affiliations = {affiliation.id: affiliation.text for affiliation in document.affiliations}
    for author in document.authors:
        yield "citation_author", author.name
        for anchor in author.affiliations:
            yield "citation_author_institution", affiliations[anchor]
        yield "citation_author_orcid", author.orcid and f"https://orcid.org/{author.orcid}"
    yield "citation_publication_date", published.replace("-", "/")
    if document.journal:
        yield "citation_journal_title", document.journal.title
        yield "citation_journal_abbrev", document.journal.abbreviation
        yield "citation_publisher", document.journal.publisher
        for _, issn in document.journal.issns:
            yield "citation_issn", issn
    yield "citation_volume", document.volume
    yield "citation_issue", document.issue
    first, last = _page_range(document.pages or document.elocation_id)
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_doi", document.doi
    yield "citation_language", document.language
    yield "citation_keywords", "; ".join(document.keywords)


def _paragraphs(document: Document) -> Iterator[str]:
    for part in document.abstract:
        yield from _texts(part.children)


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield " ".join(plain(block.children).split())


def _page_range(pages: str) -> tuple[str, str]:
    first, _, last = re.sub(r"\s*[-–—]\s*", "-", pages).partition("-")
    return first, last
