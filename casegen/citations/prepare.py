"""Styles and references made fit for the processor, whose defects are worked around here.

Each was measured against citeproc-js, the reference implementation of CSL.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

from casegen.citations.bibliography import Entry, Piece
from casegen.citations.clusters import LOCATOR_TERM
from casegen.citations.csl import CslItem, as_csl
from casegen.citations.styles import Style
from casegen.identifiers import normalise_doi
from casegen.model import Reference
from casegen.model.names import apart

__all__ = [
    "locale_for",
    "names_authors",
    "numbered_as_pages",
    "prepared_item",
    "prepared_style",
    "unprinted_status",
]

_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_CSL = f"{{{_NAMESPACE}}}"
# From here on, telling authors apart by given names takes longer than all the rest, and ever longer.
_MANY = 200
_ARTICLES = ("article-journal", "article-magazine", "article-newspaper", "article", "paper-conference")
_LOCATORS = (
    "act", "appendix", "article-locator", "book", "canon", "chapter", "column", "elocation", "equation",
    "figure", "folio", "issue", "line", "note", "opus", "page", "paragraph", "part", "rule", "scene",
    "section", "sub-verbo", "supplement", "surah", "table", "timestamp", "title-locator", "verse", "version",
    "volume",
)  # fmt: skip


def prepared_style(text: str, *, references: int) -> str:
    """The style *text*, for so many *references*, as the processor prints it right."""
    ET.register_namespace("", _NAMESPACE)
    root = ET.fromstring(text)  # noqa: S314 -- without declarations: styles are looked at before
    for names in root.iter(f"{_CSL}names"):
        # Names with a label but no form of their own are printed behind their label: "In, editorsSmith".
        if names.find(f"{_CSL}label") is not None and names.find(f"{_CSL}name") is None:
            names.insert(0, ET.Element(f"{_CSL}name"))
    _name_locators(root)
    if references > _MANY:
        for element in root.iter(f"{_CSL}citation"):
            if (
                "givenname-disambiguation-rule" in element.attrib
                or "disambiguate-add-givenname" in element.attrib
            ):
                element.set("givenname-disambiguation-rule", "by-cite")
    return ET.tostring(root, encoding="unicode")


def _name_locators(root: ET.Element) -> None:
    """Give each kind of locator a name that is one in every language, in a form that is never printed."""
    locale = ET.Element(f"{_CSL}locale")
    terms = ET.SubElement(locale, f"{_CSL}terms")
    for name in _LOCATORS:
        term = ET.SubElement(terms, f"{_CSL}term", {"name": name, "form": "verb"})
        term.text = LOCATOR_TERM.format(name)
    info = root.find(f"{_CSL}info")
    root.insert(0 if info is None else list(root).index(info) + 1, locale)


def locale_for(language: str, style: Style) -> str:
    """The locale of the printed references: the article's language, in the style's own variety of it.

    A British style keeps its British words in an article that is only said to be in English.
    """
    own, given = style.locale.split("-")[0].lower(), language.replace("_", "-")
    if own and own == given.split("-")[0].lower():
        return style.locale
    return given or style.locale or "en-US"


def names_authors(style: Style) -> bool:
    """Whether *style* itself can set authors in a sentence: "Kim et al. (2020) reported"."""
    return style.kind in ("author-date", "author")


def prepared_item(reference: Reference) -> CslItem:
    """*reference* as CSL-JSON that the processor prints right: initials apart, its DOI without an address."""
    item = as_csl(reference)
    for role in item.values():
        if isinstance(role, list):
            for name in role:
                if isinstance(name, dict) and name.get("given"):
                    # "JH" is one name to CSL, of which it prints "J".
                    name["given"] = apart(name["given"], name.get("family", ""))
    if doi := normalise_doi(reference.DOI):
        item["DOI"] = doi
    return item


def numbered_as_pages(items: Sequence[CslItem], entries: Sequence[Entry]) -> list[CslItem]:
    """*items*, an article's number standing in for its pages where its entry prints neither.

    Many styles know nothing of article numbers, and without one the article cannot be found.
    """
    printed = {entry.key: entry for entry in entries}
    return [
        {**item, "page": item["number"]}
        if item["type"] in _ARTICLES
        and item.get("number")
        and not item.get("page")
        and not (item["id"] in printed and _says(_unlinked(printed[item["id"]]), str(item["number"])))
        else item
        for item in items
    ]


def unprinted_status(items: Sequence[CslItem], entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """*entries*, with "In press" or the like at the end of those that do not say it.

    Few styles print a status, and a reader looks in vain for volume and pages.
    """
    status = {item["id"]: str(item.get("status", "")).strip() for item in items}
    return tuple(
        _with_status(entry, said)
        if (said := status.get(entry.key, ""))
        and said.lower() != "published"
        and not _says(text_of(entry), said)
        else entry
        for entry in entries
    )


def _with_status(entry: Entry, status: str) -> Entry:
    """*entry* with *status* as a sentence of its own, which ends as the entry did."""
    said = status[:1].upper() + status[1:].rstrip(".")
    stopped = text_of(entry).endswith((".", "?", "!"))
    return replace(entry, pieces=(*entry.pieces, Piece(f" {said}." if stopped else f". {said}")))


def text_of(entry: Entry) -> str:
    """The characters of *entry*, without its label."""
    return "".join(piece.text for piece in entry.pieces)


def _unlinked(entry: Entry) -> str:
    """The characters of *entry* that are no DOI or address: these hold many a number."""
    return "".join(piece.text for piece in entry.pieces if not piece.href)


def _says(text: str, words: str) -> bool:
    """Whether *text* holds *words*, by themselves."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None
