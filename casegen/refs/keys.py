"""Citation keys: which ones are good, and new ones."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

from casegen.citations.csl import CslItem
from casegen.model.mentions import can_be_cited

__all__ = ["Keys", "folded", "is_good_key", "year_of"]

_LONGEST = 60
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# Letters that are no other letter with an accent.
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_ARTICLES = frozenset({"a", "an", "the", "on", "der", "die", "das", "le", "la", "les", "el", "il", "de"})


def is_good_key(key: str) -> bool:
    """Whether *key* can be cited in prose, has a letter, and is not too long to type."""
    return len(key) <= _LONGEST and can_be_cited(key) and any(map(str.isalpha, key))


class Keys:
    """The keys that are taken, and new ones that are not."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._counts: Counter[str] = Counter()

    def __contains__(self, key: str) -> bool:
        return key in self._taken

    def take(self, key: str) -> None:
        """Let nothing else have *key*."""
        self._taken.add(key)

    def new(self, item: CslItem) -> str:
        """Take a key for *item*: first author and year, ``kim2020``, then ``kim2020a``.

        A work without an author has its editor's name or the first word of its title; a group, its initials
        where it has a name of three words or more.
        """
        stem = key = _stem(item) + year_of(item)
        while key in self._taken:
            self._counts[stem] += 1
            key = stem + _letters(self._counts[stem])
        self.take(key)
        return key


def folded(text: str) -> str:
    """The letters and digits of *text* as lower-case ASCII: ``Müller-Łuk`` -> ``mullerluk``."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    return re.sub(r"[^a-z0-9]", "", plain)


def year_of(item: CslItem) -> str:
    """The year of *item* as digits; empty where none is known."""
    date = item.get("issued")
    if isinstance(date, dict):
        parts = date.get("date-parts") or [[date.get("raw") or date.get("literal") or ""]]
        date = parts[0][0] if parts[0] else ""
    found = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", str(date or ""))
    return found[0] if found else ""


def _letters(number: int) -> str:
    """Count in letters from 1: a, b, ... z, aa, ab."""
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters


def _stem(item: CslItem) -> str:
    names = [*item.get("author", ()), *item.get("editor", ())][:1]
    words = _TAG.sub("", str(item.get("title") or item.get("container-title") or "")).lower().split()
    title = (word for word in words if word not in _ARTICLES)
    stems = (folded(text) for text in (*map(_named, names), *title))
    return next((stem for stem in stems if stem), "ref")[:40]


def _named(name: dict[str, Any]) -> str:
    if family := name.get("family"):
        return f"{name.get('non-dropping-particle', '')} {family}"
    group = str(name.get("literal") or name.get("given") or "")
    words = [word for word in re.findall(r"[^\W_]+", group) if word.lower() not in _ARTICLES]
    capitals = [word[0] for word in words if word[0].isupper()]
    return "".join(capitals) if len(capitals) >= 3 else next(iter(words), "")
