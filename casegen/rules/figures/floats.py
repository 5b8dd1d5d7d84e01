"""What the rules on figures and tables share."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case, Figure, Table
from casegen.model.mentions import FloatKind

__all__ = ["floats_of", "word"]


def floats_of(case: Case) -> Iterator[tuple[FloatKind, Figure | Table]]:
    """The figures, then the tables of *case*, each with its kind."""
    for figure in case.figures:
        yield "fig", figure
    for table in case.tables:
        yield "tbl", table


def word(kind: str) -> str:
    """What a figure or table is called in a message."""
    return "figure" if kind == "fig" else "table"
