"""The front of an article in JATS: the journal, and what is known of the article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from casegen.document import Document, Journal, License
from casegen.media.record import dates, medium, published
from casegen.model import PartialDate
from casegen.writers.jats.blocks import paragraphs
from casegen.writers.jats.dates import date_parts
from casegen.writers.jats.funding import funding
from casegen.writers.jats.inlines import TITLE, inline
from casegen.writers.jats.people import affiliation, author_notes, contributors
from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["front"]

_FORMATS = {"print": "print", "online": "electronic"}
# What JATS names the dates of a history (Publishing tag library 1.3, @date-type).
_EVENTS = {"received": "received", "revised": "rev-recd", "accepted": "accepted"}


def front(document: Document) -> etree._Element:
    """All that stands before the text."""
    return E("front", _journal(document.journal), E("article-meta", *_article(document)))


def _journal(journal: Journal | None) -> etree._Element:
    """The journal. The DTD wants its ids and ISSNs, which stand empty where they are not known."""
    known = journal or Journal("")
    issns = [E("issn", issn, publication_format=_FORMATS[kind]) for kind, issn in known.issns]
    titles = [
        E.optional("journal-title", known.title),
        E.optional("abbrev-journal-title", known.abbreviation, abbrev_type="publisher"),
    ]
    return E(
        "journal-meta",
        E("journal-id", known.abbreviation or known.title, journal_id_type="publisher-id"),
        E("journal-title-group", *titles) if known.title.strip() else None,
        *(issns or [E("issn")]),
        E("publisher", E("publisher-name", known.publisher)) if known.publisher.strip() else None,
        E("self-uri", xlink__href=known.url) if known.url else None,
    )


def _article(document: Document) -> Iterator[etree._Element | None]:
    """The parts of ``<article-meta>``, in the order of the DTD."""
    if document.doi_url:
        yield E("article-id", document.doi, pub_id_type="doi")
    yield E(
        "article-categories", E("subj-group", E("subject", document.kind_label), subj_group_type="heading")
    )
    yield E(
        "title-group",
        E("article-title", *inline(document.title, TITLE)),
        E.optional("alt-title", document.short_title, alt_title_type="running-head"),
    )
    yield contributors(document)
    yield from map(affiliation, document.affiliations)
    yield author_notes(document)
    yield _published(document)
    yield E.optional("volume", document.volume)
    yield E.optional("issue", document.issue)
    yield from _place(document)
    yield _history(document)
    yield _permissions(document)
    yield _abstract(document)
    if document.keywords:
        yield E("kwd-group", *(E("kwd", keyword) for keyword in document.keywords), kwd_group_type="author")
    yield funding(document)


def _published(document: Document) -> etree._Element | None:
    """When the article came out."""
    date = published(document)
    if date is None:
        return None
    return E(
        "pub-date",
        *date_parts(_parts(date)),
        publication_format=_FORMATS[medium(document)],
        date_type="pub",
        iso_8601_date=date.iso,
    )


def _history(document: Document) -> etree._Element | None:
    """What went before: publication is no part of it (Publishing tag library 1.3, <history>)."""
    events = [
        E("date", *date_parts(_parts(date)), date_type=_EVENTS[kind], iso_8601_date=date.iso)
        for kind, date in dates(document)
        if kind in _EVENTS
    ]
    return E("history", *events) if events else None


def _parts(date: PartialDate) -> tuple[int, int, int]:
    return date.year, date.month, date.day


def _place(document: Document) -> Iterator[etree._Element | None]:
    if document.first_page.strip():
        yield E("fpage", document.first_page)
        yield E.optional("lpage", document.last_page)
    elif document.elocation_id.strip():
        yield E("elocation-id", document.elocation_id)


def _permissions(document: Document) -> etree._Element | None:
    """Copyright and licence (JATS4R, Permissions): year and holder stand together or not at all."""
    known = document.copyright_year.strip() and document.copyright_holder.strip()
    made = [
        E.optional("copyright-statement", document.copyright),
        E("copyright-year", document.copyright_year) if known else None,
        E("copyright-holder", document.copyright_holder) if known else None,
        _license(document.license) if document.license else None,
    ]
    return E("permissions", *made) if any(part is not None for part in made) else None


def _license(given: License) -> etree._Element:
    return E(
        "license",
        E("ali:license_ref", given.url) if given.url else None,
        E("license-p", given.statement),
        license_type="open-access" if given.id.startswith("CC") else None,
        xlink__href=given.url or None,
    )


def _abstract(document: Document) -> etree._Element | None:
    """The abstract, in sections where it is structured."""
    if not document.abstract:
        return None
    content: list[etree._Element] = []
    for part in document.abstract:
        text = paragraphs(part.children)
        content += [E("sec", E("title", part.title), *text)] if part.title or content else text
    return E("abstract", *content)
