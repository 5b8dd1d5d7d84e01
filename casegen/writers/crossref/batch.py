"""The deposit as a whole: who makes it, the journal and its issue, the article.

The order of the elements is that of Crossref's schema 5.4.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from casegen.document import Award, Depositor, Document, Journal
from casegen.epoch import source_date
from casegen.media.record import dates, issns, language, medium, one_line, published
from casegen.model import PartialDate
from casegen.writers.crossref.cited import citation_list
from casegen.writers.crossref.elements import MAKE, YEARS, date, element, line
from casegen.writers.crossref.people import contributors
from casegen.writers.crossref.texts import abstract, title

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["batch", "timestamp"]

_LOCATION = "http://www.crossref.org/schema/5.4.0 https://www.crossref.org/schemas/crossref5.4.0.xsd"
_LONGEST_SLUG = 80
# As the schema tells the media of an ISSN.
_MEDIA = {"print": "print", "online": "electronic"}


def batch(document: Document) -> etree._Element:
    """The deposit of *document*, which lacks nothing for one."""
    journal, depositor, date_published = document.journal, document.depositor, published(document)
    if journal is None or depositor is None or date_published is None:
        raise ValueError("a document that lacks something has no deposit")
    body = element(
        "journal",
        _journal(journal, document),
        _issue(document, date_published),
        _article(document, date_published, depositor),
    )
    attributes = {"version": "5.4.0", "xsi:schemaLocation": _LOCATION}
    return MAKE.make("doi_batch", (_head(document, depositor), element("body", body)), attributes)


def timestamp(document: Document) -> str:
    """The version of the record: Crossref takes a deposit only where this is greater than in the last one.

    It is SOURCE_DATE_EPOCH where that is set (reproducible-builds.org), such as the time of the last commit;
    else the last day of the article's history. Crossref recommends its form, YYYYMMDDHHMMSS and milliseconds.
    CasegenError: SOURCE_DATE_EPOCH is no time.
    """
    if given := source_date():
        return f"{given:%Y%m%d%H%M%S}000"
    last = max(known for _, known in dates(document))
    return f"{last.year:04}{last.month or 1:02}{last.day or 1:02}000000000"


def _head(document: Document, depositor: Depositor) -> etree._Element:
    version = timestamp(document)
    return element(
        "head",
        line("doi_batch_id", f"{one_line(document.slug)[:_LONGEST_SLUG]}-{version}"),
        line("timestamp", version),
        element(
            "depositor",
            line("depositor_name", depositor.name),
            line("email_address", depositor.email),
        ),
        line("registrant", depositor.registrant),
    )


def _journal(journal: Journal, document: Document) -> etree._Element:
    return element(
        "journal_metadata",
        line("full_title", journal.title),
        line("abbrev_title", journal.abbreviation),
        *(line("issn", issn, media_type=_MEDIA[kind]) for kind, issn in issns(document).items()),
    )


def _issue(document: Document, date_published: PartialDate) -> etree._Element | None:
    """The issue, of whose date only the year is known; None where the article is in none."""
    volume, issue = line("volume", document.volume), line("issue", document.issue)
    if volume is None and issue is None:
        return None
    year = PartialDate(date_published.year)
    return element(
        "journal_issue",
        date("publication_date", year, media_type=medium(document)),
        element("journal_volume", volume) if volume is not None else None,
        issue,
    )


def _article(document: Document, date_published: PartialDate, depositor: Depositor) -> etree._Element:
    accepted = [known for kind, known in dates(document) if kind == "accepted" and known.year in YEARS]
    return element(
        "journal_article",
        title(document.title),
        contributors(document),
        abstract(document),
        date("publication_date", date_published, media_type=medium(document)),
        *(date("acceptance_date", known) for known in accepted[:1]),
        _pages(document),
        _article_number(document.elocation_id),
        _funding(document.awards),
        _licence(document, date_published),
        element("doi_data", line("doi", document.doi), line("resource", depositor.resource)),
        citation_list(document),
        publication_type="full_text",
        language=language(document) or None,
    )


def _pages(document: Document) -> etree._Element | None:
    first = line("first_page", document.first_page or document.last_page)
    last = line("last_page", document.last_page if document.first_page else "")
    return element("pages", first, last) if first is not None else None


def _article_number(number: str) -> etree._Element | None:
    item = line("item_number", number, item_number_type="article_number")
    return element("publisher_item", item) if item is not None else None


def _funding(awards: tuple[Award, ...]) -> etree._Element | None:
    """The grants, those of one funder in one group; a grant of nobody has no place in the schema."""
    numbers: dict[str, list[str]] = {}
    for award in awards:
        if funder := one_line(award.source):
            numbers.setdefault(funder, []).append(award.id)
    if not numbers:
        return None
    groups = (_assertion("fundgroup", *_group(funder, numbers[funder])) for funder in numbers)
    return MAKE("fr:program", *groups, name="fundref")


def _group(funder: str, numbers: list[str]) -> Iterator[etree._Element]:
    yield _assertion("funder_name", funder)
    for number in filter(None, map(one_line, numbers)):
        yield _assertion("award_number", number)


def _assertion(kind: str, *children: etree._Element | str) -> etree._Element:
    return MAKE("fr:assertion", *children, name=kind)


def _licence(document: Document, since: PartialDate) -> etree._Element | None:
    """The licence of the version of record, since the day of publication where the day is known."""
    address = document.license.url if document.license else ""
    if not address.startswith(("http://", "https://")):
        return None
    attributes = {"applies_to": "vor", "start_date": since.iso if since.day else None}
    return MAKE("ai:program", MAKE.make("ai:license_ref", (address,), attributes), name="AccessIndicators")
