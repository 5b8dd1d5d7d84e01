"""The article in the elements of the PubMed journal article DTD, and in their order.

What each holds is told in "XML Help for PubMed Data Providers" (NLM).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from casegen import document as d
from casegen.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from casegen.media.faces import MATHML, Faces
from casegen.media.record import dates, issns, language, medium, one_line, published
from casegen.media.xml import Maker
from casegen.model import PartialDate
from casegen.writers.pubmed.people import author_list

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["DOCTYPE", "article_set"]

DOCTYPE = (
    '<!DOCTYPE ArticleSet PUBLIC "-//NLM//DTD PubMed 3.0//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/in/PubMed.dtd">'
)
_MAKE = Maker()
_FACES = Faces(
    _MAKE,
    {d.Emphasis: "i", d.Strong: "b", d.Superscript: "sup", d.Subscript: "sub"},
    # The DTD knows no namespace but at the formula itself.
    Maker({"mml": MATHML}),
)
_STATUS = {"online": "epublish", "print": "ppublish"}
# Of the article's history; the day of publication stands with the journal.
_HISTORY = ("received", "revised", "accepted")
# NLM's heading for what stands in a structured abstract without one.
_UNLABELLED = "UNLABELLED"


def article_set(document: d.Document) -> etree._Element:
    """A set with *document*, which lacks nothing for it, as its one article."""
    journal, date = document.journal, published(document)
    if journal is None or date is None:
        raise ValueError("a document that lacks something has no citation")
    return _MAKE("ArticleSet", _article(document, journal, date))


def _article(document: d.Document, journal: d.Journal, date: PartialDate) -> etree._Element:
    code = language(document)
    # PubMed's own title and abstract are English; those of other articles have elements of their own.
    english = code in ("en", "")
    abstract = list(_abstract(document.abstract))
    return _MAKE(
        "Article",
        _journal(document, journal, date),
        _MAKE("ArticleTitle" if english else "VernacularTitle", *_FACES(document.title)),
        _line("FirstPage", document.first_page),
        _line("LastPage", document.last_page or document.first_page),
        *_places(document),
        _line("Language", code.upper()),
        author_list(document, _MAKE),
        _MAKE("PublicationType", "Case Reports"),
        _identifiers({"doi": document.doi if document.doi_url else ""}),
        _history(document),
        _MAKE("Abstract", *abstract) if abstract and english else None,
        _MAKE("OtherAbstract", *abstract, Language=code) if abstract and not english else None,
        _line("CopyrightInformation", document.copyright),
        _line("CoiStatement", _interests(document)),
        _objects(document),
        _references(document.references),
    )


def _line(tag: str, text: str, **attributes: str) -> etree._Element | None:
    return _MAKE.optional(tag, one_line(text), **attributes)


def _journal(document: d.Document, journal: d.Journal, date: PartialDate) -> etree._Element:
    known, published_in = issns(document), medium(document)
    return _MAKE(
        "Journal",
        _line("PublisherName", journal.publisher),
        # PubMed asks for the abbreviation of the NLM Catalog.
        _line("JournalTitle", one_line(journal.abbreviation) or journal.title),
        _line("Issn", known.get(published_in) or next(iter(known.values()))),
        _line("Volume", document.volume),
        _line("Issue", document.issue),
        _date(date, _STATUS[published_in]),
    )


def _date(date: PartialDate, status: str) -> etree._Element:
    return _MAKE(
        "PubDate",
        _line("Year", f"{date.year:04}"),
        _line("Month", f"{date.month:02}" if date.month else ""),
        _line("Day", f"{date.day:02}" if date.day else ""),
        PubStatus=status,
    )


def _places(document: d.Document) -> Iterator[etree._Element | None]:
    """Where the article is found on the web: its DOI, and its article number."""
    yield _line("ELocationID", document.doi if document.doi_url else "", EIdType="doi")
    yield _line("ELocationID", document.elocation_id, EIdType="pii")


def _identifiers(given: Mapping[str, str]) -> etree._Element | None:
    made = [_line("ArticleId", value, IdType=kind) for kind, value in given.items() if value]
    return _MAKE("ArticleIdList", *made) if made else None


def _history(document: d.Document) -> etree._Element | None:
    """The days before publication; PubMed asks for whole dates there."""
    known = [_date(date, kind) for kind, date in dates(document) if kind in _HISTORY and date.day]
    return _MAKE("History", *known) if known else None


def _abstract(parts: tuple[d.AbstractPart, ...]) -> Iterator[etree._Element | str]:
    given = [part for part in parts if part.children]
    if not any(part.title for part in given):
        for part in given:
            yield from _run(part.children)
        return
    for part in given:
        label = one_line(part.title).upper() or _UNLABELLED
        yield _MAKE("AbstractText", *_run(part.children), Label=label)


def _run(blocks: d.Blocks) -> Iterator[etree._Element | str]:
    """*blocks* in one line, for PubMed has no paragraphs."""
    space = ""
    for block in blocks:
        if inside := list(_block(block)):
            yield from (space, *inside)
            space = " "


def _block(block: d.Block) -> Iterator[etree._Element | str]:
    match block:
        case d.Paragraph(children=children):
            yield from _FACES(children)
        case d.Quote(children=children):
            yield from _run(children)
        case d.ListBlock(items=items):
            yield from _run(tuple(inside for item in items for inside in item))
        case d.CodeBlock(text=text):
            yield one_line(text)
        case d.MathBlock(tex=tex):
            yield from _FACES((d.Math(tex),))
        case d.Table(head=head, body=body):
            yield "; ".join(d.plain(cell.children) for row in (*head, *body) for cell in row)


def _interests(document: d.Document) -> str:
    return " ".join(
        d.plain(block.children)
        for section in document.back
        if section.kind == "competing_interests"
        for block in section.children
        if isinstance(block, d.Paragraph)
    )


def _objects(document: d.Document) -> etree._Element | None:
    """Keywords and grants."""
    made = [_object("keyword", value=keyword) for keyword in document.keywords]
    made += [_object("grant", id=award.id, grantor=award.source) for award in document.awards]
    told = [each for each in made if len(each)]
    return _MAKE("ObjectList", *told) if told else None


def _object(kind: str, **params: str) -> etree._Element:
    return _MAKE("Object", *(_line("Param", value, Name=name) for name, value in params.items()), Type=kind)


def _references(entries: tuple[d.ReferenceEntry, ...]) -> etree._Element | None:
    return _MAKE("ReferenceList", *map(_reference, entries)) if entries else None


def _reference(entry: d.ReferenceEntry) -> etree._Element:
    item = entry.item
    identifiers = {
        "doi": normalise_doi(str(item.get("DOI", ""))) or "",
        "pubmed": normalise_pmid(str(item.get("PMID", ""))) or "",
        "pmcid": normalise_pmcid(str(item.get("PMCID", ""))) or "",
    }
    return _MAKE("Reference", _MAKE("Citation", *_FACES(entry.children)), _identifiers(identifiers))
