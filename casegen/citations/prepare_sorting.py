"""The order of references: what has no author, or no date, comes after what has one.

So the reference implementation of CSL has it; the processor puts it first.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

__all__ = ["CITED_ORDER", "put_empty_last", "sort_ties_as_cited"]

_NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
# The variable that holds when a reference is first cited; no other style knows it.
CITED_ORDER = "casegen-order"
# What every reference has.
_NEVER_EMPTY = frozenset({"title", "citation-number", "citation-label"})


def sort_ties_as_cited(root: ET.Element) -> None:
    """Have the style *root* list what it sorts alike in the order of `CITED_ORDER`.

    Else the processor lists it as it is given, and letters it ("2001a", "2001b") in another order.
    """
    sort = root.find(f"{_NAMESPACE}bibliography/{_NAMESPACE}sort")
    if sort is not None:
        ET.SubElement(sort, f"{_NAMESPACE}key", {"variable": CITED_ORDER})


def put_empty_last(root: ET.Element) -> None:
    """Before each key that may be empty, set another one that asks whether it is, in the style *root*."""
    macros = {macro.get("name", ""): macro for macro in root.iter(f"{_NAMESPACE}macro")}
    asked: list[ET.Element] = []
    for sort in root.iter(f"{_NAMESPACE}sort"):
        for key in list(sort):
            variables = _asked_for(key, macros)
            if not variables or not _NEVER_EMPTY.isdisjoint(variables):
                continue
            name = f"casegen-has-{len(asked)}"
            asked.append(_question(name, variables))
            sort.insert(list(sort).index(key), ET.Element(f"{_NAMESPACE}key", {"macro": name}))
    for at, macro in enumerate(root):
        if macro.tag == f"{_NAMESPACE}macro":
            root[at:at] = asked
            return
    citation = root.find(f"{_NAMESPACE}citation")
    if citation is not None:
        at = list(root).index(citation)
        root[at:at] = asked


def _asked_for(key: ET.Element, macros: dict[str, ET.Element]) -> set[str]:
    """The variables that *key* sorts by; none where it always has something to sort by."""
    if variable := key.get("variable"):
        return {variable}
    variables: set[str] = set()
    for element, grouped in _reached(macros.get(key.get("macro", "")), macros, set(), grouped=False):
        tag = element.tag.removeprefix(_NAMESPACE)
        if tag == "text" and not grouped and ("term" in element.attrib or "value" in element.attrib):
            return set()
        if tag in ("text", "names", "number", "date"):
            variables.update(element.get("variable", "").split())
    return variables


def _reached(
    element: ET.Element | None, macros: dict[str, ET.Element], seen: set[str], *, grouped: bool
) -> Iterator[tuple[ET.Element, bool]]:
    """*element* and all it holds or calls, each with whether it stands in a group."""
    if element is None:
        return
    yield element, grouped
    called = element.get("macro")
    if called and called not in seen and element.tag == f"{_NAMESPACE}text":
        seen.add(called)
        yield from _reached(macros.get(called), macros, seen, grouped=grouped)
    # What stands in for names is not empty where they are: a group does not leave it out.
    within = element.tag != f"{_NAMESPACE}substitute" and (grouped or element.tag == f"{_NAMESPACE}group")
    for child in element:
        yield from _reached(child, macros, seen, grouped=within)


def _question(name: str, variables: set[str]) -> ET.Element:
    macro = ET.Element(f"{_NAMESPACE}macro", {"name": name})
    choose = ET.SubElement(macro, f"{_NAMESPACE}choose")
    condition = {"variable": " ".join(sorted(variables)), "match": "any"}
    ET.SubElement(ET.SubElement(choose, f"{_NAMESPACE}if", condition), f"{_NAMESPACE}text", {"value": "1"})
    ET.SubElement(ET.SubElement(choose, f"{_NAMESPACE}else"), f"{_NAMESPACE}text", {"value": "2"})
    return macro
