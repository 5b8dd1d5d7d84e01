"""Figure and table numbers: by first mention or placement in the text, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.compose.blocks import explicit_floats, image_key
from casegen.compose.context import FloatKey, float_key
from casegen.model import Case
from casegen.model.outline import outline, texts
from casegen.prose import Prose, nodes


def number_floats(case: Case) -> tuple[dict[FloatKey, int], set[FloatKey]]:
    """The number of every figure and table, and which of them the prose places itself.

    Mentions in the abstract do not count (an abstract stands alone); those nowhere mentioned come last.
    """
    declared: list[FloatKey] = [
        *(float_key("fig", figure.id) for figure in case.figures),
        *(float_key("tbl", table.id) for table in case.tables),
    ]
    parts = [list(texts(case, item)) for item in outline(case) if item.kind != "abstract"]
    mentioned = [key for part in parts for _, prose in part for key in _mentions(prose)]
    numbers: dict[FloatKey, int] = {}
    counts = {"fig": 0, "tbl": 0}
    known = set(declared)
    for key in [*mentioned, *declared]:
        if key in known and key not in numbers:
            counts[key[0]] += 1
            numbers[key] = counts[key[0]]
    explicit = explicit_floats(prose for part in parts for _, prose in part)
    return numbers, explicit & known


def _mentions(prose: Prose) -> Iterator[FloatKey]:
    for node in prose.walk():
        match node:
            case nodes.CrossRef(items=items):
                for item in items:
                    yield float_key(item.kind, item.id)
            case nodes.Image() if (key := image_key(node)) is not None:
                yield key
