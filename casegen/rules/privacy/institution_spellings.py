"""In which ways the name of a hospital may be written: "Hospital São João", "São João Hospital"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from casegen.lists import read_set, read_table
from casegen.rules.privacy.folding import fold
from casegen.rules.privacy.spellings import (
    NO_LETTER_AFTER,
    NO_LETTER_BEFORE,
    Spelling,
    letters_of,
    words_of,
)
from casegen.rules.privacy.texts import PRIVACY

__all__ = ["institutional"]

# Of one kind, a word is not for the other: "Hospital do Porto" is not the University of Porto.
_KINDS = ("hospital", "university")
_FEWEST = 3
_BLANK = r"[\s_*-]{1,3}"
# "St. Mary".
_WITHIN = r"[\s_*.'\u2019-]{1,3}"


def institutional(text: str) -> Iterator[Spelling]:
    """The name of an institution in another order, with and without what many are called; else nothing."""
    words = words_of(text)
    kind = next((kind for kind in map(_words, _KINDS) if not kind.isdisjoint(words)), None)
    passed = _small() | _common() | _words("hospital") | _words("university")
    own = [word for word in words if word not in passed and len(word) > 1]
    longest = max(own, key=len, default="")
    if kind is None or len(longest) < _FEWEST or longest.isdigit():
        return
    called = _any(kind)
    aside = f"(?:{_any(_small() | _common() | _words('university'))}{_BLANK}){{0,4}}"
    name = f"{_WITHIN}(?:{_any(_small())}{_WITHIN}){{0,2}}".join(map(letters_of, own))
    for expression in (f"{called}{_BLANK}{aside}{name}", f"{name}{_BLANK}{aside}{called}"):
        yield Spelling(longest, f"{NO_LETTER_BEFORE}{expression}{NO_LETTER_AFTER}", capital=True)


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words))})"


@cache
def _words(what: str) -> frozenset[str]:
    return frozenset(read_table(PRIVACY / "institution_spellings.txt")[what])


def _small() -> frozenset[str]:
    return _words("small")


@cache
def _common() -> frozenset[str]:
    words = (fold(word) for word in read_set(PRIVACY / "common_institution_words.txt"))
    return _words("generic") | {word for word in words if word.isalpha()}
