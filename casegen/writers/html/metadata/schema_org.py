"""schema.org as JSON-LD: the article, who wrote it, where it was published, and what it cites."""

from __future__ import annotations

import json
from typing import Any

from casegen.document import Affiliation, Author, Document, ReferenceEntry, plain
from casegen.media.record import issns, published
from casegen.writers.html.metadata import works
from casegen.writers.html.metadata.facts import (
    abstract,
    email,
    orcid,
    page_address,
    pdf_address,
    permanent_address,
)

__all__ = ["data"]

Node = dict[str, Any]

# CSL's types as schema.org's; any other is a work. Those of articles and chapters can have pages.
_PAGED = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "chapter": "Chapter",
    "entry-dictionary": "Article",
    "entry-encyclopedia": "Article",
    "paper-conference": "ScholarlyArticle",
    "report": "Report",
    "review": "ScholarlyArticle",
    "review-book": "ScholarlyArticle",
}
_WORKS = _PAGED | {
    "book": "Book",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "post-weblog": "BlogPosting",
    "software": "SoftwareApplication",
    "thesis": "Thesis",
    "webpage": "WebPage",
}


def data(document: Document) -> str:
    """*document* as a ``MedicalScholarlyArticle``, in JSON that can stand in a script of a page."""
    text = json.dumps({"@context": "https://schema.org", **_article(document)}, ensure_ascii=False)
    # No text may end the script or open a comment in it; in JSON these are only found in strings.
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _article(document: Document) -> Node:
    licence, date = document.license, published(document)
    affiliations = {affiliation.id: _institution(affiliation) for affiliation in document.affiliations}
    pdf = pdf_address(document)
    return _node(
        "MedicalScholarlyArticle",
        {
            "@id": permanent_address(document),
            "headline": document.title_text,
            "name": document.title_text,
            # The name of MeSH for the type of publication.
            "publicationType": "Case Reports",
            "author": [_author(author, affiliations) for author in document.authors],
            "datePublished": date.iso if date else "",
            "inLanguage": document.language,
            "keywords": list(document.keywords),
            "abstract": abstract(document),
            "identifier": _identifier("DOI", document.doi if document.doi_url else "", document.doi_url),
            "url": page_address(document),
            "isPartOf": _place(document),
            "publisher": _named("Organization", document.journal.publisher if document.journal else ""),
            "pageStart": document.first_page or document.elocation_id,
            "pageEnd": document.last_page,
            "pagination": document.pages or document.elocation_id,
            "license": (licence.url or licence.name) if licence else "",
            "copyrightYear": int(document.copyright_year) if document.copyright_year.isdecimal() else None,
            "copyrightNotice": document.copyright,
            "funding": [
                _node("Grant", {"identifier": a.id, "funder": _named("Organization", a.source)})
                for a in document.awards
            ],
            "encoding": _node("MediaObject", {"contentUrl": pdf, "encodingFormat": "application/pdf"})
            if pdf
            else None,
            "citation": [_work(entry) for entry in document.references],
        },
    )


def _author(author: Author, affiliations: dict[str, Node]) -> Node:
    known = {
        "@id": orcid(author),
        "name": author.name,
        "email": email(author),
        "identifier": _identifier("ORCID", author.orcid, orcid(author)),
    }
    theirs = [affiliations[anchor] for anchor in author.affiliations if anchor in affiliations]
    if author.group:
        return _node("Organization", {**known, "memberOf": theirs})
    parts = {"givenName": author.given, "familyName": author.family}
    after = ", ".join(filter(None, (author.suffix, *author.degrees)))
    return _node("Person", {**known, **parts, "honorificSuffix": after, "affiliation": theirs})


def _institution(affiliation: Affiliation) -> Node:
    given = affiliation
    address = {
        "addressLocality": given.city,
        "addressRegion": given.region,
        "postalCode": given.postal_code,
        "addressCountry": given.country_code or given.country,
    }
    ror = given.ror and f"https://ror.org/{given.ror}"
    return _node(
        "Organization",
        {
            "name": given.institution or given.text,
            "department": _named("Organization", given.department if given.institution else ""),
            "address": _node("PostalAddress", address) if any(address.values()) else None,
            "identifier": _identifier("ROR", given.ror, ror),
            "sameAs": ror,
        },
    )


def _place(document: Document) -> Node | None:
    journal = document.journal
    if journal is None:
        return None
    others = {
        "alternateName": journal.abbreviation,
        "url": journal.url,
        "issn": list(issns(document).values()),
    }
    return _issue(journal.title, others, document.volume, document.issue)


def _issue(periodical: str, others: Node, volume: str, issue: str) -> Node:
    """The issue of the volume of *periodical*, or the innermost of these that is known."""
    node = _node("Periodical", {"name": periodical, **others})
    if volume:
        node = _node("PublicationVolume", {"volumeNumber": volume, "isPartOf": node})
    if issue:
        node = _node("PublicationIssue", {"issueNumber": issue, "isPartOf": node})
    return node


def _work(entry: ReferenceEntry) -> Node:
    work = works.read(entry)
    if not work.title:
        return _named("CreativeWork", plain(entry.children)) or {}
    address = work.doi and f"https://doi.org/{work.doi}"
    container = None
    if work.container and work.type in works.ARTICLES:
        container = _issue(work.container, {"issn": work.issn}, work.volume, work.issue)
    elif work.container:
        container = _named("Book" if work.type == "chapter" else "CreativeWork", work.container)
    return _node(
        _WORKS.get(work.type, "CreativeWork"),
        {
            "@id": address,
            "name": work.title,
            "author": [_name(name) for name in work.authors],
            "datePublished": work.date,
            "isPartOf": container,
            "publisher": _named("Organization", work.publisher),
            "pagination": work.page if work.type in _PAGED else "",
            "isbn": work.isbn if work.type == "book" else "",
            "identifier": [
                found
                for found in (
                    _identifier("DOI", work.doi, address),
                    _identifier(
                        "PMID", work.pmid, work.pmid and f"https://pubmed.ncbi.nlm.nih.gov/{work.pmid}/"
                    ),
                )
                if found
            ],
            "url": work.url,
        },
    )


def _name(name: works.Name) -> Node:
    if name.literal:
        return _node("Organization", {"name": name.literal})
    return _node("Person", {"name": name.spoken, "familyName": name.family, "givenName": name.given})


def _identifier(scheme: str, value: str, address: str) -> Node | None:
    return _node("PropertyValue", {"propertyID": scheme, "value": value, "url": address}) if value else None


def _named(type: str, name: str) -> Node | None:
    return _node(type, {"name": name}) if name.strip() else None


def _node(type: str, properties: Node) -> Node:
    """A node of *type* with those of *properties* that say something."""
    return {"@type": type, **{key: value for key, value in properties.items() if value not in ("", None, [])}}
