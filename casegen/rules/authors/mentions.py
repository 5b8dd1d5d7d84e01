"""Where a text names authors of the byline, rightly or nearly so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from casegen.model import Author, Case
from casegen.reading.passages import SameCase

__all__ = ["Byline", "Byname", "Mention", "Token", "byline", "fold", "near", "tokens"]

# Letters with the marks that belong to them; hyphens, apostrophes and full stops stand between tokens.
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
# Letters whose stroke or ligature is no accent that could be taken off.
_PLAIN = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n",
})  # fmt: skip
# How some accented letters are rightly written without accents.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "đ": "dj", "ñ": "ny"})
_SUFFIXES = frozenset({"jr", "sr", "jnr", "snr", "ii", "iii", "iv"})
_BETWEEN = frozenset(" \u00a0\t\n.-\u2010\u2011'\u2019")
_LONGEST_INITIALS = 4
_LONG = 9
_MOST_GIVEN = 3
_MOST_COMPARED = 1_000


class Token(NamedTuple):
    """A run of letters: as typed, folded, and its offsets."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def initials(self) -> bool:
        """Whether it can stand for given names: "A", "JH"."""
        return len(self.text) <= _LONGEST_INITIALS and self.text.isupper()


class Byname(NamedTuple):
    """An author's name as compared: its words, folded; *abbreviated*: the byline has initials only.

    *accented* is the surname with its accents, *spelled_out* the surname with "ue" for "ü".
    """

    author: Author
    given: tuple[str, ...]
    abbreviated: bool
    surname: tuple[str, ...]
    accented: tuple[str, ...]
    spelled_out: tuple[str, ...]

    def goes_by(self, given: Token) -> bool:
        """Whether *given* can be the given name: the first one, or initials of it."""
        first = self.given[0]
        if given.initials or self.abbreviated:
            return given.folded[:1] == first[:1]
        return given.folded == first


class Mention(NamedTuple):
    """An author named in a text: *start* and *end* are those of given name and surname together.

    *surname* is where the surname stands. *spelling* tells how it agrees: ``exact``, ``accents`` (other
    ones) or ``near`` (another letter). *by_initials*: the given name is not written out.
    """

    byname: Byname
    start: int
    end: int
    surname: tuple[int, int]
    spelling: str
    by_initials: bool


class Byline:
    """The authors of a case, to be looked for in texts."""

    def __init__(self, case: Case) -> None:
        self.bynames = tuple(_byname(author) for author in case.authors)

    @cached_property
    def _by_surname(self) -> dict[tuple[str, ...], list[Byname]]:
        """The authors by surname, also by that with its accents spelled out."""
        found: dict[tuple[str, ...], list[Byname]] = {}
        for byname in self._named:
            for surname in {byname.surname, byname.spelled_out}:
                found.setdefault(surname, []).append(byname)
        return found

    @cached_property
    def _by_initial(self) -> dict[tuple[str, int], list[Byname]]:
        """The authors by the first letter of the given name, and how many words the surname has."""
        found: dict[tuple[str, int], list[Byname]] = {}
        # Nobody reads a byline of thousands letter by letter.
        for byname in self._named[:_MOST_COMPARED]:
            found.setdefault((byname.given[0][:1], len(byname.surname)), []).append(byname)
        return found

    @cached_property
    def _named(self) -> list[Byname]:
        return [byname for byname in self.bynames if byname.given and byname.surname]

    @cached_property
    def sizes(self) -> frozenset[int]:
        """How many words surnames have."""
        return frozenset(len(byname.surname) for byname in self._named)

    def alike(self, given: Token, surname: Sequence[Token]) -> Iterator[tuple[Byname, str]]:
        """The authors that *given* and *surname* can mean, and how they are spelled.

        Where the surname is that of an author of this given name, those of similar names are not meant.
        """
        typed = tuple(token.folded for token in surname)
        own = [byname for byname in self._by_surname.get(typed, ()) if byname.goes_by(given)]
        for byname in own:
            accented = tuple(_accented(token.text) for token in surname)
            yield byname, "accents" if typed == byname.surname and accented != byname.accented else "exact"
        if not own:
            for byname in self._by_initial.get((given.folded[:1], len(typed)), ()):
                if byname.goes_by(given) and near("".join(typed), "".join(byname.surname)):
                    yield byname, "near"

    def mentions(self, text: str) -> list[Mention]:
        """Every place where *text* gives an author's given name or initials beside the surname, or nearly it.

        "Amir Kamalifar", "A Kamalifar", "Kamalifar, A.". A surname that another author of the same given
        name has is that author's.
        """
        words = tokens(text)
        finder = _Finder(text, words, self)
        # What stands before a surname is its given name more surely than what follows after a comma.
        for index in range(len(words)):
            finder.look(index, forward=True)
        for index in range(len(words)):
            finder.look(index, forward=False)
        return sorted(finder.found, key=lambda mention: mention.start)


class _Finder:
    """The mentions of one text, as they are found; no token is of two names."""

    def __init__(self, text: str, words: Sequence[Token], authors: Byline) -> None:
        self._text, self._words, self._authors = text, words, authors
        self._taken: set[int] = set()
        self.found: list[Mention] = []

    def look(self, index: int, *, forward: bool) -> None:
        """Take the token *index* for a given name, and find the surname after it, or before it."""
        if index in self._taken or self._words[index].text[0].islower():
            return
        found = [
            mention
            for size in self._authors.sizes
            for first in self._windows(index, size, forward=forward)
            for mention in self._compare(index, first, first + size)
        ]
        if found:
            best = min(found, key=lambda mention: _SPELLINGS.index(mention.spelling))
            self.found.append(best)
            self._take(index, best)

    def _windows(self, index: int, size: int, *, forward: bool) -> Iterator[int]:
        """Where a surname of *size* words may begin."""
        if not forward:
            first = index - size
            if first >= 0 and self._joined(first, index - 1) and self._joined(index - 1, index, comma=True):
                yield first
            return
        # Other given names and initials may stand between.
        for first in range(index + 1, min(index + _MOST_GIVEN + 1, len(self._words) - size + 1)):
            if not self._joined(first - 1, first + size - 1):
                return
            yield first

    def _joined(self, first: int, last: int, *, comma: bool = False) -> bool:
        """Whether nothing but spaces and what joins names stands between the tokens."""
        allowed = _BETWEEN | {","} if comma else _BETWEEN
        return all(
            set(self._text[self._words[i].end : self._words[i + 1].start]) <= allowed
            for i in range(first, last)
        )

    def _compare(self, index: int, first: int, stop: int) -> Iterator[Mention]:
        """The authors that the given name at *index* and the surname in ``[first, stop)`` can mean."""
        window, given = self._words[first:stop], self._words[index]
        if window[-1].text[0].islower() or not self._taken.isdisjoint(range(first, stop)):
            return
        start, end = min(window[0].start, given.start), max(window[-1].end, given.end)
        between = self._words[index + 1 : first]
        for byname, spelling in self._authors.alike(given, window):
            if all(word.initials or word.folded in byname.given for word in between):
                surname = window[0].start, window[-1].end
                yield Mention(byname, start, end, surname, spelling, given.initials)

    def _take(self, index: int, mention: Mention) -> None:
        for step in (-1, 1):
            at = index
            while 0 <= at < len(self._words) and mention.start <= self._words[at].start < mention.end:
                self._taken.add(at)
                at += step


_SPELLINGS = ("exact", "accents", "near")


def near(typed: str, own: str) -> bool:
    """Whether *typed* is *own* but for one letter, two in a long name."""
    most = 2 if min(len(typed), len(own)) >= _LONG else 1
    # Cheap reasons why not, before the library is asked.
    if abs(len(typed) - len(own)) > most or min(len(typed), len(own)) < 3:
        return False
    if len(set(typed) ^ set(own)) > 2 * most:
        return False
    if typed.startswith(own) or own.startswith(typed):  # letters left off, as often; nor is it asked here
        return True
    from rapidfuzz.distance import OSA

    return OSA.distance(typed, own, score_cutoff=most) <= most


def byline(case: Case) -> Byline:
    """The byline of *case*, made once for all rules."""
    return _byline(SameCase(case))


@lru_cache(maxsize=1)
def _byline(key: SameCase) -> Byline:
    return Byline(key.case)


def _byname(author: Author) -> Byname:
    name = author.name
    given, family = name.given, f"{name.particle} {name.family}"
    if not name.family:
        given, family = _divided(name.literal or name.given)
    first, words = tokens(given), tokens(family)
    accented = tuple(_accented(token.text) for token in words)
    return Byname(
        author,
        tuple(token.folded for token in first),
        bool(first) and first[0].initials,
        tuple(token.folded for token in words),
        accented,
        tuple(fold(word.translate(_SPELLED_OUT)) for word in accented),
    )


def _accented(text: str) -> str:
    """*text* in lower case with its accents. Turkish has two letters i, which count as one."""
    lower = unicodedata.normalize("NFC", text).casefold()
    return lower.replace("i\u0307", "i").replace("\u0131", "i")


def _divided(literal: str) -> tuple[str, str]:
    """Given names and surname of a name typed as one: the surname is the last word, with its particles."""
    words = literal.replace(",", " ").split()
    while len(words) > 2 and words[-1].rstrip(".").lower() in _SUFFIXES:
        words.pop()
    if len(words) > 1 and "." in words[-1]:  # "Silva A. B."
        at = next(index for index, word in enumerate([*words[1:], "."], 1) if "." in word)
        return " ".join(words[at:]), " ".join(words[:at])
    at = max(0, len(words) - 1)
    while at > 1 and words[at - 1].islower():
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:])


def fold(text: str) -> str:
    """*text* in lower case without accents: what two spellings of a name are compared by."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(character for character in apart if not unicodedata.combining(character))


def tokens(text: str) -> list[Token]:
    """The runs of letters of *text*, but for those of e-mail and web addresses."""
    found = (Token(m.group(), fold(m.group()), m.start(), m.end()) for m in re.finditer(_LETTERS, text))
    if "@" not in text and "://" not in text:
        return list(found)
    chunks = re.finditer(r"\S+", text)
    return list(_outside(found, [m.span() for m in chunks if "@" in m.group() or "://" in m.group()]))


def _outside(found: Iterable[Token], spans: Iterable[tuple[int, int]]) -> Iterator[Token]:
    left = iter(spans)
    span = next(left, None)
    for token in found:
        while span is not None and span[1] <= token.start:
            span = next(left, None)
        if span is None or token.start < span[0]:
            yield token
