"""The timeline as an SVG drawing: a lane for each kind of event, days from left to right.

Days are set on a scale that gives the first days room and still shows the months (inverse hyperbolic
sine: linear near day 0, logarithmic far from it). Type and marks are large enough to be read when the
drawing is printed 85 mm wide, a column of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from math import asinh, ceil

from casegen.values import Value

_WIDTH = 460.0
_MARGIN = 6.0
_RADIUS = 10.0
_LEFT = _MARGIN + _RADIUS
_RIGHT = _WIDTH - _MARGIN - _RADIUS
# Marks in one row stand at least this far apart; the table tells their exact day.
_APART = 2 * _RADIUS + 2
_IN_A_ROW = int((_RIGHT - _LEFT) // _APART) + 1
# Marks that crowd share their lane in so many rows, so that none moves far from its day.
_ROWS_TO_EASE = 3
_LABEL = 20.0
_ROW = 2 * _RADIUS + 6
_AXIS = 46.0
_FONT = 14.0
_FACES = "'casegen Sans', 'Source Sans Pro', 'Source Sans 3', sans-serif"
_SMALL = 10.0
# How many days count as "near" on the scale, days that get a tick where there is room, and how far
# apart the ticks' middles are.
_NEAR = 3.0
_TICKS = (0, 1, 2, 3, 5, 7, 14, 21, 28, 42, 56, 84, 182, 365, 730, 1825, 3650, 7300, 18250)
_TICK_GAP = 14.0

# Colour-blind safe (after Okabe and Ito), dark enough for white numbers.
_COLOURS = {
    "history": "#5b6470",
    "symptom": "#a34a17",
    "finding": "#7d6200",
    "test": "#1f6f9f",
    "diagnosis": "#5b4b9a",
    "intervention": "#00735c",
    "adverse": "#a8325e",
    "outcome": "#30507a",
    "follow-up": "#3d6b35",
    "other": "#5b6470",
}


class Point(Value):
    """One event: its number in the table, its day where known, its kind and the kind's printed name."""

    number: int
    day: float | None
    kind: str
    label: str


class Drawing(Value):
    """An SVG image and its size in CSS pixels."""

    svg: str
    width: float
    height: float


def draw(points: Sequence[Point], axis: str) -> Drawing:
    """Draw *points*, which are in order; *axis* names the unit of the days.

    Where fewer than two different days are known there is no axis, and the order alone is drawn.
    """
    days = sorted({point.day for point in points if point.day is not None})
    scale = _scale(days) if len(days) > 1 else None
    wanted = _wanted(points, scale)
    top = _MARGIN
    parts: list[str] = []
    for kind in dict.fromkeys(point.kind for point in points):
        lane = [at for at, point in enumerate(points) if point.kind == kind]
        rows = _rows([wanted[at] for at in lane])
        beside = _fits_beside(points[lane[0]].label, rows)
        parts.append(_lane(points[lane[0]], top, len(rows), beside=beside))
        top += 0 if beside else _LABEL
        for row in rows:
            parts += [_mark(points[lane[index]], x, top + _ROW / 2) for index, x in row]
            top += _ROW
    if scale is not None:
        parts.append(_axis(days, scale, top, axis))
        top += _AXIS
    height = top + _MARGIN
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:g}" '
        f'width="{_WIDTH:g}" height="{height:g}" '
        f'font-family="{_FACES}" font-size="{_FONT:g}">'
        f'<rect width="{_WIDTH:g}" height="{height:g}" fill="#fff"/>{"".join(parts)}</svg>'
    )
    return Drawing(svg, _WIDTH, height)


# --- where things stand -----------------------------------------------------------------------------

Scale = Callable[[float], float]


def _scale(days: Sequence[float]) -> Scale:
    """Days to pixels across the drawing."""
    first = asinh(days[0] / _NEAR)
    span = asinh(days[-1] / _NEAR) - first
    if span <= 0:  # days so close, or so far away, that they are the same number
        return lambda _: _LEFT
    return lambda day: _LEFT + (asinh(day / _NEAR) - first) / span * (_RIGHT - _LEFT)


def _wanted(points: Sequence[Point], scale: Scale | None) -> list[float]:
    """Where each mark would stand if it were alone: at its day, or by its order."""
    if scale is None:
        step = min(3 * _APART, (_RIGHT - _LEFT) / max(1, len(points) - 1))
        return [_LEFT + step * at for at in range(len(points))]
    wanted: list[float] = []
    for point in points:
        if point.day is not None:
            wanted.append(scale(point.day))
        else:
            wanted.append(min(_RIGHT, wanted[-1] + _APART) if wanted else _LEFT)
    return wanted


def _rows(wanted: Sequence[float]) -> list[list[tuple[int, float]]]:
    """A lane's marks dealt to as few rows as bring each near its place: index and place, row by row."""
    least = ceil(len(wanted) / _IN_A_ROW)
    rows: list[list[tuple[int, float]]] = []
    for count in range(least, max(least, _ROWS_TO_EASE) + 1):
        rows = [
            list(zip(range(first, len(wanted), count), _spread(wanted[first::count]), strict=True))
            for first in range(min(count, len(wanted)))
        ]
        if all(abs(x - wanted[index]) <= _RADIUS for row in rows for index, x in row):
            break
    return rows


def _spread(wanted: Sequence[float]) -> list[float]:
    """*wanted*, at most `_IN_A_ROW` places in ascending order, moved apart and kept inside the frame."""
    placed = list(wanted)
    for before, at in pairwise(range(len(placed))):
        placed[at] = max(placed[at], placed[before] + _APART)
    limit = _RIGHT
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], limit)
        limit = placed[at] - _APART
    return placed


# --- what is drawn ----------------------------------------------------------------------------------


def _text(x: float, y: float, text: str, attributes: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {attributes}>{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _fits_beside(label: str, rows: Sequence[Sequence[tuple[int, float]]]) -> bool:
    """Whether a lane's name has room on the line of its first row, before the first mark."""
    return _MARGIN + _label_width(label) < min(x for _, x in rows[0]) - _RADIUS


def _label_width(label: str) -> float:
    """The most room a name takes, with a gap after it."""
    return 0.62 * _FONT * len(label) + 8


def _lane(point: Point, top: float, rows: int, *, beside: bool) -> str:
    """A lane's name, before or above the lines its marks stand on, and those lines."""
    baseline = top + _ROW / 2 + 0.35 * _FONT if beside else top + _LABEL - 5
    name = _text(_MARGIN, baseline, point.label, f'fill="{_COLOURS[point.kind]}" font-weight="600"')
    first = top + _ROW / 2 + (0 if beside else _LABEL)
    lines = [
        _line(
            _MARGIN + (_label_width(point.label) if beside and not row else 0),
            y,
            _WIDTH - _MARGIN,
            y,
            "#d5d8dc",
        )
        for row in range(rows)
        for y in [first + _ROW * row]
    ]
    return name + "".join(lines)


def _mark(point: Point, x: float, y: float) -> str:
    size = _FONT - 1 if point.number < 100 else _SMALL
    number = _text(
        x, y + 0.35 * size, str(point.number),
        f'text-anchor="middle" fill="#fff" font-weight="600" font-size="{size:g}"',
    )  # fmt: skip
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS:g}" fill="{_COLOURS[point.kind]}"/>{number}'


def _axis(days: Sequence[float], scale: Scale, top: float, name: str) -> str:
    line = top + 5
    parts = [_line(_MARGIN, line, _WIDTH - _MARGIN, line, "#444")]
    for text, x, middle in _ticks(days, scale):
        parts.append(_line(x, line, x, line + 5, "#444"))
        parts.append(_text(middle, line + 20, text, 'text-anchor="middle" fill="#333"'))
    parts.append(_text(_WIDTH / 2, line + 38, name, 'text-anchor="middle" fill="#333"'))
    return "".join(parts)


def _ticks(days: Sequence[float], scale: Scale) -> list[tuple[str, float, float]]:
    """Day 0 and the ends first, then the usual days, as far as their numbers do not crowd.

    Of each its number, its place, and the middle of the number, which stays inside the frame.
    """
    usual = [float(sign * tick) for tick in reversed(_TICKS) for sign in (1, -1)]
    chosen: dict[str, tuple[float, float]] = {}
    for day in (0.0, days[0], days[-1], *usual):
        text = _number(day)
        if not days[0] <= day <= days[-1] or text in chosen:
            continue
        x, half = scale(day), _half(text)
        middle = min(max(x, _MARGIN + half), _WIDTH - _MARGIN - half)
        if all(abs(middle - m) >= half + _half(other) + _TICK_GAP for other, (_, m) in chosen.items()):
            chosen[text] = x, middle
    return [(text, x, middle) for text, (x, middle) in sorted(chosen.items(), key=lambda item: item[1])]


def _number(day: float) -> str:
    return f"{round(day, 2) + 0.0:.4g}".replace("-", "\u2212")


def _half(text: str) -> float:
    """Half of the room that a tick's number takes."""
    return 0.28 * _FONT * len(text)
