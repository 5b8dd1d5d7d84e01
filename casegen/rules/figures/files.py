"""FIG: the files of figures, tables and supplements."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.assets import read_image, read_table
from casegen.assets.tables import Rows
from casegen.files import Refused, resolve_inside
from casegen.limits import Bound, limit
from casegen.model import Case, Figure, Supplement, Table
from casegen.problem import Severity
from casegen.prose.nodes import Formula
from casegen.rules.registry import Finding, rule


@rule("FIG004", "file-missing", severity=Severity.ERROR, blocking=True)
def file_missing(case: Case) -> Iterator[Finding]:
    """A figure, table or supplement whose file is not in the case's folder.

    Only files inside the folder are used: no addresses, no absolute paths, none that lead out of it.

    Why: the article would be incomplete, or could show what somebody else put in its place.
    Bad:
        supplementary: [{file: figures/video.mp4, title: Video}]
    Good:
        supplementary: [{file: figures/ct.svg, title: Drawing}]
    """
    items: list[Figure | Table | Supplement] = [*case.figures, *case.tables, *case.supplementary]
    for item in items:
        if isinstance(item, Table) and not item.file:
            if not item.rows:
                message = f"table {item.id!r} has neither rows nor a file"
                yield Finding(item.at / "id", message, "give `rows`, or the `file` of a CSV table")
            continue
        try:
            resolve_inside(case.folder, item.file)
        except Refused as refusal:
            yield Finding(item.at / "file", str(refusal))


@rule("FIG011", "unreadable-image", severity=Severity.ERROR, blocking=True)
def unreadable_image(case: Case) -> Iterator[Finding]:
    """A figure's file that cannot be shown, or a table's file that cannot be read.

    Figures are PNG, JPEG, GIF, WebP or SVG, whole, and of at most 100 million pixels; an SVG holds a
    drawing alone, without scripts and references to other files. Tables are CSV or TSV in UTF-8.

    Why: the article would be incomplete.
    Bad:
        figures: [{id: ct, file: figures/notes.txt, caption: Axial slice, alt: A bright fragment}]
    Good:
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}]
    """
    items: list[Figure | Table] = [*case.figures, *(table for table in case.tables if table.file)]
    counts = _Counts()
    for item in items:
        try:
            resolve_inside(case.folder, item.file)
        except Refused:
            continue
        try:
            if isinstance(item, Figure):
                read_image(case.folder, item.file)
            elif not item.rows:
                counts.add(read_table(case, item))
        except Refused as refusal:
            kind = "figure" if isinstance(item, Figure) else "table"
            yield Finding(item.at / "file", f"{kind} {item.id!r}, {item.file!r}: {refusal}")


class _Counts:
    """What all tables in files have together, as far as they were read."""

    def __init__(self) -> None:
        self._cells = self._formulas = self._drawn = 0

    def add(self, rows: Rows) -> None:
        """Count the cells and formulas of *rows* too. Refused where that is more than a case may have."""
        self._cells += len(rows) * len(rows[0])
        _bound(self._cells, limit("all_cells"), "cells in all tables' files")
        for row in rows:
            for cell in row:
                if "$" in cell.text:
                    formulas = [node.tex for node in cell.walk() if isinstance(node, Formula)]
                    self._formulas += len(formulas)
                    self._drawn += sum(map(len, formulas))
        _bound(self._formulas, limit("formulas"), "formulas in all tables' files")
        _bound(self._drawn, limit("all_formulas"), "characters in all formulas of tables' files")


def _bound(count: int, most: Bound, what: str) -> None:
    if count > most:
        raise Refused(f"with it, there are over {most:,} {what}; {most.remedy}")
