"""What an e-book says of itself: the metadata of its package document (EPUB 3.3, section 5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from casegen.document import Author, Document
from casegen.media.images import assets
from casegen.media.moments import moment
from casegen.media.record import dates
from casegen.media.xml import Maker, legal

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["PREFIXES", "identifier", "metadata"]

PREFIXES = "a11y: http://www.idpf.org/epub/vocab/package/a11y/#"
"""The prefixes that the metadata uses and EPUB does not reserve: that of the accessibility vocabulary."""

_OPF = "http://www.idpf.org/2007/opf"
_m = Maker({None: _OPF, "dc": "http://purl.org/dc/elements/1.1/"})
# Where an article has no date and nobody gave one: the first moment that the archive itself can tell.
_NO_MOMENT = "1980-01-01T00:00:00Z"
# ONIX code list 5, Product Identifier Type: 06 is a DOI.
_DOI = "06"
_CONFORMS_TO = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
_SUMMARY = (
    "An article with a table of contents, headings in order, and links between citations and references in "
    "both directions. Tables have header cells{images}{maths}."
)
_IMAGES = "; images have alternative text"
_UNDESCRIBED = "; some images have no alternative text"
_MATHS = "; formulas are MathML"


def identifier(document: Document) -> str:
    """The book's identifier: the article's DOI, else one made of what it is called."""
    if document.doi:
        return f"doi:{document.doi}"
    name = legal(f"casegen:{document.slug}:{document.title_text}")
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def metadata(document: Document, own: str, *, has_maths: bool, undescribed: bool) -> etree._Element:
    """The ``metadata`` element; *own* is the XML id of the identifier."""
    return _m(
        "metadata",
        *_what(document, own),
        *(element for at, author in enumerate(document.authors, 1) for element in _creator(author, at)),
        *_about(document),
        *_accessibility(document, has_maths=has_maths, undescribed=undescribed),
    )


def _what(document: Document, own: str) -> Iterator[etree._Element]:
    yield _m("dc:identifier", identifier(document), id=own)
    if document.doi:
        yield _refined(own, "identifier-type", _DOI, scheme="onix:codelist5")
    yield _m("dc:title", document.title_text, id="title")
    yield _m("dc:language", document.language)
    yield _property("dcterms:modified", moment(document) or _NO_MOMENT)


def _creator(author: Author, place: int) -> Iterator[etree._Element]:
    own = f"creator-{place}"
    yield _m("dc:creator", author.name, id=own)
    yield _refined(own, "role", "aut", scheme="marc:relators")
    if author.family and author.given:
        yield _refined(own, "file-as", f"{author.family}, {author.given}")
    yield _refined(own, "display-seq", str(place))


def _about(document: Document) -> Iterator[etree._Element]:
    published = [date.iso for kind, date in dates(document) if kind == "published"]
    licence = document.license
    rights = (document.copyright, licence.statement if licence else "", licence.url if licence else "")
    pairs = [
        *(("dc:date", date) for date in published[:1]),
        ("dc:publisher", document.journal.publisher if document.journal else ""),
        ("dc:rights", " ".join(filter(None, rights))),
        *(("dc:subject", keyword) for keyword in document.keywords),
        ("dc:description", str(document.item.get("abstract") or "")),
        ("dc:source", document.doi_url),
        ("dc:type", document.kind_label),
    ]
    for name, text in pairs:
        if text.strip():
            yield _m(name, text)
    if document.journal and document.journal.title:
        yield _m("meta", document.journal.title, property="belongs-to-collection", id="journal")
        yield _refined("journal", "collection-type", "series")


def _accessibility(document: Document, *, has_maths: bool, undescribed: bool) -> Iterator[etree._Element]:
    """Schema.org's properties as EPUB Accessibility 1.1, section 2, asks for them.

    An article whose images have no descriptions claims no conformance.
    """
    images = assets(document)
    modes = ["textual", *(["visual"] if images else [])]
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"]
    if images and not undescribed:
        features.append("alternativeText")
    if has_maths:
        features.append("MathML")
    for mode in modes:
        yield _property("schema:accessMode", mode)
    if images:
        yield _property("schema:accessModeSufficient", "textual,visual")
    if not undescribed:
        yield _property("schema:accessModeSufficient", "textual")
    for feature in features:
        yield _property("schema:accessibilityFeature", feature)
    # Whether an image moves is not known of a GIF.
    moving = any(asset.media_type == "image/gif" for asset in images)
    yield _property("schema:accessibilityHazard", "unknown" if moving else "none")
    told = (_UNDESCRIBED if undescribed else _IMAGES) if images else ""
    summary = _SUMMARY.format(images=told, maths=_MATHS if has_maths else "")
    yield _m("meta", summary, property="schema:accessibilitySummary", xml__lang="en")
    if not undescribed:
        yield _m("meta", _CONFORMS_TO, property="dcterms:conformsTo", id="conformance")
        yield _refined("conformance", "a11y:certifiedBy", "casegen")


def _property(name: str, text: str) -> etree._Element:
    return _m("meta", text, property=name)


def _refined(id: str, name: str, text: str, scheme: str | None = None) -> etree._Element:
    return _m("meta", text, refines=f"#{id}", property=name, scheme=scheme)
