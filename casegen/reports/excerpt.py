"""One source line with carets under a part of it, in so many columns."""

from __future__ import annotations

import unicodedata

__all__ = ["excerpt", "printable"]

_TAB = "    "
_CUT = "…"
# How many characters a column may take: a letter with its accents is several.
_REACH = 10
# They reorder what follows on the screen, so that a line looks like another.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def excerpt(line: str, start: int, end: int, width: int) -> tuple[str, str]:
    """*line* as it is shown, and the line of carets under its characters *start* to *end* (from 0).

    An empty stretch has one caret. Of a line longer than *width* columns, the part around *start* is
    shown, with an ellipsis where it was cut. Tabs, wide and combining characters keep the carets in place.
    """
    start = min(max(start, 0), len(line))
    # Of a line of a million characters, only those near *start* are looked at.
    skipped = max(0, start - _REACH * width)
    near = line[skipped : start + _REACH * width]
    start, end = start - skipped, end - skipped
    cells = [printable(char) for char in near]
    widths = [_columns(cell) for cell in cells]
    end = min(max(end, start), len(cells))
    first, last = _window(widths, start, end, width)
    before = _CUT if first or skipped else ""
    after = _CUT if last < len(cells) or skipped + len(near) < len(line) else ""
    indent = len(before) + sum(widths[first:start])
    carets = sum(widths[start : min(end, last)])
    shown = before + "".join(cells[first:last]) + after
    return shown.rstrip(), " " * indent + "^" * max(1, carets)


def printable(text: str) -> str:
    """*text* with nothing in it that a terminal would obey, or could not encode."""
    if text.isprintable():
        return text
    return "".join(_TAB if char == "\t" else _shown(char) for char in text)


def _shown(char: str) -> str:
    unsafe = unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in _REORDERING
    return "\ufffd" if unsafe else char


def _columns(cell: str) -> int:
    if cell.isascii():
        return len(cell)
    if unicodedata.category(cell) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(cell) in ("W", "F") else 1


def _window(widths: list[int], start: int, end: int, width: int) -> tuple[int, int]:
    """The characters to show: all, or as many around *start* as have room beside two ellipses."""
    if sum(widths) <= width:
        return 0, len(widths)
    room = max(width - 2 * len(_CUT), 1)
    # What is marked comes first, then what stands before it, for a third of the room, then what follows.
    first = last = start
    used = 0
    while last < end and used + widths[last] <= room:
        used += widths[last]
        last += 1
    lead = used + max((room - used) // 3, 0)
    while first > 0 and used + widths[first - 1] <= lead:
        first -= 1
        used += widths[first]
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    while first > 0 and used + widths[first - 1] <= room:
        first -= 1
        used += widths[first]
    while first < start and widths[first] == 0:
        first += 1  # a combining character whose letter was cut off
    return first, last
