"""Highwire Press tags, as Google Scholar's inclusion guidelines for webmasters and Zotero read them."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.document import Document, Journal, ReferenceEntry, plain
from casegen.media.record import dates, issns, medium
from casegen.writers.html.metadata import works
from casegen.writers.html.metadata.facts import email, orcid, page_address, pdf_address, sorted_name

__all__ = ["names"]

_Pairs = Iterator[tuple[str, str]]


def names(document: Document) -> _Pairs:
    """The ``citation_`` names and what they say of *document*; what is not known is empty."""
    yield "citation_title", document.title_text
    yield from _authors(document)
    yield from _dates(document)
    yield from _place(document)
    yield "citation_doi", document.doi if document.doi_url else ""
    yield "citation_language", document.language
    yield "citation_article_type", document.kind_label
    yield "citation_keywords", "; ".join(document.keywords)
    for kind in ("abstract_html", "fulltext_html", "public"):
        yield f"citation_{kind}_url", page_address(document)
    yield "citation_pdf_url", pdf_address(document)
    for award in document.awards:
        told = (("citation_funder", award.source), ("citation_grant_number", award.id))
        yield "citation_funding_source", _joined(told)
    for entry in document.references:
        yield "citation_reference", _reference(entry)


def _authors(document: Document) -> _Pairs:
    """Each author, followed by what is theirs: that is how these tags tell whose it is."""
    affiliations = {affiliation.id: affiliation.text for affiliation in document.affiliations}
    for author in document.authors:
        yield "citation_author", sorted_name(author)
        for anchor in author.affiliations:
            yield "citation_author_institution", affiliations.get(anchor, "")
        yield "citation_author_orcid", orcid(author)
        yield "citation_author_email", email(author)


def _dates(document: Document) -> _Pairs:
    """The date of publication; received, revised and accepted have names in Dublin Core."""
    for kind, date in dates(document):
        if kind == "published":
            written = date.iso.replace("-", "/")
            yield "citation_publication_date", written
            yield "citation_online_date", written if medium(document) == "online" else ""


def _place(document: Document) -> _Pairs:
    journal = document.journal or Journal("")
    yield "citation_journal_title", journal.title
    yield "citation_journal_abbrev", journal.abbreviation
    for issn in issns(document).values():
        yield "citation_issn", issn
    yield "citation_publisher", journal.publisher
    yield "citation_volume", document.volume
    yield "citation_issue", document.issue
    # An article's number stands where its page would.
    yield "citation_firstpage", document.first_page or document.pages or document.elocation_id
    yield "citation_lastpage", document.last_page


def _reference(entry: ReferenceEntry) -> str:
    """The parts of a cited work; the printed entry, which is also understood, where they are not known."""
    work = works.read(entry)
    if not work.title:
        return plain(entry.children)
    first, _, last = works.pages(work)
    container = "citation_journal_title" if work.type in works.ARTICLES else "citation_inbook_title"
    return _joined(
        (
            ("citation_title", work.title),
            *(("citation_author", name.sorted) for name in work.authors),
            (container, work.container),
            ("citation_publisher", work.publisher),
            ("citation_volume", work.volume),
            ("citation_issue", work.issue),
            ("citation_firstpage", first),
            ("citation_lastpage", last),
            ("citation_publication_date", work.date.replace("-", "/")),
            ("citation_doi", work.doi),
            ("citation_pmid", work.pmid),
            ("citation_issn", work.issn),
            ("citation_isbn", work.isbn),
        )
    )


def _joined(pairs: tuple[tuple[str, str], ...]) -> str:
    """``citation_title=A study; citation_volume=3``: the marks between them cannot stand inside one."""
    return "; ".join(f"{name}={content.replace(';', ',')}" for name, content in pairs if content)
