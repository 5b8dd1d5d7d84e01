"""Styles made fit for the processor, whose defects are worked around here.

Each was measured against citeproc-js, the reference implementation of CSL.
"""

from __future__ import annotations

from functools import lru_cache
from xml.etree import ElementTree as ET

from casegen.citations.clusters import LOCATOR_TERM, LOCATORS
from casegen.citations.prepare_sorting import put_empty_last, sort_ties_as_cited
from casegen.citations.styles import Style

__all__ = ["citations_are_sorted", "locale_for", "names_authors", "prepared_style"]

_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_CSL = f"{{{_NAMESPACE}}}"
# From here on, telling authors apart by given names takes longer than all the rest, and ever longer.
_MANY = 200


def prepared_style(text: str, *, references: int) -> str:
    """The style *text*, for so many *references*, as the processor prints it right."""
    return _prepared(text, many=references > _MANY)


@lru_cache(maxsize=8)  # a journal's thousand cases have one style
def _prepared(text: str, *, many: bool) -> str:
    ET.register_namespace("", _NAMESPACE)
    root = ET.fromstring(text)  # noqa: S314 -- without declarations: styles are looked at before
    for names in root.iter(f"{_CSL}names"):
        # Names with a label but no form of their own are printed behind their label: "In, editorsSmith".
        if names.find(f"{_CSL}label") is not None and names.find(f"{_CSL}name") is None:
            names.insert(0, ET.Element(f"{_CSL}name"))
    _name_locators(root)
    _set_labels_apart(root)
    put_empty_last(root)
    sort_ties_as_cited(root)
    citation = root.find(f"{_CSL}citation")
    if many and citation is not None:
        citation.set("givenname-disambiguation-rule", "by-cite")
    return str(ET.tostring(root, encoding="unicode"))


def _set_labels_apart(root: ET.Element) -> None:
    """Have the number or label that begins each entry set apart from it, as most styles do by themselves."""
    bibliography = root.find(f"{_CSL}bibliography")
    layout = None if bibliography is None else bibliography.find(f"{_CSL}layout")
    if bibliography is None or layout is None or "second-field-align" in bibliography.attrib:
        return
    first = next(iter(layout), None)
    if first is not None and first.get("variable") in ("citation-number", "citation-label"):
        bibliography.set("second-field-align", "flush")


@lru_cache(maxsize=8)
def citations_are_sorted(text: str) -> bool:
    """Whether the style *text* has an order of its own for the references in one citation."""
    citation = ET.fromstring(text).find(f"{_CSL}citation")  # noqa: S314 -- as above
    return citation is not None and citation.find(f"{_CSL}sort") is not None


def _name_locators(root: ET.Element) -> None:
    """Give each kind of locator a name that is one in every language, in a form that is never printed."""
    locale = ET.Element(f"{_CSL}locale")
    terms = ET.SubElement(locale, f"{_CSL}terms")
    for name in sorted(LOCATORS):
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
