"""The timeline: events in order as a table, and drawn to scale."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casegen import document as d
from casegen.compose.context import Context
from casegen.compose.inlines import inline_text
from casegen.compose.timeline_drawing import Point, draw
from casegen.model import Event

# How many days the units of "2 months later" stand for, in English.
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.4, "year": 365.25}
_RELATIVE = re.compile(
    r"(?P<count>\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+"
    r"(?P<unit>hour|day|week|month|year)s?\b(?:\s+(?P<side>before|earlier|prior|ago|later|after))?",
    re.IGNORECASE,
)
_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True, slots=True)
class _Row:
    event: Event
    day: float | None


def compose_timeline(context: Context) -> d.Timeline:
    """The case's events, by day where days are known, else as listed."""
    rows = _ordered([_Row(event, _day(event)) for event in context.case.timeline])
    words = context.words
    points = [
        Point(number, row.day, row.event.kind, words.kinds[row.event.kind])
        for number, row in enumerate(rows, 1)
    ]
    data, width, height = draw(points, words["day_axis"])
    drawing = d.Asset(
        f"{context.case.slug}-timeline.svg", "image/svg+xml", width, height, data=data.encode()
    )
    return d.Timeline(
        context.anchor("timeline", ""),
        (d.Text(words["timeline_caption"]),),
        drawing,
        words["timeline_alt"],
        _table(context, rows),
    )


def _table(context: Context, rows: list[_Row]) -> d.Table:
    words = context.words
    head = ("#", words["when"], words["event"])
    body = []
    for number, row in enumerate(rows, 1):
        event = row.event
        if event.when:
            when = event.when
        else:
            when = words["day"].format(n=f"{event.day:g}") if event.day is not None else ""
        body.append(
            (
                d.Cell((d.Text(str(number)),), header=True, align=d.Align.RIGHT),
                d.Cell((d.Text(when),)),
                d.Cell(inline_text(context, event.at / "event", event.event)),
            )
        )
    return d.Table((tuple(d.Cell((d.Text(text),), header=True) for text in head),), tuple(body))


def _ordered(rows: list[_Row]) -> list[_Row]:
    """By day; an event whose day is not known keeps its place after the one listed before it."""
    keyed: list[tuple[float, int, _Row]] = []
    last = float("-inf")
    for index, row in enumerate(rows):
        last = row.day if row.day is not None else last
        keyed.append((last, index, row))
    return [row for _, _, row in sorted(keyed, key=lambda entry: entry[:2])]


def _day(event: Event) -> float | None:
    """The event's day: as given, or as English words tell it ("5 weeks before admission")."""
    if event.day is not None:
        return event.day
    match = _RELATIVE.search(event.when)
    if match is None:
        return None
    count = match["count"].lower()
    if count in ("a", "an"):
        number = 1.0
    else:
        number = float(_COUNTS.index(count)) if count in _COUNTS else float(count)
    days = number * _DAYS[match["unit"].lower()]
    before = (match["side"] or "").lower() in ("before", "earlier", "prior", "ago")
    return -days if before else days
