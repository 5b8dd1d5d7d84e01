"""Numbers with units, in figures or in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from casegen.lists import Folder, read_pairs, read_table
from casegen.reading.words import Word

__all__ = ["TIMES", "Quantity", "find_quantities", "number_word"]

_DATA = Folder(Path(__file__).parent / "data")

# The units of time, by the name a `Quantity` gives them, in days.
TIMES: Mapping[str, float] = {
    "second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.4375,
    "year": 365.25,
}  # fmt: skip

# 12 · 1.5 · 1,000 · 1 000 are numbers; T2, 2b and 10.1000/x hold none.
_NUMBER = re.compile(r"(?<![\w.,/×−\-–])(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?(?![\d])")
_UNIT = re.compile(r"[ \u00a0\u202f]{0,2}[-‐‑]?(?P<unit>%|‰|°[CF]|[^\W\d_]+(?:/[^\W\d_]+)*)")


class Quantity(NamedTuple):
    """A number with its unit. *unit* is the unit's usual name in the singular; offsets are the flow's."""

    value: float
    unit: str
    start: int
    end: int
    text: str

    @property
    def days(self) -> float | None:
        """A time in days; None for any other unit."""
        return self.value * TIMES[self.unit] if self.unit in TIMES else None


def find_quantities(text: str, words: Sequence[Word]) -> tuple[Quantity, ...]:
    """Every number with a unit in *text*, whose words are *words*, in order."""
    units = _units()
    found = [
        Quantity(
            _value(number.group()),
            units[unit.group("unit")],
            number.start(),
            unit.end(),
            text[number.start() : unit.end()],
        )
        for number in _NUMBER.finditer(text)
        if (unit := _UNIT.match(text, number.end())) and unit.group("unit") in units
    ]
    found.extend(_spelled(text, words, units))
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _spelled(text: str, words: Sequence[Word], units: Mapping[str, str]) -> list[Quantity]:
    found = []
    for index, word in enumerate(words):
        parts = word.lower.split("-")
        value = number_word(parts[0])
        if value is None:
            continue
        count = 1
        if len(parts) > 1 and (both := number_word("-".join(parts[:2]))) is not None:  # twenty-four
            value, count = both, 2
        if len(parts) > count:  # two-month
            unit, start = parts[count], word.start + sum(len(part) + 1 for part in parts[:count])
        elif index + 1 < len(words) and words[index + 1].start - word.end == 1:
            unit, start = words[index + 1].lower.split("-")[0], words[index + 1].start
        else:
            continue
        if unit in units and units[unit] in TIMES:
            end = start + len(unit)
            found.append(Quantity(value, units[unit], word.start, end, text[word.start : end]))
    return found


def _value(number: str) -> float:
    return float(re.sub(r"[,\u00a0\u202f]", "", number))


def number_word(word: str) -> float | None:
    """The number that *word*, in lower case, says ("seven", "forty-two"); None where it says none."""
    said = _said()
    if word in said:
        return said[word]
    tens, hyphen, ones = word.partition("-")
    if hyphen and tens in said and ones in said and said[tens] >= 20 and said[ones] < 10:
        return said[tens] + said[ones]
    return None


@cache
def _said() -> Mapping[str, float]:
    return {word: float(number) for word, number in read_pairs(_DATA / "numbers.txt").items()}


@cache
def _units() -> Mapping[str, str]:
    """The usual name of every spelling of a unit."""
    spellings = read_table(_DATA / "units.txt")
    return {spelling: unit for unit, others in spellings.items() for spelling in (unit, *others)}
