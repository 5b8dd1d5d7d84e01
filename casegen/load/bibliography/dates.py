"""Dates as bibliography files write them, turned into CSL date values."""

import re
from typing import Any

CslDate = dict[str, Any]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_ISO = re.compile(r"([0-9]{4})(?:([-/])([0-9]{1,2})(?:\2([0-9]{1,2}))?)?")


def read_date(text: str) -> CslDate:
    """The CSL date of `text`: an ISO 8601 date or range, or a year with an English month, day or season.

    What is none of these ("in press") comes back as the date's literal text.
    """
    return _iso_date(text.strip()) or _date_in_words(text) or {"literal": text.strip()}


def _iso_date(text: str) -> CslDate | None:
    """2019, 2019-05, 2019-05-03, with slashes too; 2019-05/2019-07 and 2019/2020; "~" after it for circa."""
    circa = text.endswith(("~", "%"))
    text = text.rstrip("~%?")
    whole = _date_parts(text)
    if whole:
        date: CslDate = {"date-parts": [whole]}
    else:
        start, slash, end = text.partition("/")
        parts = [_date_parts(part) for part in ((start, end) if end not in ("", "..") else (start,))]
        if not slash or not all(parts):
            return None
        date = {"date-parts": parts}
    if circa:
        date["circa"] = True
    return date


def _date_parts(text: str) -> list[int] | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[3] or 0), int(match[4] or 0)
    if month > 12 or day > 31:
        return None
    # Zotero writes 2016-00-00 where only the year is known.
    return [year, month, day][: 1 + bool(month) + bool(month and day)]


def _date_in_words(text: str) -> CslDate | None:
    """Read "2019 Oct 15", "15 October 2019", "2019 Nov-Dec", "2019 Dec-2020 Jan", "2019 Winter"."""
    years: list[int] = []
    months: list[int] = []
    days: list[int] = []
    season = None
    for word in re.findall(r"[^\W\d_]+|[0-9]+", text.lower()):
        if word.isdecimal() and len(word) == 4:
            years.append(int(word))
        elif word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31:
            days.append(int(word))
        elif word[:3] in _MONTHS and word.isascii():
            months.append(_MONTHS.index(word[:3]) + 1)
        elif word in _SEASONS:
            season = _SEASONS[word]
        else:
            return None
    count = max(len(years), len(months), len(days))
    if not years or count > 2 or (days and not months):
        return None
    parts = [
        [values[min(place, len(values) - 1)] for values in (years, months, days) if values]
        for place in range(count)
    ]
    date: CslDate = {"date-parts": parts}
    if season and not months:
        date["season"] = season
    return date
