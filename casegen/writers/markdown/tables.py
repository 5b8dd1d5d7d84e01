"""Tables with pipes (pandoc manual, "pipe_tables")."""

from __future__ import annotations

from collections.abc import Sequence

from casegen.document import Align, Cell, Table
from casegen.writers.markdown.inlines import Liner

__all__ = ["pipe_table"]

_RULES = {Align.LEFT: ":-{}-", Align.CENTER: ":{}:", Align.RIGHT: "-{}-:"}
# As wide as a row may be for its columns to stand in line.
_WIDE = 110


def pipe_table(table: Table, liner: Liner) -> list[str]:
    """The lines of *table* without its caption; none where it has no cells.

    The columns stand in line where a row fits the width of a page; in a wider table, the rule below the head
    gives their relative widths, by which pandoc sets it. A cell that names its row is a cell like the others.
    """
    write = liner.within(line_break=" <br>")
    rows = [[write(cell.children) for cell in row] for row in (*table.head, *table.body)]
    if not table.head:
        rows.insert(0, [""] * max(map(len, table.body), default=0))
    if not rows or not rows[0]:
        return []
    widths = [max(3, *(len(cell) for cell in column)) for column in zip(*rows, strict=True)]
    aligns = _aligns((*table.head, *table.body), len(widths))
    fits = sum(widths) + 3 * len(widths) < _WIDE
    if not fits:
        rules = [_rule(align, _share(width)) for align, width in zip(aligns, widths, strict=True)]
        widths = [0] * len(widths)
    else:
        rules = [_rule(align, width) for align, width in zip(aligns, widths, strict=True)]
    head, *body = [_row(row, widths, aligns) for row in rows]
    return [head, f"|{'|'.join(rules)}|", *body]


def _aligns(rows: Sequence[Sequence[Cell]], count: int) -> list[Align]:
    """How each column is set: as its last cell, for a head may be set otherwise."""
    return [rows[-1][at].align for at in range(count)] if rows else [Align.LEFT] * count


def _share(width: int) -> int:
    """The part of the page that a column gets: by its longest cell, within reason."""
    return min(max(width, 6), 60)


def _rule(align: Align, width: int) -> str:
    sides = _RULES[align]
    return sides.format("-" * (width + 4 - len(sides)))


def _row(cells: Sequence[str], widths: Sequence[int], aligns: Sequence[Align]) -> str:
    padded = [
        cell.rjust(width) if align is Align.RIGHT else cell.ljust(width)
        for cell, width, align in zip(cells, widths, aligns, strict=True)
    ]
    return f"| {' | '.join(padded)} |"
