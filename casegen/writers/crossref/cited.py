"""The works that the article cites, each in its parts and as the reference list prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from casegen.document import Document, ReferenceEntry
from casegen.identifiers import normalise_doi, normalise_isbn, normalise_issn
from casegen.refs.keys import year_of
from casegen.refs.texts import plain
from casegen.writers.crossref.elements import DOI, element, line
from casegen.writers.crossref.texts import cited_text

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["citation_list"]

_TYPES = {
    "article": "preprint",
    "article-journal": "journal_article",
    "book": "book",
    "chapter": "book_chapter",
    "classic": "book",
    "collection": "collection",
    "dataset": "dataset",
    "entry-encyclopedia": "book_chapter",
    "paper-conference": "conference_paper",
    "patent": "patent",
    "periodical": "journal",
    "post": "web_resource",
    "post-weblog": "blog_post",
    "report": "report",
    "review": "journal_article",
    "software": "software",
    "standard": "standard",
    "thesis": "dissertation",
    "webpage": "web_resource",
}
_PERIODICALS = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "periodical", "review", "review-book"}
)
# What is a volume by itself.
_WHOLE = frozenset({"book", "classic", "collection", "report", "standard", "thesis"})
_FIRST_PAGE = re.compile(r"[^\s,;\u2013-]+")
_LONGEST_KEY = 128


def citation_list(document: Document) -> etree._Element | None:
    """The reference list; None where there is none.

    Crossref asks for as many parts as are known, so that it can find the DOIs of works that came without. A
    part that its schema does not take is in the printed reference all the same.
    """
    made = [_citation(number, entry) for number, entry in enumerate(document.references, 1)]
    return element("citation_list", *made) if made else None


def _citation(number: int, entry: ReferenceEntry) -> etree._Element:
    key = entry.id if len(entry.id) <= _LONGEST_KEY else f"ref-{number}"
    work_type = _TYPES.get(entry.item.get("type", ""), "other")
    return element("citation", *_parts(entry.item), cited_text(entry.children), key=key, type=work_type)


def _parts(item: Mapping[str, Any]) -> Iterator[etree._Element | None]:
    csl_type = item.get("type", "")
    texts = {name: plain(item.get(name)) for name in ("title", "container-title", "collection-title")}
    in_periodical = csl_type in _PERIODICALS
    is_whole = csl_type in _WHOLE and not texts["container-title"]
    yield line("issn", normalise_issn(str(item.get("ISSN", ""))) or "" if in_periodical else "")
    yield line("journal_title", texts["container-title"] if in_periodical else "")
    yield line("author", _first_author(item))
    yield line("volume", plain(item.get("volume")), 32)
    yield line("issue", plain(item.get("issue")), 32)
    page = _FIRST_PAGE.search(plain(item.get("page")))
    yield line("first_page", page[0] if page else "", 32)
    yield line("elocation_id", plain(item.get("number")) if in_periodical else "")
    yield line("cYear", year_of(dict(item)))
    doi = normalise_doi(str(item.get("DOI", ""))) or ""
    yield line("doi", doi if DOI.fullmatch(doi) else "")
    yield line("isbn", normalise_isbn(str(item.get("ISBN", ""))) or "")
    yield line("series_title", texts["collection-title"])
    yield line(
        "volume_title", texts["title"] if is_whole else "" if in_periodical else texts["container-title"]
    )
    yield line("edition_number", plain(item.get("edition")), 15)
    yield line("article_title", "" if is_whole else texts["title"])


def _first_author(item: Mapping[str, Any]) -> str:
    for name in (*item.get("author", ()), *item.get("editor", ())):
        particle = name.get("non-dropping-particle", "")
        return plain(f"{particle} {name['family']}" if name.get("family") else name.get("literal", ""))
    return ""
