"""The words casegen prints by itself, and dates, countries and lists, in the article's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal
from unicodedata import bidirectional

from casegen.compose.typography import Quotes
from casegen.model import PartialDate
from casegen.model.languages import has_words, primary, vocabulary
from casegen.values import Value

if TYPE_CHECKING:
    from babel.core import Locale


class Words(Value):
    """One language: its words, its names for kinds of events, roles and terms of the format, its quotes.

    *raised_behind* is the punctuation that a raised citation stands behind; *stops_inside_quotes*: a full
    stop or comma goes inside a closing quotation mark.
    """

    language: str
    words: Mapping[str, str]
    kinds: Mapping[str, str]
    terms: Mapping[str, str]
    roles: Mapping[str, str]
    degrees: Mapping[str, str]
    quotes: Quotes
    raised_behind: str
    stops_inside_quotes: bool

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
        code = _country_code(typed)
        return str(_locale(self.language).territories.get(code, code)) if code else typed.strip()

    def country_code(self, typed: str) -> str:
        """The ISO 3166 code of two letters for another code, or for a name in this language or in English.

        Empty for what is none.
        """
        if code := _country_code(typed):
            return code
        named = (_country_codes(language).get(_folded(typed), "") for language in (self.language, "en"))
        return next(filter(None, named), "")

    def listed(self, items: Sequence[str]) -> str:
        """The items as a sentence names them: ``a, b and c``."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self['and']} {items[-1]}"


@cache
def words(language: str) -> Words:
    """The words of *language* (BCP 47); English, with English dates, where casegen has none in it."""
    tables = vocabulary(language)
    typography = tables["typography"]
    return Words(
        language if has_words(language) else "en",
        tables["words"],
        tables["kinds"],
        tables["terms"],
        tables["roles"],
        tables["degrees"],
        tuple(typography["quotes"]),
        typography["raised_behind"],
        language.strip().replace("_", "-").lower() in typography["stops_inside_quotes"],
    )


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Which way *language* is written; left to right where that is not known."""
    from babel.core import Locale, UnknownLocaleError

    try:
        return "rtl" if Locale.parse(language, sep="-").text_direction == "rtl" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"


def _country_code(typed: str) -> str:
    code = typed.strip().upper()
    if not (2 <= len(code) <= 3 and code.isascii() and code.isalpha()):
        return ""
    from babel.core import get_global

    known = get_global("territory_aliases").get(code, [code])[0]
    return known if len(known) == 2 and known in _locale("en").territories else ""


@cache
def _country_codes(language: str) -> Mapping[str, str]:
    """The codes of the countries by their names in *language*."""
    territories = _locale(language).territories.items()
    return {_folded(name): code for code, name in territories if len(code) == 2}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def direction_of_text(text: str) -> Literal["ltr", "rtl"] | None:
    """Which way *text* is written, by its first letter that has a direction (UAX 9, rules P2 and P3)."""
    for character in text:
        match bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return None


def known_language(tag: str) -> str:
    """The language of *tag* without script and region, "de" for "de-AT"; empty where there is no such one."""
    from babel.core import get_global

    name = primary(tag)
    name = get_global("language_aliases").get(name, name)
    return name if name in _locale("en").languages else ""


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
