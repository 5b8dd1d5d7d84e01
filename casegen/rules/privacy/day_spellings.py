"""The forms of a date: in figures, and with the months of every language that casegen has words in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cache

from casegen.model.dates import read_date
from casegen.model.languages import languages, primary
from casegen.rules.privacy.folding import fold
from casegen.rules.privacy.spellings import (
    BETWEEN,
    NO_WORD_AFTER,
    NO_WORD_BEFORE,
    Spelling,
    compact,
    spelled_out,
    words_of,
)

__all__ = ["dated", "dates_of"]

_IN_FIGURES = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})", re.ASCII)
# Between the day, the month and the year in figures; where the year has two digits, a space says too little.
_MARK = r"(?:\s?[-./:,;|_\u2010-\u2015]\s?|\s)"
# As cameras and programs write moments: 20240312143000.
_TIME = r"(?:\d{4}|\d{6})?"
_CLEAR_MARK = r"[-./_\u2010-\u2015]"
# "12th of March", "1er", "12 de marzo de".
_ORDINAL = r"(?:st|nd|rd|th|er|re|eme|e|o|a|te|ten)?"
_OF = rf"(?:(?:day{BETWEEN})?(?:of|the|in|de|del|di|d){BETWEEN})?"
# Before a year of two digits behind the day: "Mar 12 '48".
_APOSTROPHE = r"[\s,.]{0,2}['\u2018\u2019\u02bc-]"
# Languages of which casegen has no words, and in which dates are often typed.
_OTHERS = frozenset({"cs", "el", "pl", "ru", "tr", "uk"})
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_MARK = r"[\s./-]{1,3}"
# The day from which a spreadsheet counts, but for those of its first two months.
_DAY_OF_SHEETS = date(1899, 12, 30)
_FIRST_SAME = date(1900, 3, 1)
# A cell of a work sheet, and of a table of commas, semicolons or tabs.
_CELL = r"(?:(?<=<v>){0}(?:\.\d{{1,12}})?(?=</v>)|(?<![^\n\r,;\t\"]){0}(?:\.0{{1,6}})?(?![^\n\r,;\t\"]))"
# After year, month and day in Chinese and Japanese, and in Korean.
_EAST_ASIAN = ("年 月 日", "년 월 일")
# "born 2/3/48", "geb. am", "date of birth:", in casegen's languages.
_DATE_WORD = (
    rf"{NO_WORD_BEFORE}(?:born|birth|dob|dated?|geb|geboren|geburtsdatum|nee?|nacid[oa]|nascid[oa]|nat[oa])"
    r"[\W_]{0,3}(?:(?:on|of|is|was|the|birth|am|le|el|em|il|op|de)[\W_]{1,3}){0,3}"
)
# In German, a star is "born".
_BORN = rf"(?:{_DATE_WORD}|(?<![\w*])\*\s?)"
_ALONE_BEFORE, _ALONE_AFTER = r"(?<!\d)(?<!\d[-./])", r"(?!\d)(?![-./]\d)"


def dates_of(text: str, language: str = "") -> list[date]:
    """The dates that *text* may be: 2024-03-12, 12/03/2024 in both readings, "12 March 2024"."""
    if (found := read_date(text)) and found.day:
        return [date(found.year, found.month, found.day)]
    if match := _IN_FIGURES.fullmatch(text.strip()):
        first, second, year = map(int, match.groups())
        return _valid((year, second, first), (year, first, second))
    words = [word for word in words_of(text) if word not in ("of", "de", "del")]
    numbers = [int(digits[0]) for word in words if (digits := re.match(r"\d+", word))]
    months = {month for month in range(1, 13) for name in _months(month, language) if name in words}
    if len(words) == 3 and len(numbers) == 2 and len(months) == 1:
        (month,) = months
        return _valid((max(numbers), month, min(numbers)))
    return []


def _valid(*dates: tuple[int, int, int]) -> list[date]:
    found = []
    for parts in dict.fromkeys(dates):
        with suppress(ValueError):
            found.append(date(*parts))
    return found


def dated(day: date, language: str = "") -> Iterator[Spelling]:
    """*day* in the usual forms, with the months in casegen's languages and in *language*."""
    yield from _in_figures(day)
    d, year = f"0?{day.day}{_ORDINAL}", rf"(?:{day.year:04})"
    for name in sorted(_months(day.month, language)):
        month = BETWEEN.join(words_of(name))
        either = f"(?:{year}|{day.year % 100:02})"
        forms = (
            f"{d}{BETWEEN}{_OF}{month}{BETWEEN}{_OF}{either}",
            f"{month}{BETWEEN}{d}{BETWEEN}{_OF}(?:{year}|(?<=[0-9a-z]){_APOSTROPHE}{day.year % 100:02})",
            f"{year}{BETWEEN}{month}{BETWEEN}{d}",
            f"{year}{BETWEEN}{d}{BETWEEN}{_OF}{month}",
        )
        yield Spelling(compact(name), f"{NO_WORD_BEFORE}(?:{'|'.join(forms)}){NO_WORD_AFTER}")
    roman = _ROMAN[day.month]
    years = year if len(roman) == 1 else f"(?:{year}|{day.year % 100:02})"
    in_roman = f"0?{day.day}{_ROMAN_MARK}{roman}{_ROMAN_MARK}{years}"
    yield Spelling(f"{day.day}{roman}", f"{NO_WORD_BEFORE}{in_roman}{NO_WORD_AFTER}")
    for signs in _EAST_ASIAN:
        counted = zip((f"{day.year}", f"0?{day.month}", f"0?{day.day}"), fold(signs).split(), strict=True)
        yield Spelling(f"{day.year}", r"\s?".join(f"{number}\\s?{sign}" for number, sign in counted))


def _in_figures(day: date) -> Iterator[Spelling]:
    y, m, d = f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"
    for whole in dict.fromkeys(((y, m, d), (d, m, y), (m, d, y))):
        yield Spelling("".join(whole), rf"(?<!\d){''.join(whole)}{_TIME}(?!\d)")
    loose = {y: y, m: f"0?{day.month}", d: f"0?{day.day}"}
    for order in ("ymd", "dmy", "mdy"):
        in_order = [{"y": y, "m": loose[m], "d": loose[d]}[part] for part in order]
        yield Spelling(y, f"(?<!\\d){_MARK.join(in_order)}(?!\\d)")
        # Of two digits for each, or behind a word that tells a date: "Version 3.12.48" is none.
        parts = [{"y": y[2:], "m": m, "d": d}[part] for part in order]
        six = "".join(parts)
        short = rf"{_CLEAR_MARK}\s?".join(parts)
        yield Spelling(six, f"{_ALONE_BEFORE}{short}{_ALONE_AFTER}")
        yield Spelling(six, f"{_BORN}{six}(?!\\d)")
    either = "|".join(_MARK.join((*first, y[2:])) for first in ((loose[d], loose[m]), (loose[m], loose[d])))
    yield Spelling(y[2:], f"{_BORN}(?:{either}){_ALONE_AFTER}")
    if day >= _FIRST_SAME:
        serial = str((day - _DAY_OF_SHEETS).days)
        yield Spelling(serial, _CELL.format(serial))


@cache
def _months(number: int, language: str) -> frozenset[str]:
    """The names of a month, folded, long and short, also as they stand within a date."""
    from babel import UnknownLocaleError
    from babel.dates import get_month_names

    names = {"sept"} if number == 9 else set()
    for tag in {*languages(), *_OTHERS, primary(language)} - {""}:
        with suppress(UnknownLocaleError, ValueError):
            for width in ("wide", "abbreviated"):
                for context in ("format", "stand-alone"):
                    name = get_month_names(width, context, tag)[number]
                    names |= {" ".join(words_of(spelled)) for spelled in spelled_out(name)}
    return frozenset(names) - {""}
