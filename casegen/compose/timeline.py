"""The timeline: events in order as a table, and drawn to scale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite

from casegen import document as d
from casegen.compose.context import Context
from casegen.compose.inlines import inline_text
from casegen.compose.timeline_drawing import Point, draw
from casegen.compose.words import Words
from casegen.model import Event
from casegen.values import Value

# How many days the units of "2 months later" stand for, in English.
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.4, "year": 365.25}
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_RELATIVE = re.compile(
    rf"\b(?P<count>\d{{1,6}}(?:\.\d{{1,3}})?|{'|'.join(_COUNTS)})[\s-]+(?P<unit>{'|'.join(_DAYS)})s?\b"
    r"(?:\s+(?P<side>before|earlier|prior|ago|later|after))?",
    re.IGNORECASE,
)
_NAMED_DAY = re.compile(r"\bday\s+(?P<day>[-\u2212+]?\d{1,6})\b", re.IGNORECASE)
_BEFORE = ("before", "earlier", "prior", "ago")


class _Row(Value):
    event: Event
    day: float | None


def compose_timeline(context: Context) -> d.Timeline:
    """The case's events, by day where days are known, else as listed."""
    rows = _ordered(_dated(context.case.timeline))
    words = context.words
    points = [
        Point(number, row.day, row.event.kind, words.kinds[row.event.kind])
        for number, row in enumerate(rows, 1)
    ]
    drawing = draw(points, words["day_axis"])
    return d.Timeline(
        context.anchor("timeline", ""),
        (d.Text(words["timeline_caption"]),),
        d.Asset(
            f"{context.case.slug}-timeline.svg",
            "image/svg+xml",
            drawing.width,
            drawing.height,
            data=drawing.svg.encode(),
        ),
        words["timeline_alt"],
        _table(context, rows),
    )


def _table(context: Context, rows: Sequence[_Row]) -> d.Table:
    head = ("#", context.words["when"], context.words["event"])
    return d.Table(
        (tuple(d.Cell((d.Text(text),), header=True) for text in head),),
        tuple(
            (
                d.Cell((d.Text(str(number)),), header=True, align=d.Align.RIGHT),
                d.Cell(_when(context.words, row.event)),
                d.Cell(inline_text(context, row.event.at / "event", row.event.event)),
            )
            for number, row in enumerate(rows, 1)
        ),
    )


def _when(words: Words, event: Event) -> d.Inlines:
    """The time as typed in words, else the day; empty where neither is known."""
    text = event.when.strip()
    if not text and event.day is not None and isfinite(event.day):
        text = words["day"].format(n=f"{event.day:.6g}".replace("-", "\u2212"))
    return (d.Text(text),) if text else ()


def _dated(events: Sequence[Event]) -> list[_Row]:
    """Each event with its day, where that is known."""
    rows: list[_Row] = []
    known = 0.0
    for event in events:
        day = _day(event, known)
        rows.append(_Row(event, day))
        known = known if day is None else day
    return rows


def _ordered(rows: Sequence[_Row]) -> list[_Row]:
    """By day; an event whose day is not known keeps its place after the one listed before it."""
    keyed: list[tuple[float, int]] = []
    last = float("-inf")
    for index, row in enumerate(rows):
        last = row.day if row.day is not None else last
        keyed.append((last, index))
    return [rows[index] for _, index in sorted(keyed)]


def _day(event: Event, previous: float) -> float | None:
    """The event's day: as given, or as English words tell it.

    "5 weeks before admission" and "2 days after surgery" count from day 0, "2 months later" from the
    event listed before. The table prints the words; only the drawing uses the reckoning,
    which is in whole days, since a month is no exact number of them.
    """
    if event.day is not None:
        return event.day if isfinite(event.day) else None
    if named := _NAMED_DAY.search(event.when):
        return float(named["day"].replace("\u2212", "-"))
    match = _RELATIVE.search(event.when)
    if match is None:
        return None
    count = match["count"].lower()
    unit = match["unit"].lower()
    days = (_COUNTS.get(count) or float(count)) * _DAYS[unit]
    if unit != "hour":
        days = float(round(days))
    side = (match["side"] or "").lower()
    if side == "later":
        return previous + days
    return -days if side in _BEFORE else days
