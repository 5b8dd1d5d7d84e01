"""Values that must not be published, and how they are found in a text in other spellings."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from casegen.lists import read_table
from casegen.model.dates import PartialDate, read_date
from casegen.rules.patterns import Pattern
from casegen.rules.privacy.texts import PRIVACY

__all__ = ["Secret", "Secrets"]

# The length of a value that is looked for; a longer text is no name, date or number.
_FEWEST, _MOST = 3, 200
_WORD = Pattern(r"[^\W_]+")
# Scripts written without spaces: there a value may stand anywhere in a run of letters, and two make a name.
_UNSPACED = Pattern(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffdc]")


class Secret(NamedTuple):
    """A value that must not be published, and the *key* that it is kept under, which may be told."""

    key: str
    text: str


class Secrets:
    """A search for many values at once, in time linear in the text.

    A value and a text are compared word by word without case, accents and what stands between the words, so
    that 123-456 is 123456 and Ana SILVA is ana_silva. A value begins and ends where words do.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._spellings: dict[str, dict[str, Secret]] = defaultdict(dict)
        self._runs: list[tuple[str, Secret]] = []
        for secret in secrets:
            if _UNSPACED.compiled.search(secret.text):
                if len(secret.text.strip()) > 1:
                    self._runs.append((secret.text.strip().casefold(), secret))
                continue
            for spelling in _spellings(secret):
                if _FEWEST <= len(spelling) <= _MOST:
                    self._spellings[spelling[0]].setdefault(spelling, secret)

    def find(self, text: str) -> Iterator[tuple[int, int, Secret]]:
        """Where in *text* a value stands, and which; the longest where several begin together."""
        text = text.replace("&nbsp;", "      ")
        words = [
            (match.start(), match.end(), _bare(match.group())) for match in _WORD.compiled.finditer(text)
        ]
        passed = 0
        for index, (start, _, word) in enumerate(words):
            if start < passed or not word:
                continue
            found = [
                (end, secret)
                for spelling, secret in self._spellings.get(word[0], {}).items()
                if (end := _reaches(text, words, index, spelling))
            ]
            if found:
                passed, secret = max(found, key=lambda one: one[0])
                yield start, passed, secret
        lowered = text.casefold() if self._runs else ""
        for run, secret in self._runs:
            at = lowered.find(run)
            if at >= 0:
                # Folding may lengthen a text; then the place is its beginning.
                yield (at, at + len(run), secret) if len(lowered) == len(text) else (0, 1, secret)


def _reaches(text: str, words: Sequence[tuple[int, int, str]], index: int, spelling: str) -> int:
    """The end of the words from *index* on that together are *spelling*; 0 where they are not."""
    at = 0
    while index < len(words):
        start, end, word = words[index]
        # An initial is a capital: "A. Silva", but not "a Silva".
        outer = at == 0 or at + 1 == len(spelling)
        article = outer and len(word) == 1 and text[start].islower()
        if not word or article or not spelling.startswith(word, at):
            return 0
        at += len(word)
        if at == len(spelling):
            return end
        index += 1
    return 0


def _bare(word: str) -> str:
    """*word* without case and accents."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def _spellings(secret: Secret) -> Iterator[str]:
    """What a value may look like in a text, as bare words without anything between them."""
    words = [_bare(word) for word in _WORD.compiled.findall(secret.text)]
    yield "".join(words)
    if date := read_date(secret.text):
        if date.day:
            yield from _dates(date)
    elif "name" in secret.key.lower() and 2 <= len(words) <= 5 and all(word.isalpha() for word in words):
        family, comma, _ = secret.text.partition(",")
        first = len(_WORD.compiled.findall(family)) if comma else 0
        yield from _names([*words[first:], *words[:first]])


def _names(words: Sequence[str]) -> Iterator[str]:
    """A name in other orders, given names first: "silva ana", "a silva", "silva a"."""
    *given, family = words
    for first in ("".join(given), given[0], given[0][0], "".join(name[0] for name in given)):
        yield first + family
        yield family + first
    if len(given) > 1:
        yield given[0] + given[1]  # of two surnames, the first


def _dates(date: PartialDate) -> Iterator[str]:
    """A date in the usual forms of several languages."""
    year = f"{date.year:04}"
    days, months = {f"{date.day}", f"{date.day:02}"}, {f"{date.month}", f"{date.month:02}"}
    for day in days:
        for month in months:
            yield from (year + month + day, day + month + year, month + day + year)
    ordinals = {*days, *(f"{date.day}{ending}" for ending in ("st", "nd", "rd", "th"))}
    for name, (number, _) in read_table(PRIVACY / "months.txt").items():
        if int(number) == date.month:
            month = _bare(name)
            for day in ordinals:
                yield from (day + month + year, month + day + year, f"{day}of{month}{year}")
            for day in days:
                yield from (f"{day}de{month}de{year}", f"{day}de{month}{year}")
