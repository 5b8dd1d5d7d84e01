"""``day: auto`` in the timeline: the day is counted from dates that only the private file holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from casegen.files import Refused
from casegen.load.codes import structural
from casegen.load.private import PRIVATE, Private, read_private
from casegen.model.dates import read_date
from casegen.problem import Problem
from casegen.source import Pointer, SourceMap

__all__ = ["count_days"]

_AUTO = "auto"


class _Unknown(Exception):
    """A day that cannot be counted: the code of the problem, and what to say, which holds no date."""


def count_days(data: Mapping[str, Any], folder: Path, places: SourceMap) -> Iterator[Problem]:
    """Put numbers for the `auto` days of canonical *data*, a case in *folder*, and tell where there are none.

    A day is the whole number of days from `day_zero` to the date of the event, both in the private file. An
    event whose day cannot be counted has none. Nothing that is told holds a date.
    """
    events = data.get("timeline")
    waiting = [
        (index, event)
        for index, event in enumerate(events if isinstance(events, list) else [])
        if isinstance(event, dict) and isinstance(event.get("day"), str) and event["day"].strip() == _AUTO
    ]
    if not waiting:
        return
    said: Private | Refused | None
    try:
        said = read_private(folder)
    except Refused as refusal:
        said = refusal
    for index, event in waiting:
        del event["day"]
        at = Pointer(("timeline", index, "day"))
        try:
            event["day"] = _day(said, event.get("id"), index)
        except _Unknown as unknown:
            code, message = unknown.args
            hint = f"docs/private.md shows what {PRIVATE} holds; or write the day as a number"
            yield structural(code, f"day: auto: {message}", places.locate(at), at, hint=hint)


def _day(said: Private | Refused | None, id: Any, index: int) -> int:
    if isinstance(said, Refused):
        raise _Unknown("YML012", f"{PRIVATE}: {said}")
    if said is None:
        raise _Unknown("YML005", f"there is no {PRIVATE} beside the case to count it from")
    name = str(getattr(id, "typed", id)).strip() if id else ""
    known = [key for key in (name, str(index + 1)) if key in said.dates]
    wanted = f"{name!r}" if name else f"the event with number {index + 1}"
    if not known:
        raise _Unknown("YML005", f"under `timeline`, {PRIVATE} has no date for {wanted}")
    zero = _date(said.zero, "`day_zero`")
    return (_date(said.dates[known[0]], f"the date of {wanted}") - zero).days


def _date(typed: str, what: str) -> date:
    if not typed:
        raise _Unknown("YML005", f"{PRIVATE} has no {what}")
    found = read_date(typed)
    if found is None or not found.day:
        raise _Unknown("YML004", f"{what} in {PRIVATE} is no date to the day, such as 1999-12-31")
    return date(found.year, found.month, found.day)
