"""The article as JATS XML: the Journal Article Tag Suite that archives and indexes take in.

JATS 1.3 (ANSI/NISO Z39.96-2021), Journal Publishing tag set with MathML 3, tagged as the recommendations of
JATS4R (JATS for Reuse, NISO) ask. Always valid against the DTD, whatever the document holds.
"""

from __future__ import annotations

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import writer

__all__ = ["jats"]


@writer(
    "jats",
    suffix=".jats.xml",
    media_type="application/xml",
    description="JATS 1.3 XML, for archives and indexes",
    images=True,
)
def write_jats(document: Document, theme: Theme) -> bytes:  # noqa: ARG001 -- as every writer
    """*document* as `jats`: a theme has no part in it."""
    return jats(document)


def jats(document: Document) -> bytes:
    """*document* as a JATS file in UTF-8. Its images are named, not read: ``figures/<asset's name>``."""
    from casegen.writers.jats.article import article

    return article(document)
