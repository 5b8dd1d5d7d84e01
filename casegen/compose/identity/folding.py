"""Names and texts as they are compared: without accents, without what is not seen, in all their spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = [
    "END",
    "START",
    "Folded",
    "capitals",
    "folded",
    "foldings",
    "is_unspaced",
    "key",
    "keys",
    "needed",
    "spaced",
    "spellings",
]

# Letters that no accent can be taken from.
_LETTERS = str.maketrans({
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "ŋ": "n",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'",
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
})  # fmt: skip
# Not seen, and so not a part of a name: soft hyphens, joiners, marks of direction.
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u061c\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
# Letters that are also written as two: Østergård is Ostergard, Ostergaard, Oestergaard.
_RINGS = str.maketrans({"å": "aa", "Å": "Aa"})
_UMLAUTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "å": "aa",
        "ø": "oe",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "Å": "Aa",
        "Ø": "Oe",
    }
)
_WRITTEN: tuple[dict[int, str], ...] = ({}, _RINGS, _UMLAUTS)
_TWO_LETTERS = re.compile("[äöüåøÄÖÜÅØ]")
_MARKS = re.compile("[-']+")
_MOST_MARKS = 20
# The borders of a word.
START, END = r"(?<![^\W\d_])", r"(?![^\W\d_])"


class Folded(NamedTuple):
    """A text folded, and where in the text each of its characters, and its end, comes from."""

    text: str
    places: Sequence[int]


def folded(text: str) -> str:
    """*text* without accents and what is not seen; its case stays."""
    return _folded(text, {}).text


def spellings(name: str) -> tuple[str, ...]:
    """*name* folded, in each way to write its umlauts."""
    composed = unicodedata.normalize("NFC", name)
    return tuple(dict.fromkeys(_folded(composed, written).text.strip() for written in _WRITTEN))


def foldings(text: str) -> Iterator[Folded]:
    """*text* folded; more than once where it has letters that are also written as two."""
    yield _folded(text, {})
    if _TWO_LETTERS.search(text):
        yield from (_folded(text, written) for written in _WRITTEN[1:])


def _folded(text: str, written: dict[int, str]) -> Folded:
    if text.isascii() and "`" not in text:
        return Folded(text, range(len(text) + 1))
    out: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        as_written = character.translate(written)
        for part in unicodedata.normalize("NFKD", as_written).translate(_LETTERS):
            if part not in _UNSEEN and not unicodedata.combining(part):
                out.append(part)
                places.append(at)
    # An accent that is a character of its own goes with its letter.
    places.append(len(text))
    return Folded("".join(out), places)


def keys(name: str) -> set[str]:
    """*name* as it is compared: letters and digits alone, in all its spellings."""
    return set(map(key, spellings(name))) - {""}


def key(text: str) -> str:
    """The letters and digits of *text*, in lower case."""
    return re.sub(r"[\W_]+", "", folded(text)).lower()


def spaced(name: str) -> str:
    """An expression for *name*, folded, with any space between its words, and without apostrophes or with."""
    # A word of nothing but marks would be optional as a whole: then spaces could be shared out in many ways.
    words = (word for word in name.split() if word.strip("-'"))
    return r"\s+".join(_MARKS.sub(_optional, re.escape(word).replace(r"\-", "-")) for word in words)


def _optional(marks: re.Match[str]) -> str:
    """The expression for hyphens and apostrophes in a row, as one: side by side, each would try all ways."""
    match marks[0]:
        case "-":
            return r"[-\s]?"
        case "'":
            return r"'?\s?"
    return rf"[-'\s]{{0,{min(2 * len(marks[0]), _MOST_MARKS)}}}"


def needed(name: str) -> str:
    """The letters that every text with the folded *name* in it has, in lower case."""
    return max(re.findall(r"[^\W_]+", name.lower()), key=len, default=name.lower())


def capitals(text: str) -> int:
    """How many capitals *text* has."""
    return sum(map(str.isupper, text))


def is_unspaced(name: str) -> bool:
    """Whether *name* is written in Han characters, kana or hangul."""
    return any(
        "\u1100" <= c <= "\u11ff" or "\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7ff" for c in name
    )
