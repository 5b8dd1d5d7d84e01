"""The article as a whole, in JATS."""

from __future__ import annotations

from casegen.document import Document
from casegen.media.xml import serialised
from casegen.writers.jats.back import back
from casegen.writers.jats.blocks import sections
from casegen.writers.jats.front import front
from casegen.writers.jats.links import settle
from casegen.writers.jats.tags import E, language_tag, on_lines

__all__ = ["article"]

_DOCTYPE = (
    "<!DOCTYPE article PUBLIC "
    '"-//NLM//DTD JATS (Z39.96) Journal Publishing DTD with MathML3 v1.3 20210610//EN" '
    '"https://jats.nlm.nih.gov/publishing/1.3/JATS-journalpublishing1-3-mathml3.dtd">'
)


def article(document: Document) -> bytes:
    """*document* as a JATS file."""
    root = E(
        "article",
        front(document),
        E("body", *sections(document.body)) if document.body else None,
        back(document),
        article_type="case-report",
        dtd_version="1.3",
        xml__lang=language_tag(document.language),
    )
    settle(root)
    on_lines(root)
    return serialised(root, _DOCTYPE)
