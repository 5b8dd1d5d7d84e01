"""Figures declared in prose, ``![caption](file){#fig-id alt="..."}``, join those under `figures`."""

from __future__ import annotations

from casegen.model import Case, Figure
from casegen.model.content import figure_id
from casegen.prose import Prose, nodes
from casegen.source import Pointer, Spot

_MAPS = ("id", "file", "alt")


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
                _place(spots, spots.get(at), pointer, node, start, end)
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


def _place(
    spots: dict[Pointer, Spot], around: Spot | None, at: Pointer, node: nodes.Image, start: int, end: int
) -> None:
    if around is None:
        return
    whole = around.cut(node.start, node.start + 1) or Spot(around.source, around.start, around.start)
    spots[at] = whole
    spots.update({at / key: whole for key in _MAPS})
    if end > start and (caption := around.cut(start, end)):
        spots[at / "caption"] = caption
