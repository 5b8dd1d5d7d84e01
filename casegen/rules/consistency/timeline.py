"""CON009: the days of the timeline."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from casegen.model import Case, Event
from casegen.problem import Severity
from casegen.reading.quantities import TIMES, Quantity, find_quantities
from casegen.reading.words import find_words
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Elsewhere, Finding, rule

_DAY = Pattern(r"^\s*day\s+(?P<day>[-−+]?[0-9]{1,6})\b(?!\s?[-–/])", re.IGNORECASE, needs=("day",))
_BEFORE = frozenset({"before", "earlier", "prior", "ago"})
_AFTER = frozenset({"later", "after"})


@rule("CON009", "timeline-arithmetic", severity=Severity.ERROR)
def timeline_arithmetic(case: Case) -> Iterator[Finding]:
    """Days of the timeline that contradict what stands beside them.

    `when: 2 months later` beside `day: 90` is an error if no earlier event lies about two months before; so
    is `when: Day 20` beside `day: 21`. "5 weeks before admission" listed after "2 weeks before admission"
    is one as well. A `day` that is smaller than the one listed before it is a warning, because the article
    sorts by day; days before 0 are history and may stand anywhere.

    Why: the timeline is what a reader reckons with.
    Bad:
        timeline:
          - {day: 0, event: Vertebroplasty}
          - {day: 90, when: 2 months later, event: Pain}
    Good:
        timeline:
          - {day: 0, event: Vertebroplasty}
          - {day: 60, when: 2 months later, event: Pain}
    """
    yield from _out_of_order(case.timeline)
    days = sorted({0.0, *(event.day for event in case.timeline if event.day is not None)})
    for event in case.timeline:
        if event.day is not None and event.when:
            yield from _named_otherwise(event)
            yield from _reckoned_otherwise(event, days)
    yield from _words_out_of_order(case.timeline)


def _out_of_order(events: Sequence[Event]) -> Iterator[Finding]:
    highest: Event | None = None
    for event in events:
        if event.day is None:
            continue
        if highest is not None and highest.day is not None and 0 <= event.day < highest.day:
            yield Finding(
                event.at / "day",
                f"day {event.day:g} is listed after day {highest.day:g}",
                "correct the day, or list the events as they followed one another",
                related=(Elsewhere(highest.at / "day", f"listed before it: day {highest.day:g}"),),
                severity=Severity.WARNING,
            )
        elif highest is None or highest.day is None or event.day > highest.day:
            highest = event


def _named_otherwise(event: Event) -> Iterator[Finding]:
    match = _DAY.search(event.when)
    if match is None or event.day is None:
        return
    named = float(match["day"].replace("−", "-"))
    if named != event.day:
        yield Finding(
            event.at / "when",
            f"{event.when.strip()!r} is typed beside day {event.day:g}",
            "let both say one day, or leave `when` out",
            related=(Elsewhere(event.at / "day", f"day {event.day:g}"),),
        )


def _reckoned_otherwise(event: Event, days: Sequence[float]) -> Iterator[Finding]:
    told = _relative(event.when)
    if told is None or event.day is None:
        return
    time, side, _ = told
    interval = time.days or 0
    # As exact as the unit: "2 months later" may be six weeks and a half.
    slack = max(1.0, 0.5 * TIMES[time.unit], 0.1 * interval)
    counted_from = event.day + interval if side == "before" else event.day - interval
    at = bisect_left(days, counted_from - slack)
    if at < len(days) and days[at] <= counted_from + slack:
        return
    yield Finding(
        event.at / "when",
        f"{event.when.strip()!r} is typed beside day {event.day:g}, and no event lies that long "
        f"{'after' if side == 'before' else 'before'} it",
        "correct the day, or the words",
        related=(Elsewhere(event.at / "day", f"day {event.day:g}"),),
    )


def _words_out_of_order(events: Sequence[Event]) -> Iterator[Finding]:
    """Times counted from one and the same thing, such as admission, must follow one another."""
    last: dict[tuple[str, str], tuple[float, Event]] = {}
    for event in events:
        told = _relative(event.when) if event.day is None else None
        if told is None or not told[2]:
            continue
        time, side, anchor = told
        at = (time.days or 0) * (-1 if side == "before" else 1)
        before = last.get((side, anchor))
        if before is not None and at < before[0]:
            yield Finding(
                event.at / "when",
                f"{event.when.strip()!r} is listed after {before[1].when.strip()!r}",
                "correct one of the two, or list the events as they followed one another",
                related=(Elsewhere(before[1].at / "when", "listed before it"),),
            )
        else:
            last[side, anchor] = (at, event)


def _relative(when: str) -> tuple[Quantity, str, str] | None:
    """What "5 weeks before admission" says: the time, the side, and from where it is counted.

    None for anything less plain, such as "2 to 3 weeks later" or "about a month before".
    """
    text = when.strip()
    words = find_words(text, text.lower()) if len(text) < 200 else ()
    quantities = find_quantities(text, words)
    if len(quantities) != 1 or quantities[0].start != 0 or quantities[0].unit not in TIMES:
        return None
    following = [word.lower for word in words if word.start >= quantities[0].end]
    if not following or following[0] not in _BEFORE | _AFTER:
        return None
    side = "before" if following[0] in _BEFORE else "after"
    return quantities[0], side, " ".join(word for word in following[1:] if word not in ("the", "to"))
