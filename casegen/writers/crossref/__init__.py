"""The article's record for Crossref, which registers its DOI: deposit schema 5.4.0."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import Lack, writer


def _needs(document: Document) -> Iterator[Lack]:
    from casegen.writers.crossref.needs import lacks

    return lacks(document)


@writer(
    "crossref",
    suffix=".crossref.xml",
    media_type="application/vnd.crossref.deposit+xml",
    description="the deposit that registers the DOI with Crossref (schema 5.4.0)",
    needs=_needs,
    epoch=True,
)
def write_crossref(document: Document, theme: Theme) -> bytes:  # noqa: ARG001 -- as every writer
    """*document*, which lacks nothing, as a deposit of one journal article.

    CasegenError: SOURCE_DATE_EPOCH is no time.
    """
    from casegen.media.xml import serialised
    from casegen.writers.crossref.batch import batch

    return serialised(batch(document))
