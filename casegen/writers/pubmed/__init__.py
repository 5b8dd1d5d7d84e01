"""The article's record for PubMed and MEDLINE, as publishers send it to the National Library of Medicine."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import Lack, writer


def _needs(document: Document) -> Iterator[Lack]:
    from casegen.writers.pubmed.needs import lacks

    return lacks(document)


@writer(
    "pubmed",
    suffix=".pubmed.xml",
    media_type="application/xml",
    description="the citation that a publisher sends to PubMed",
    needs=_needs,
)
def write_pubmed(document: Document, theme: Theme) -> bytes:  # noqa: ARG001 -- as every writer
    """*document*, which lacks nothing, as a set of one article in NLM's PubMed journal article DTD.

    It is the DTD of what is sent to PubMed (``ArticleSet``), not of what it gives out (``PubmedArticleSet``).
    """
    from casegen.media.xml import serialised
    from casegen.writers.pubmed.article import DOCTYPE, article_set

    return serialised(article_set(document), DOCTYPE)
