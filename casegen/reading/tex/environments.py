r"""What stands between ``\begin`` and ``\end``: matrices, cases, aligned lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from casegen.reading.tex.cursor import Cursor, Token
from casegen.reading.tex.fault import TexFault
from casegen.reading.tex.markup import element, fence, together

__all__ = ["environment", "stack"]

_ALIGN = {"l": "left", "c": "center", "r": "right"}
_TAKEN_SPACE = re.compile(r"\s*(\*?\s*\[[^\]]*\])?")


class _Kind(NamedTuple):
    """An environment: its brackets, its columns (repeated as they are needed), whether it is in display."""

    left: str = ""
    right: str = ""
    columns: str = "c"
    display: bool = False
    small: bool = False


_ALIGNED = _Kind(columns="rl", display=True)
_KINDS = {
    "matrix": _Kind(),
    "pmatrix": _Kind("(", ")"),
    "bmatrix": _Kind("[", "]"),
    "Bmatrix": _Kind("{", "}"),
    "vmatrix": _Kind("|", "|"),
    "Vmatrix": _Kind("‖", "‖"),
    "smallmatrix": _Kind(small=True),
    "array": _Kind(),
    "cases": _Kind("{", columns="l"),
    "dcases": _Kind("{", columns="l", display=True),
    "rcases": _Kind(right="}", columns="l"),
    **dict.fromkeys(("aligned", "align", "align*", "split", "alignedat", "eqnarray", "eqnarray*"), _ALIGNED),
    **dict.fromkeys(("gathered", "gather", "gather*", "multline", "multline*"), _Kind(display=True)),
    **dict.fromkeys(("equation", "equation*", "displaymath"), _Kind(display=True)),
}

# Reads a row up to one of the tokens that the predicate knows, in display or not.
Row = Callable[[Callable[[Token], bool], bool], list[ET.Element]]


def environment(cursor: Cursor, begin: Token, row: Row) -> list[ET.Element]:
    r"""The environment whose ``\begin`` was just read."""
    name, at = cursor.verbatim(begin)
    kind = _KINDS.get(name)
    if kind is None:
        raise TexFault(f"{name!r} is no environment that casegen can set", begin.start, at + len(name) + 1)
    columns = kind.columns
    if name == "array":
        columns = _columns(cursor, begin)
    if name == "alignedat":
        cursor.verbatim(begin)
    if name.startswith("eqnarray"):
        columns = "rcl"
    rows = _rows(cursor, begin, name, row, kind.display)
    if name.startswith(("equation", "displaymath")) and len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    made = _table(rows, columns, joined=kind.columns == "rl")
    if kind.display:
        made.set("displaystyle", "true")
    if kind.small:
        made = element("mstyle", made, scriptlevel="1")
    fences = [fence(kind.left, "prefix")] if kind.left else []
    closing = [fence(kind.right, "postfix")] if kind.right else []
    return [element("mrow", *fences, made, *closing)] if fences or closing else [made]


def stack(rows: Sequence[list[ET.Element]]) -> ET.Element:
    """*rows* one below the other, as the lines under a sum are."""
    return _table([[row] for row in rows], "c", joined=False)


def line_break(cursor: Cursor) -> None:
    r"""Go on over what may follow ``\\``: a star, a height in brackets."""
    match = _TAKEN_SPACE.match(cursor.tex, cursor.at)
    if match is not None and match[1]:
        cursor.at = match.end()


def _rows(cursor: Cursor, begin: Token, name: str, row: Row, display: bool) -> list[list[list[ET.Element]]]:
    rows: list[list[list[ET.Element]]] = [[]]
    while True:
        rows[-1].append(row(_ends_a_cell, display))
        end = cursor.next()
        if end.is_sign("&"):
            continue
        if end.is_command("\\", "cr"):
            line_break(cursor)
            rows.append([])
            continue
        if end.is_command("end"):
            closed, at = cursor.verbatim(end)
            if closed != name:
                raise TexFault(
                    rf"\end{{{closed}}} closes no \begin{{{closed}}}", end.start, at + len(closed) + 1
                )
            # A line end after the last row makes no row.
            return rows if len(rows) == 1 or rows[-1] != [[]] else rows[:-1]
        raise TexFault(rf"\begin{{{name}}} has no \end{{{name}}}", begin.start, begin.end)


def _ends_a_cell(token: Token) -> bool:
    return token.is_sign("&") or token.is_command("\\", "cr", "end")


def _columns(cursor: Cursor, begin: Token) -> str:
    given, at = cursor.verbatim(begin)
    columns = re.sub(r"[\s|]", "", given)
    if not columns or columns.strip("lcr"):
        raise TexFault(f"the columns of an array are l, c and r, not {given!r}", at, at + len(given))
    return columns


def _table(rows: Sequence[Sequence[list[ET.Element]]], columns: str, *, joined: bool) -> ET.Element:
    made = element("mtable")
    widest = max(len(row) for row in rows)
    for row in rows:
        line = ET.SubElement(made, "mtr")
        for index in range(widest):
            cell = ET.SubElement(line, "mtd")
            align = _ALIGN[columns[index % len(columns)]]
            if align != "center":
                cell.set("columnalign", align)
            if index < len(row) and row[index]:
                cell.append(together(row[index]))
    if joined and widest > 1:
        made.set("columnspacing", "0em 2em")
    return made
