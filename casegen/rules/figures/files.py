"""FIG: the files of figures, tables and supplements."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.assets import read_image, read_table
from casegen.files import Refused, resolve_inside
from casegen.model import Case, Figure, Supplement, Table
from casegen.problem import Severity
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
    for item in items:
        try:
            resolve_inside(case.folder, item.file)
        except Refused:
            continue
        try:
            if isinstance(item, Figure):
                read_image(case.folder, item.file)
            else:
                read_table(case, item)
        except Refused as refusal:
            kind = "figure" if isinstance(item, Figure) else "table"
            yield Finding(item.at / "file", f"{kind} {item.id!r}, {item.file!r}: {refusal}")
