"""The words casegen prints by itself, and dates, countries and lists, in the article's language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casegen.compose.typography import Quotes
from casegen.model import PartialDate

if TYPE_CHECKING:
    from babel.core import Locale

_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Words:
    """One language: its words, the names of kinds of events, terms of the format, and quotation marks."""

    language: str
    words: Mapping[str, str]
    kinds: Mapping[str, str]
    terms: Mapping[str, str]
    quotes: Quotes

    def __getitem__(self, word: str) -> str:
        return self.words[word]

    def term(self, typed: str) -> str:
        """A value of the format, such as who signed, in this language; other words as typed."""
        return self.terms.get("-".join(typed.lower().replace("_", " ").split()), typed.strip())

    def date(self, date: PartialDate) -> str:
        """*date* written out, as precisely as it is known: 10 January 2022, January 2022, 2022."""
        from datetime import date as calendar_date

        from babel.dates import format_date, format_skeleton

        if not date.month:
            return str(date.year)
        locale = _locale(self.language)
        day = calendar_date(date.year, date.month, date.day or 1)
        if date.day:
            return str(format_date(day, "long", locale=locale))
        return str(format_skeleton("yMMMM", day, locale=locale))

    def country(self, typed: str) -> str:
        """The country's name for its ISO 3166 code; what is no code is taken as a name."""
        code = self.country_code(typed)
        return str(_locale(self.language).territories.get(code, code)) if code else typed.strip()

    def country_code(self, typed: str) -> str:
        """The ISO 3166 code of two letters for one of two or three letters; empty for what is none."""
        code = typed.strip().upper()
        if not (2 <= len(code) <= 3 and code.isascii() and code.isalpha()):
            return ""
        from babel.core import get_global

        known = get_global("territory_aliases").get(code, [code])[0]
        return known if len(known) == 2 and known in _locale("en").territories else ""

    def listed(self, items: Sequence[str]) -> str:
        """The items as a sentence names them: ``a, b and c``."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self['and']} {items[-1]}"


@cache
def words(language: str) -> Words:
    """The words of *language* (BCP 47); English where casegen does not know it."""
    english, own = _read("en"), _read(re.split(r"[-_]", language.strip().lower())[0])
    tables = {name: {**english[name], **own.get(name, {})} for name in ("words", "kinds", "terms")}
    quotes = tuple((own or english)["typography"]["quotes"])
    return Words(language, tables["words"], tables["kinds"], tables["terms"], quotes)


def _read(language: str) -> dict[str, Any]:
    path = _FOLDER / f"{language}.toml"
    if not language.isalpha() or not path.is_file():
        return {}
    return tomllib.loads(path.read_text("utf-8"))


@cache
def _locale(language: str) -> Locale:
    from babel.core import Locale, UnknownLocaleError

    # Plain "en" is taken as international English, which puts the day first, as most journals do.
    tag = language.strip().replace("_", "-")
    wanted = "en-GB" if tag.lower() == "en" else tag
    for known in (wanted, wanted.split("-", 1)[0]):
        try:
            return Locale.parse(known, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")
