"""Figures declared in prose, ``![caption](file){#fig-id alt="..."}``, join those under `figures`."""

from __future__ import annotations

from collections.abc import Mapping

from casegen.model import Case, Figure
from casegen.model.content import figure_id
from casegen.prose import Prose, nodes
from casegen.source import Pointer, Spot

_Extent = tuple[int, int]


def declare_figures(case: Case, spots: dict[Pointer, Spot]) -> Case:
    """*case* with every figure its prose declares appended; *spots* learns where they stand."""
    texts = [(at, prose) for at, prose in case.prose() if "](" in prose.text and "![" in prose.text]
    declared: list[Figure] = []
    for at, prose in texts:
        for node in prose.walk():
            if isinstance(node, nodes.Image) and not node.src.startswith("#"):
                pointer = Pointer(("figures", len(case.figures) + len(declared)))
                start, end = _caption(prose, node)
                typed = {
                    "id": figure_id(node.id, node.src),
                    "file": node.src,
                    "alt": node.alt,
                    "caption": prose.text[start:end] or None,
                }
                declared.append(Figure.model_validate(typed))
                if around := spots.get(at):
                    _place(spots, around, pointer, node, _extents(prose.text, node, (start, end)))
    if not declared:
        return case
    return case.model_copy(update={"figures": (*case.figures, *declared)})


def _caption(prose: Prose, node: nodes.Image) -> tuple[int, int]:
    """Where the text between the brackets stands."""
    start = node.start + 2
    depth = 1
    at = start
    while at < len(prose.text):
        char = prose.text[at]
        if char == "\\":
            at += 1
        depth += (char == "[") - (char == "]")
        if depth == 0:
            return start, at
        at += 1
    return start, start


def _extents(text: str, node: nodes.Image, caption: _Extent) -> dict[str, _Extent]:
    """Where the figure's values stand in *text*, those that stand there as they are."""
    file = _found(text, node.src, caption[1] + 1, node.end)
    after = file[1] if file else caption[1] + 1
    name = _found(text, f"#{node.id}", after, node.end) if node.id else file
    extents = {
        "caption": caption if caption[1] > caption[0] else None,
        "file": file,
        "id": (name[0] + 1, name[1]) if name and node.id else name,
        "alt": _found(text, node.alt, after, node.end) if node.alt else None,
    }
    return {key: extent for key, extent in extents.items() if extent}


def _found(text: str, value: str, start: int, end: int) -> _Extent | None:
    at = text.find(value, start, end)
    return (at, at + len(value)) if at >= 0 else None


def _place(
    spots: dict[Pointer, Spot],
    around: Spot,
    at: Pointer,
    node: nodes.Image,
    extents: Mapping[str, _Extent],
) -> None:
    """Tell *spots* where the values stand; what is not as it was typed stands where the image begins."""
    whole = around.cut(node.start, node.start + 1) or Spot(around.source, around.start, around.start)
    spots.update({at: whole, at / "id": whole, at / "file": whole, at / "alt": whole})
    for key, (start, end) in extents.items():
        if spot := around.cut(start, end):
            spots[at / key] = spot
