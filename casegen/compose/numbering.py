"""Figure and table numbers: in the order they are read; and which of them the prose places itself."""

from __future__ import annotations

from casegen.model import Case
from casegen.model.mentions import FloatKey, Floats, marks
from casegen.model.outline import BODY, outline, texts
from casegen.prose import nodes
from casegen.reading.order import reading_order


def number_floats(case: Case) -> dict[FloatKey, int]:
    """The number of every figure and of every table."""
    counts = {"fig": 0, "tbl": 0}
    numbers: dict[FloatKey, int] = {}
    for key in reading_order(case).floats:
        counts[key[0]] += 1
        numbers[key] = counts[key[0]]
    return numbers


def explicit_floats(case: Case, floats: Floats) -> frozenset[FloatKey]:
    """The figures and tables that stand where an image in the text puts them."""
    return frozenset(
        key
        for item in outline(case)
        if item.kind in BODY
        for _, prose in texts(case, item)
        for mark in marks(prose)
        if isinstance(mark, nodes.Image)
        for key in floats.of_mark(mark)
    )
