"""The structure tree of a PDF, where the layout engine leaves it short of PDF/UA-1 (ISO 14289-1).

The engine tags every box. What it cannot know or does not say is mended here, in the objects it is about to
write: running heads are artifacts, header cells tell their scope, formulas are no figures, figures lie where
they are drawn, and a link says where it leads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["mend_tags"]

_POINTS = 0.75
"""A CSS pixel in points."""
_TARGET_LENGTH = 120


def mend_tags(pdf: Any, page: Any) -> None:
    """Mend the structure tree of *pdf*, laid out from the parsed HTML *page*."""
    elements = [thing for thing in pdf.objects if _type(thing) == "/StructElem"]
    _mark_artifacts(pdf, elements)
    formulas = {image.get("alt") for image in page.iter("img") if image.get("class") == "formula"}
    for element in elements:
        match element.get("S"):
            case "/TH":
                element["A"]["Scope"] = _scope(pdf, element)
            case "/Figure":
                _place(pdf, element)
                alternative = element.get("Alt")
                if alternative and alternative.string in formulas:
                    element["S"] = "/Formula"
    _describe_links(pdf, {found: element for element in page.iter() if (found := element.get("id"))})


def _mark_artifacts(pdf: Any, elements: list[Any]) -> None:
    """Make artifacts of the running heads and page numbers (ISO 14289-1, 7.8).

    The engine tags them, in elements that hang from nothing: a reader of the tree does not meet them, but one
    of the page does.
    """
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    reached = set(_below(pdf, root["K"]))
    marked: dict[bytes, set[int]] = defaultdict(set)
    for element in elements:
        if element.reference not in reached:
            marked[element["Pg"]].update(kid for kid in element["K"] if isinstance(kid, int))
            element.clear()
    parents = _at(pdf, root["ParentTree"])["Nums"]
    for reference, ids in marked.items():
        page = _at(pdf, reference)
        _rename(_at(pdf, page["Contents"]).stream, ids, middle=page["MediaBox"][3] / _POINTS / 2)
        of_page = parents[2 * page["StructParents"] + 1]
        for number in ids:
            of_page[number] = b"null"


def _below(pdf: Any, kids: Any) -> Iterator[bytes]:
    """The references of all structure elements from *kids* down."""
    waiting = list(kids)
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, bytes) and _type(_at(pdf, kid)) == "/StructElem":
            yield kid
            waiting.extend(_at(pdf, kid)["K"])


def _rename(content: list[Any], ids: set[int], middle: float) -> None:
    """Make artifacts of what *content* marks with one of *ids*; the page's *middle* is in pixels."""
    for at, operator in enumerate(content):
        if operator == b"BDC" and content[at - 1].get("MCID") in ids:
            content[at - 2] = "/Artifact"
            placed = next((part for part in content[at:] if part == b"EMC" or _is_placing(part)), b"EMC")
            properties: dict[str, str] = {"Type": "/Pagination"}
            if _is_placing(placed):
                properties["Subtype"] = "/Header" if float(placed.split()[-2]) < middle else "/Footer"
            content[at - 1].clear()
            content[at - 1].update(properties)


def _is_placing(part: Any) -> bool:
    return isinstance(part, bytes) and part.endswith(b" Tm")


def _scope(pdf: Any, header: Any) -> str:
    """What a header cell is a header of: cells of the table's head name columns, others their row."""
    group = _at(pdf, _at(pdf, header["P"])["P"])
    return "/Column" if group.get("S") == "/THead" else "/Row"


def _place(pdf: Any, figure: Any) -> None:
    """Give a figure's box as the page counts (ISO 32000-1, table 344): the engine counts from the top."""
    height = _at(pdf, figure["Pg"])["MediaBox"][3]
    left, top, right, bottom = (pixels * _POINTS for pixels in figure["A"]["BBox"])
    figure["A"]["BBox"][:] = left, height - bottom, right, height - top


def _describe_links(pdf: Any, targets: Mapping[str, Any]) -> None:
    """Say of each link inside the article what it leads to; the engine names the anchor."""
    described: dict[str, str] = {}
    for link in pdf.objects:
        if _type(link) != "/Annot" or "Dest" not in link:
            continue
        anchor = link["Dest"].string
        if anchor not in described:
            described[anchor] = _beginning(targets[anchor]) or anchor
        link["Contents"].string = described[anchor]


def _beginning(element: Any) -> str:
    """The first words in *element*."""
    text = " ".join("".join(element.itertext()).split())
    if len(text) <= _TARGET_LENGTH:
        return text
    return text[:_TARGET_LENGTH].rsplit(" ", 1)[0] + " …"


def _type(thing: Any) -> object:
    return thing.get("Type") if isinstance(thing, dict) else None


def _at(pdf: Any, reference: bytes) -> Any:
    """The object of *pdf* behind ``b"12 0 R"``."""
    return pdf.objects[int(reference.split()[0])]
