"""The words that formulas are spoken in, one file a language."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["Words", "words"]

_APPLIED = "\N{FUNCTION APPLICATION}"


class Words:
    """The words of one language."""

    def __init__(self, tables: dict[str, dict[str, Any]]) -> None:
        self._tables = tables
        self._greek = {**tables["greek"], "ϵ": tables["greek"]["ε"], "ϕ": tables["greek"]["φ"]}

    def phrase(self, phrase: str, /, **parts: str | int) -> str:
        """A phrase with its gaps filled in."""
        text: str = self._tables["phrases"][phrase]
        return text.format(**parts)

    def found(self, table: str, sign: str) -> str:
        """The word for *sign* in *table*; an empty text where it has none."""
        word: str = self._tables[table].get(sign, "")
        return word

    @property
    def ends(self) -> tuple[str, ...]:
        """What tells that something long ends."""
        return tuple(self._tables["ends"].values())

    def sign(self, sign: str) -> str:
        """The word for *sign*; the sign itself where it has none."""
        return self.found("signs", sign) or self.found("large", sign) or ("" if sign == _APPLIED else sign)

    def unit(self, symbol: str, *, one: bool) -> str:
        """The name of a unit, of many or of *one*; an empty text where it is none."""
        names = self._tables["units"].get(_plain(symbol))
        return "" if names is None else str(names[1 if one else 0])

    def letters(self, text: str) -> str:
        """A variable or name: Greek letters by name, the rest as it is, in no mathematical alphabet."""
        plain = _plain(text)
        if len(plain) == 1 and plain.lower() in self._greek:
            return str(self._greek[plain.lower()])
        return self.found("signs", text) or plain


def words(language: str) -> Words:
    """The words of *language* ("pt-BR"), else of English."""
    return _read(language.lower().partition("-")[0])


@cache
def _read(language: str) -> Words:
    folder = resources.files(__package__) / "words"
    file = folder / f"{language}.toml"
    if not (language.isalpha() and file.is_file()):
        return _read("en")
    return Words(tomllib.loads(file.read_text(encoding="utf-8")))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
