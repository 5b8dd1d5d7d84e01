"""The words casegen prints by itself, and dates, countries and lists, in the article's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casegen.model import PartialDate

if TYPE_CHECKING:
    from babel.core import Locale

_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Words:
    """One language: its words, the names of event kinds, and its quotation marks."""

    language: str
    words: Mapping[str, str]
    kinds: Mapping[str, str]
    quotes: tuple[str, str, str, str]

    def __getitem__(self, word: str) -> str:
        return self.words[word]

    def date(self, date: PartialDate) -> str:
        """*date* written out, as precisely as it is known: 10 January 2022, January 2022, 2022."""
        from datetime import date as Day

        from babel.dates import format_date, format_skeleton

        locale = _locale(self.language)
        if not date.month:
            return str(date.year)
        day = Day(date.year, date.month, date.day or 1)
        if date.day:
            return str(format_date(day, "long", locale=locale))
        return str(format_skeleton("yMMMM", day, locale=locale))

    def country(self, name: str) -> str:
        """The country's name for an ISO 3166 code; what is no code is taken as a name."""
        code = name.strip()
        if len(code) == 2 and code.isalpha():
            return str(_locale(self.language).territories.get(code.upper(), code))
        return code

    def listed(self, items: Sequence[str]) -> str:
        """``a, b and c``"""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self['and']} {items[-1]}"


@cache
def words(language: str) -> Words:
    """The words of *language* (BCP 47); English where casegen does not know it."""
    english = _read("en")
    own = _read(language.split("-")[0].lower()) or english
    texts = {**english, **own}
    kinds = {**english["kinds"], **texts.pop("kinds")}
    quotes = texts.pop("typography")["quotes"]
    return Words(language, texts, kinds, tuple(quotes))


def _read(language: str) -> dict[str, Any]:
    path = _FOLDER / f"{language}.toml"
    if not language.isalpha() or not path.is_file():
        return {}
    return tomllib.loads(path.read_text("utf-8"))


@cache
def _locale(language: str) -> Locale:
    from babel.core import Locale, UnknownLocaleError

    # Plain "en" is taken as international English, which puts the day first, as most journals do.
    wanted = "en-GB" if language.lower() == "en" else language
    for tag in (wanted, wanted.split("-")[0], "en-GB"):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")
