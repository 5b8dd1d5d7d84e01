"""Dates that may be known only to the year or the month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T[\d:.Z+-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A calendar date of the ISO 8601 kind, to the day, the month (day 0) or the year (month 0)."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """The date as ISO 8601, as precise as it is."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


def read_date(text: str) -> PartialDate | None:
    """Read ``2022``, ``2022-01`` or ``2022-01-10``; None for anything that is no date of the calendar."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    if match.group(2) == "00" or match.group(3) == "00":
        return None
    return PartialDate(year, month, day)
