"""The timeline as an SVG drawing: a lane for each kind of event, days from left to right.

Days are set on a scale that gives the first days room and still shows the months (inverse hyperbolic
sine: linear near day 0, logarithmic far from it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import asinh

_WIDTH = 720.0
_LEFT = 132.0
_RIGHT = 24.0
_LANE = 36.0
_TOP = 10.0
_AXIS = 44.0
_RADIUS = 11.0
# Marks in one lane stand at least this far apart; the table tells their exact day.
_APART = 2 * _RADIUS + 3
# Days that get a tick where there is room, and how many days count as "near" on the scale.
_TICKS = (0, 1, 2, 3, 5, 7, 14, 21, 28, 42, 56, 84, 182, 365, 730, 1825, 3650)
_NEAR = 3.0
_TICKS_APART = 34.0

# Colour-blind safe (after Okabe and Ito), dark enough for white numbers.
_COLOURS = {
    "history": "#5b6470",
    "symptom": "#b3541e",
    "finding": "#8a6d00",
    "test": "#1f6f9f",
    "diagnosis": "#5b4b9a",
    "intervention": "#00735c",
    "adverse": "#a8325e",
    "outcome": "#30507a",
    "follow-up": "#3d6b35",
    "other": "#5b6470",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One event: its number in the table, its day where known, its kind and the kind's printed name."""

    number: int
    day: float | None
    kind: str
    label: str


def draw(points: Sequence[Point], axis: str) -> tuple[str, float, float]:
    """The drawing, its width and its height in CSS pixels. *axis* names the unit below the axis."""
    lanes = list(dict.fromkeys(point.kind for point in points))
    known = sorted({point.day for point in points if point.day is not None})
    scaled = len(known) > 1
    height = _TOP + _LANE * len(lanes) + (_AXIS if scaled else 8)
    x = _positions(points, known if scaled else [])
    names = {point.kind: point.label for point in points}
    parts = [_lane(names[kind], _TOP + _LANE * row) for row, kind in enumerate(lanes)]
    if scaled:
        parts.append(_axis(known, _TOP + _LANE * len(lanes), axis))
    for at, point in enumerate(points):
        parts.append(_mark(point, x[at], _TOP + _LANE * (lanes.index(point.kind) + 0.5)))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:g}" '
        f'width="{_WIDTH:g}" height="{height:g}" '
        f"font-family=\"'Source Sans Pro', sans-serif\" font-size=\"13\">{''.join(parts)}</svg>"
    )
    return svg, _WIDTH, height


def _positions(points: Sequence[Point], known: Sequence[float]) -> list[float]:
    """Where each mark stands: by its day, else evenly; moved apart within its lane."""
    scale = _Scale(known) if known else None
    step = (_WIDTH - _LEFT - _RIGHT - 2 * _RADIUS) / max(1, len(points) - 1)
    wanted: list[float] = []
    for at, point in enumerate(points):
        if scale is None:
            wanted.append(_LEFT + _RADIUS + step * at)
        elif point.day is not None:
            wanted.append(scale(point.day))
        else:
            wanted.append(wanted[-1] + _APART if wanted else _LEFT + _RADIUS)
    placed = list(wanted)
    right = _WIDTH - _RIGHT - _RADIUS
    for kind in {point.kind for point in points}:
        lane = [at for at, point in enumerate(points) if point.kind == kind]
        for before, at in zip(lane, lane[1:], strict=False):
            placed[at] = max(placed[at], placed[before] + _APART)
        limit = right
        for at in reversed(lane):
            placed[at] = min(placed[at], limit)
            limit = placed[at] - _APART
    return placed


class _Scale:
    """Days to pixels."""

    def __init__(self, known: Sequence[float]) -> None:
        self._first = asinh(known[0] / _NEAR)
        self._span = asinh(known[-1] / _NEAR) - self._first

    def __call__(self, day: float) -> float:
        share = (asinh(day / _NEAR) - self._first) / self._span
        return _LEFT + _RADIUS + share * (_WIDTH - _LEFT - _RIGHT - 2 * _RADIUS)


def _lane(label: str, top: float) -> str:
    middle = top + _LANE / 2
    return (
        f'<text x="{_LEFT - 12:g}" y="{middle + 4.5:g}" text-anchor="end" fill="#222">{escape(label)}</text>'
        f'<line x1="{_LEFT:g}" y1="{middle:g}" x2="{_WIDTH - _RIGHT:g}" y2="{middle:g}" stroke="#d5d8dc"/>'
    )


def _axis(known: Sequence[float], top: float, name: str) -> str:
    scale = _Scale(known)
    parts = [
        f'<line x1="{_LEFT:g}" y1="{top + 4:g}" x2="{_WIDTH - _RIGHT:g}" y2="{top + 4:g}" stroke="#444"/>'
    ]
    for day in _ticks(known, scale):
        x = scale(day)
        text = f"{day:g}".replace("-", "\u2212")
        parts.append(
            f'<line x1="{x:.1f}" y1="{top + 4:g}" x2="{x:.1f}" y2="{top + 9:g}" stroke="#444"/>'
            f'<text x="{x:.1f}" y="{top + 23:g}" text-anchor="middle" fill="#444">{text}</text>'
        )
    parts.append(
        f'<text x="{_LEFT - 12:g}" y="{top + 23:g}" text-anchor="end" fill="#444">{escape(name)}</text>'
    )
    return "".join(parts)


def _ticks(known: Sequence[float], scale: _Scale) -> list[float]:
    """The ends and day 0 first, then the usual days, as far as they do not crowd."""
    inside = [day for tick in _TICKS for day in (tick, -tick) if known[0] <= day <= known[-1]]
    ends = [float(round(known[0])), float(round(known[-1]))]
    chosen: list[float] = []
    for day in [0.0, *ends, *map(float, reversed(inside))]:
        fits = known[0] - 0.5 <= day <= known[-1] + 0.5
        if fits and all(abs(scale(day) - scale(other)) >= _TICKS_APART for other in chosen):
            chosen.append(day)
    return sorted(chosen)


def _mark(point: Point, x: float, y: float) -> str:
    colour = _COLOURS[point.kind]
    return (
        f'<circle cx="{x:.1f}" cy="{y:g}" r="{_RADIUS:g}" fill="{colour}"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:g}" text-anchor="middle" fill="#fff" font-weight="600">'
        f"{point.number}</text>"
    )
