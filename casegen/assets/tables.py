"""Tables of a case: rows typed in it, or a CSV or TSV file beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from casegen.files import Refused, kept_by_stamp, read_inside, resolve_inside, stamp
from casegen.limits import Bound, limit, size
from casegen.load.bounds import has_accents_over
from casegen.load.text import CONTROL
from casegen.model import Case, Table
from casegen.prose import Prose

__all__ = ["Rows", "read_table"]

Rows = tuple[tuple[Prose, ...], ...]

_DELIMITERS = (",", ";", "\t")


def read_table(case: Case, table: Table) -> Rows:
    """The cells of *table*, row by row, all rows equally long; the first row heads it.

    Refused, with the reason, where there are no rows, or their file is not in the case's folder, is not
    UTF-8 text, not CSV or TSV, or holds more than an article's table can.
    """
    if table.rows:
        return _even(table.rows)
    if not table.file:
        raise Refused("it has neither rows nor a file")
    path = resolve_inside(case.folder, table.file)
    return _read(path, *stamp(path), size("table_file"), limit("cells"), limit("columns"), limit("accents"))


@kept_by_stamp(16, of_case=True)  # a cell takes a kilobyte
def _read(
    path: Path,
    modified: int,  # noqa: ARG001 -- these tell one content from another
    length: int,  # noqa: ARG001
    most: Bound,
    cells: Bound,
    columns: Bound,  # noqa: ARG001
    accents: Bound,
) -> Rows:
    text = _decode(read_inside(path, most))
    if has_accents_over(accents, text):
        raise Refused(f"it holds a letter with over {accents:,} accents; {accents.remedy}")
    tabs = path.suffix.lower() in (".tsv", ".tab")
    rows = _parse(text, "\t" if tabs else _delimiter(text), cells)
    if _tables_inside(rows) > cells:  # of a kilobyte, Markdown makes thousands of cells that nothing prints
        raise Refused("a cell of it holds a table")
    return _even(tuple(tuple(Prose(cell.strip()) for cell in row) for row in rows))


def _tables_inside(rows: Sequence[Sequence[str]]) -> int:
    """No more cells than these are in the Markdown tables that the cells of *rows* hold."""
    several = (cell for row in rows for cell in row if "|" in cell and "\n" in cell.strip())
    return sum((cell.count("|") + 1) * cell.count("\n") for cell in several)


def _decode(data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused("it is a spreadsheet; save it as CSV")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"it is not UTF-8 text (line {line}); save it as CSV in UTF-8") from None
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise Refused(f"it holds the control character U+{ord(control.group()):04X} (line {line}); delete it")
    if not text.strip():  # told at once: to read blank lines as rows takes long
        raise Refused("it has no cells")
    return text


def _parse(text: str, delimiter: str, most: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) > most:
                break
    except csv.Error as error:
        raise Refused(f"it is not well-formed CSV: {error} (line {reader.line_num})") from None
    return rows


def _delimiter(text: str) -> str:
    """The separator that cuts the first rows into the most columns, the same number in each."""

    def evenness(delimiter: str) -> tuple[bool, int]:
        try:
            widths = {len(row) for row in _parse(text, delimiter, 10)}
        except Refused:
            return False, 1
        return len(widths) == 1 and widths != {1}, max(widths, default=1)

    return max(_DELIMITERS, key=evenness)


def _even(rows: Sequence[Sequence[Prose]]) -> Rows:
    """*rows* filled up with empty cells to the same length."""
    width = max((len(row) for row in rows), default=0)
    if width == 0:
        raise Refused("it has no cells")
    if width > (widest := limit("columns")):
        raise Refused(f"it has over {widest:,} columns; {widest.remedy}")
    most = limit("cells")
    if width * len(rows) > most:
        raise Refused(f"it has over {most:,} cells; {most.remedy}")
    return tuple(tuple(row) + (Prose(""),) * (width - len(row)) for row in rows)
