"""What more than one vocabulary says of an article."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urljoin

from casegen.document import Author, Block, Document, Paragraph, plain
from casegen.media.record import dates

__all__ = [
    "abstract",
    "created",
    "description",
    "email",
    "orcid",
    "page_address",
    "pdf_address",
    "permanent_address",
    "sorted_name",
]

_DESCRIPTION_LENGTH = 300


def abstract(document: Document) -> str:
    """The whole abstract as text, each part with its label."""
    parts = ((part.title, " ".join(_texts(part.children))) for part in document.abstract)
    return " ".join(f"{title}: {text}" if title else text for title, text in parts)


def description(document: Document) -> str:
    """The beginning of the abstract as one line of text."""
    text = " ".join(text for part in document.abstract for text in _texts(part.children))
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    return text[:_DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def created(document: Document) -> str:
    """The article's own date: published, else accepted, else received."""
    known = {kind: date.iso for kind, date in dates(document)}
    return next((known[kind] for kind in ("published", "accepted", "received") if kind in known), "")


def page_address(document: Document) -> str:
    """Where the article is read on the web: the page that the workspace names, else its DOI's address."""
    return (document.depositor.resource if document.depositor else "") or document.doi_url


def permanent_address(document: Document) -> str:
    """The address by which the article is known, wherever it is read: its DOI's, else the page's."""
    return document.doi_url or page_address(document)


def pdf_address(document: Document) -> str:
    """Where the article's PDF is, if it is written too: it stands beside the page, under the same name.

    Google Scholar asks for an absolute address in the folder of the page. One is given where the workspace
    names the page; else it is relative to the page, wherever that is put, as browsers and Zotero read it.
    """
    if "pdf" not in document.beside:
        return ""
    page = document.depositor.resource if document.depositor else ""
    return urljoin(page, f"{quote(document.slug)}.pdf")


def sorted_name(author: Author) -> str:
    """``Whitlock, Robert J., Jr``: surname first, so that nobody has to guess where it begins."""
    return ", ".join(part for part in (author.family, author.given, author.suffix) if part) or author.name


def orcid(author: Author) -> str:
    """The address of *author*'s ORCID record, or nothing."""
    return author.orcid and f"https://orcid.org/{author.orcid}"


def email(author: Author) -> str:
    """*author*'s address, if they correspond: the others' are not printed, nor for those who gather them."""
    return author.email if author.corresponding else ""


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield " ".join(plain(block.children, cited=False).split())
