"""Dublin Core, as DCMI's recommendation for HTML (DC-HTML, 2008) and libraries' harvesters have it."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.document import Document, plain
from casegen.media.record import dates, issns
from casegen.writers.html.metadata.facts import abstract, sorted_name

__all__ = ["VOCABULARIES", "names"]

VOCABULARIES = (
    ("schema.DC", "http://purl.org/dc/elements/1.1/"),
    ("schema.DCTERMS", "http://purl.org/dc/terms/"),
)
"""The links that say what the prefixes of the names mean."""

# A date of revision is one of change: "modified" may be repeated.
_DATES = {
    "received": "dateSubmitted",
    "revised": "modified",
    "accepted": "dateAccepted",
    "published": "issued",
}


def names(document: Document) -> Iterator[tuple[str, str]]:
    """The names and what they say of *document*; what is not known is empty."""
    journal, licence = document.journal, document.license
    yield "DC.title", document.title_text
    for author in document.authors:
        yield "DC.creator", sorted_name(author)
    for keyword in document.keywords:
        yield "DC.subject", keyword
    yield "DC.description", abstract(document)
    yield "DC.publisher", journal.publisher if journal else ""
    yield "DC.source", journal.title if journal else ""
    yield "DC.type", "Text"
    yield "DC.format", "text/html"
    yield "DC.language", document.language
    yield "DC.identifier", document.doi_url and f"doi:{document.doi}"
    yield "DC.rights", document.copyright
    for kind, date in dates(document):
        if kind == "published":
            yield "DC.date", date.iso
        yield f"DCTERMS.{_DATES[kind]}", date.iso
    yield "DCTERMS.bibliographicCitation", plain(document.citation_line)
    for issn in issns(document).values():
        yield "DCTERMS.isPartOf", f"urn:ISSN:{issn}"
    yield "DCTERMS.license", licence.url if licence else ""
    yield "DCTERMS.rightsHolder", document.copyright_holder
