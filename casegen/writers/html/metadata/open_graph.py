"""Open Graph (ogp.me), by which whoever links to a page shows what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.document import Document
from casegen.media.record import published
from casegen.writers.html.metadata.facts import description, orcid, permanent_address

__all__ = ["properties"]

_LOCALE = re.compile(r"([a-z]{2,3})(?:-[a-z]{4})?-([a-z]{2})\b", re.IGNORECASE)


def properties(document: Document) -> Iterator[tuple[str, str]]:
    """The properties of *document*; what is not known is empty.

    A locale has a territory: one is given only where the article's language names it.
    """
    locale = _LOCALE.match(document.language)
    date = published(document)
    yield "og:type", "article"
    yield "og:title", document.title_text
    yield "og:description", description(document)
    yield "og:url", permanent_address(document)
    yield "og:site_name", document.journal.title if document.journal else ""
    yield "og:locale", f"{locale[1].lower()}_{locale[2].upper()}" if locale else ""
    yield "article:published_time", date.iso if date else ""
    yield "article:section", document.kind_label
    for author in document.authors:
        # The address of a profile is asked for.
        yield "article:author", orcid(author) or author.name
    for keyword in document.keywords:
        yield "article:tag", keyword
