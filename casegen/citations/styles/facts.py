"""What a style does, read from its XML: its kind, whether its citations are raised, what they print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast, get_args

from casegen.citations.styles.tree import Element
from casegen.values import Value

__all__ = ["Facts", "Kind", "facts_of", "parent_of", "title_of"]

Kind = Literal["numeric", "author-date", "author", "label", "note"]


class Facts(Value):
    """What a style says of itself; *locale* and *title* are empty where it says nothing.

    *lists*: it prints a list of references.
    """

    title: str
    locale: str
    kind: Kind
    raised: bool
    locators: bool
    lists: bool


class _Printed(Value):
    """A variable that a citation prints, and whether it is raised there."""

    variable: str
    raised: bool


def facts_of(root: Element) -> Facts:
    """What is known of the independent style *root*, which is as CSL wants it."""
    citation = root.child("citation")
    layout = citation.child("layout") if citation else None
    printed = frozenset(_printed(root, layout)) if layout else frozenset()
    names = frozenset(one.variable for one in printed)
    return Facts(
        title_of(root),
        root.attributes.get("default-locale", ""),
        _kind(root, names),
        _Printed("citation-number", raised=True) in printed
        or (layout is not None and layout.attributes.get("vertical-align") == "sup"),
        "locator" in names,
        root.child("bibliography") is not None,
    )


def title_of(root: Element) -> str:
    """The title that the style *root* gives itself."""
    info = root.child("info")
    title = info.child("title") if info else None
    return " ".join(title.text.split()) if title else ""


def parent_of(root: Element) -> Element | None:
    """The link to the style that prints for the dependent style *root*; None where it is independent."""
    info = None if root.child("citation") else root.child("info")
    links = (child for child in info.children if child.tag == "link") if info else ()
    return next((link for link in links if link.attributes.get("rel") == "independent-parent"), None)


def _kind(root: Element, printed: frozenset[str]) -> Kind:
    """The kind a style gives itself; where it does not, what its citations show."""
    info = root.child("info")
    given = [child.attributes.get("citation-format") for child in info.children] if info else []
    for kind in given:
        if kind in get_args(Kind):
            return cast("Kind", kind)
    if root.attributes.get("class") == "note":
        return "note"
    if "citation-number" in printed:
        return "numeric"
    if "citation-label" in printed:
        return "label"
    return "author-date" if "issued" in printed else "author"


def _printed(root: Element, layout: Element) -> Iterator[_Printed]:
    """Every variable that *layout* prints, itself or by the macros it calls."""
    macros = {child.attributes.get("name"): child for child in root.children if child.tag == "macro"}
    called = set()
    left = [(layout, False)]
    while left:
        element, around = left.pop()
        align = element.attributes.get("vertical-align")
        raised = align == "sup" if align else around
        if element.tag in ("text", "number", "date", "names"):
            for variable in element.attributes.get("variable", "").split():
                yield _Printed(variable, raised)
        macro = macros.get(element.attributes.get("macro"))
        if element.tag == "text" and macro is not None and (id(macro), raised) not in called:
            called.add((id(macro), raised))
            left.append((macro, raised))
        left.extend((child, raised) for child in element.children)
