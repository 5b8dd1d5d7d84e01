"""The commands of TeX that stand for characters, and the alphabets of mathematics."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any, Literal

__all__ = ["is_letter", "is_sign", "rare", "styled", "table"]

Part = Literal[
    "letters",
    "signs",
    "operators",
    "large",
    "integrals",
    "delimiters",
    "functions",
    "limits",
    "spaces",
    "over",
    "under",
    "arrows",
    "fonts",
    "switches",
    "text",
    "sizes",
    "instead",
]

_PUNCTUATION = frozenset(",;:.!?*/|-–—∣∥′″")


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads((resources.files(__package__) / "symbols.toml").read_text(encoding="utf-8"))


def table(part: Part) -> dict[str, Any]:
    """A part of ``symbols.toml``: what the commands of one kind stand for, by name, without the backslash."""
    return _tables()[part]


def rare(name: str) -> str:
    """The character of a command that is in no part, or an empty text."""
    from latex2mathml.symbols_parser import convert_symbol

    code = convert_symbol(f"\\{name}")
    return chr(int(code, 16)) if code else ""


def is_letter(character: str) -> bool:
    """Whether *character* is set like a variable."""
    return unicodedata.category(character)[0] == "L"


def is_sign(character: str) -> bool:
    """Whether *character* is an operator, a bracket or punctuation.

    Others that are no letters ("°", "‰", "€") are set close to what they stand beside.
    """
    return unicodedata.category(character) in ("Sm", "Ps", "Pe") or character in _PUNCTUATION


@cache
def styled(text: str, font: str) -> str:
    """*text* in one of Unicode's mathematical alphabets, such as "bold italic"; what has no such form stays.

    Characters and not `mathvariant`, of which MathML Core has kept "normal" alone.
    """
    if font in ("", "upright"):
        return text
    return "".join(_styled(character, font.upper()) for character in text)


def _styled(character: str, font: str) -> str:
    kind = unicodedata.name(character, "")
    for word in ("LATIN ", "GREEK ", "LETTER "):
        kind = kind.replace(word, "")
    # Those that Unicode had before the alphabets have names of their own.
    names = [
        f"MATHEMATICAL {font} {kind}",
        f"{font} {kind}",
        f"BLACK-LETTER {kind}" if font == "FRAKTUR" else "",
    ]
    if (character, font) == ("h", "ITALIC"):
        names = ["PLANCK CONSTANT"]
    for name in names:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return character
