"""The elements of JATS: how they are made, and how they stand on lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casegen.media.xml import Maker

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["E", "language_tag", "on_lines"]

E = Maker(
    {
        "xlink": "http://www.w3.org/1999/xlink",
        "mml": "http://www.w3.org/1998/Math/MathML",
        "ali": "http://www.niso.org/schemas/ali/1.0/",
    }
)
"""Makes elements of JATS, which are in no namespace; "xlink:", "mml:" and "ali:" are those of its DTD."""

# Elements that hold elements only, so that a line's end in them is no text.
_CONTAINERS = frozenset(
    (
        *("article", "front", "body", "back", "journal-meta", "journal-title-group", "publisher"),
        *("article-meta", "article-categories", "subj-group", "title-group", "contrib-group", "contrib"),
        *("author-notes", "history", "permissions", "license", "abstract", "kwd-group", "funding-group"),
        *("award-group", "sec", "ack", "fn-group", "fn", "list", "list-item"),
        *("disp-quote", "fig", "graphic", "caption", "table-wrap", "table", "thead", "tbody", "tr"),
        *("table-wrap-foot", "supplementary-material", "ref-list", "ref", "citation-alternatives"),
        "element-citation",
    )
)
# The form of a language tag (BCP 47), which xml:lang may hold.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,7}")


def language_tag(text: str) -> str | None:
    """*text* where it has the form of a language tag, else None: "en or French" is no value of xml:lang."""
    return text.strip() if _LANGUAGE.fullmatch(text.strip()) else None


def on_lines(root: etree._Element) -> None:
    """End a line after each part of *root* where white space says nothing, for people to read and compare."""
    for element in root.iter(*_CONTAINERS):
        if len(element):
            element.text = "\n"
            for child in element:
                child.tail = "\n"
