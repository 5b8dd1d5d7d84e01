"""The structure tree of a PDF, where the layout engine leaves it short of PDF/UA-1 (ISO 14289-1).

The engine tags every box. What it cannot know or does not say is mended here, in the objects it is about to
write: running heads are artifacts, header cells tell their scope, formulas are no figures, figures lie where
they are drawn, items of lists have a body, and a link is one and says where it leads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

__all__ = ["mend_tags"]

# A CSS pixel in points.
_POINTS = 0.75
# What a link says of where it leads, in characters.
_TARGET_LENGTH = 120


def mend_tags(pdf: Any, page: Any) -> None:
    """Mend the structure tree of *pdf*, laid out from the parsed HTML *page*."""
    tree = _Tree(pdf)
    _mark_artifacts(tree)
    formulas = {image.get("alt") for image in page.iter("img") if image.get("class") == "formula"}
    for element in tree.elements:
        match element["S"]:
            case "/TH":
                element["A"]["Scope"] = _scope(tree, element)
            case "/LI":
                _embody(tree, element)
            case "/Figure":
                _place(tree, element)
                if "Alt" in element and element["Alt"].string in formulas:
                    element["S"] = "/Formula"
        if element["S"] != "/Link":
            _hand_links_up(tree, element)
    _describe_links(tree, {found: element for element in page.iter() if (found := element.get("id"))})


class _Tree:
    """The structure *elements* of a PDF, in the order they were made, and what the engine lost of them."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        root = self.at(pdf.catalog["StructTreeRoot"])
        reached = set(self._below(root["K"]))
        made = [thing for thing in pdf.objects if _type(thing) == "/StructElem"]
        self.elements = [element for element in made if element.reference in reached]
        self.lost = [element for element in made if element.reference not in reached]
        self._parents = self.at(root["ParentTree"])["Nums"]

    def at(self, reference: bytes) -> Any:
        """The object behind ``b"12 0 R"``."""
        return self.pdf.objects[int(reference.split()[0])]

    def of_page(self, page: Any) -> Any:
        """The elements of what *page* marks, by its mark's number."""
        return self._parents[2 * page["StructParents"] + 1]

    def put_link(self, annotation: Any, element: Any) -> None:
        """Say that *annotation* belongs to *element*."""
        self._parents[2 * annotation["StructParent"] + 1] = element.reference

    def _below(self, kids: Any) -> Iterator[bytes]:
        waiting = list(kids)
        while waiting:
            kid = waiting.pop()
            if isinstance(kid, bytes) and _type(self.at(kid)) == "/StructElem":
                yield kid
                waiting.extend(self.at(kid)["K"])


def _type(thing: Any) -> object:
    return thing.get("Type") if isinstance(thing, dict) else None


def _mark_artifacts(tree: _Tree) -> None:
    """Make artifacts of the running heads and page numbers (7.8).

    The engine tags them, in elements that hang from nothing: who reads the tree does not meet them, but who
    reads the page does.
    """
    marked: dict[bytes, set[int]] = defaultdict(set)
    for element in tree.lost:
        marked[element["Pg"]].update(kid for kid in element["K"] if isinstance(kid, int))
        element.clear()
    for reference, ids in marked.items():
        page = tree.at(reference)
        _rename(tree.at(page["Contents"]).stream, ids, middle=page["MediaBox"][3] / _POINTS / 2)
        for number in ids:
            tree.of_page(page)[number] = b"null"


def _rename(content: list[Any], ids: set[int], middle: float) -> None:
    """Make artifacts of what *content* marks with one of *ids*; the page's *middle* is in pixels."""
    for at, operator in enumerate(content):
        if operator == b"BDC" and content[at - 1].get("MCID") in ids:
            placed = next((part for part in content[at:] if part == b"EMC" or _is_placing(part)), b"EMC")
            content[at - 2] = "/Artifact"
            content[at - 1].clear()
            content[at - 1]["Type"] = "/Pagination"
            if _is_placing(placed):
                is_above = float(placed.split()[-2]) < middle
                content[at - 1]["Subtype"] = "/Header" if is_above else "/Footer"


def _is_placing(part: Any) -> bool:
    return isinstance(part, bytes) and part.endswith(b" Tm")


def _scope(tree: _Tree, header: Any) -> str:
    """What a header cell is the header of (7.5): in the table's head of a column, else of a row."""
    row = tree.at(header["P"])
    return "/Column" if tree.at(row["P"]).get("S") == "/THead" else "/Row"


def _embody(tree: _Tree, item: Any) -> None:
    """Put what is neither label nor body of a list's *item* into a body (ISO 32000-1, 14.8.4.3.3)."""
    kids: list[bytes] = []
    for is_part, run in groupby(item["K"], lambda kid: tree.at(kid)["S"] in ("/Lbl", "/LBody")):
        if is_part:
            kids.extend(run)
            continue
        # As the engine makes its own, in a class this module need not know.
        body = type(item)({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
        tree.pdf.add_object(body)
        body["K"] = type(item["K"])(run)
        for kid in body["K"]:
            tree.at(kid)["P"] = body.reference
        kids.append(body.reference)
    item["K"][:] = kids


def _place(tree: _Tree, figure: Any) -> None:
    """Give a figure's box as the page counts (ISO 32000-1, table 344): the engine counts from the top."""
    height = tree.at(figure["Pg"])["MediaBox"][3]
    left, top, right, bottom = (pixels * _POINTS for pixels in figure["A"]["BBox"])
    figure["A"]["BBox"][:] = left, height - bottom, right, height - top


def _hand_links_up(tree: _Tree, element: Any) -> None:
    """Hand an annotation of what stands in a link, such as stressed words, to the link itself (7.18.5).

    The engine makes a link of each box in it.
    """
    for kid in [kid for kid in element["K"] if isinstance(kid, bytes) and _type(tree.at(kid)) == "/OBJR"]:
        link = element
        while link["S"] not in ("/Link", "/Document"):
            link = tree.at(link["P"])
        if link["S"] == "/Link":
            element["K"].remove(kid)
            link["K"].append(kid)
            tree.put_link(tree.at(tree.at(kid)["Obj"]), link)


def _describe_links(tree: _Tree, targets: Mapping[str, Any]) -> None:
    """Say of each link inside the article what it leads to (7.18.5); the engine names the anchor."""
    described: dict[str, str] = {}
    for link in tree.pdf.objects:
        if _type(link) != "/Annot" or "Dest" not in link:
            continue
        anchor = link["Dest"].string
        if anchor not in described:
            target = targets.get(anchor)
            described[anchor] = anchor if target is None else _beginning(target) or anchor
        link["Contents"].string = described[anchor]


def _beginning(element: Any) -> str:
    """The first words in *element*."""
    text = " ".join("".join(element.itertext()).split())
    if len(text) <= _TARGET_LENGTH:
        return text
    return text[:_TARGET_LENGTH].rsplit(" ", 1)[0] + " …"
