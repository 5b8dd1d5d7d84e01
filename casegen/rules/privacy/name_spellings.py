"""In which ways a person's name may be written: in any order, in part, with initials, beside a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from casegen.lists import read_set, read_table
from casegen.rules.privacy.folding import fold
from casegen.rules.privacy.spellings import (
    BETWEEN,
    NO_LETTER_AFTER,
    NO_LETTER_BEFORE,
    NO_WORD_AFTER,
    NO_WORD_BEFORE,
    Spelling,
    letters_of,
    running,
    spelled_out,
    words_of,
    written,
)
from casegen.rules.privacy.texts import PRIVACY

__all__ = ["half_named", "named", "numbered", "without_particles"]

_MOST_NAMES = 6
# Between the words of a name, some of which are not of the private file.
_BLANK = r"[\W_]{1,3}"
# "Ana e Silva" may be two people.
_AND = frozenset({"e", "y"})
# What stands before an apostrophe: d'Angelo, l'Abbate.
_ELIDED = frozenset({"d", "l"})
_DIVIDED = re.compile(r"[\s'\u2019\u2010-]+")
# What "CD68", "Ki67" and "CA125" begin with: only a sign between makes initials of it.
_MARKERS = frozenset({"ca", "cd", "ck", "il", "ki", "pd", "tp"})
_SHORT_NUMBER = 3
# What stands before a year as often as initials do.
_BEFORE_YEARS = _MARKERS | {"ct", "mr", "no", "op", "us"}
_BLANKS = r"[\W_]{0,4}"
_BORN = (
    r"(?:(?:born|b|dob|geb|geboren|nee?|nacid[oa]|nascid[oa]|nat[oa]|year[\W_]of[\W_]birth)"
    r"[\W_]{1,3}(?:in[\W_]{1,2})?)"
)
# Behind a number of two digits, which then is a measure and no year.
_NO_MEASURE = (
    r"(?![\s-]?(?:[%°/]|(?:and|or|to|of|h|hrs?|hours?|d|days?|w|weeks?|wks?|months?|mo|y|yrs?|years?|min|minutes?|"
    r"s|sec|seconds|mm|cm|m|mg|g|kg|ml|l|bpm|mmhg|hz|kv|gy|patients?|cases?|slices?|images?|units?)\b))"
)


def without_particles(text: str) -> str:
    """A family name without "van", "de la", "d'"; empty where nothing else is in it."""
    small = read_set(PRIVACY / "particles.txt") | _ELIDED
    return " ".join(word for word in _DIVIDED.split(text) if word and fold(word).strip(".") not in small)


def half_named(text: str) -> Iterator[Spelling]:
    """*text*, a given name or a family name, alone: whole, and without its particles."""
    for each in written(text):
        yield each.replace(capital=True, typed=text)
    for each in written(without_particles(text)):
        yield each.replace(capital=True, typed=text)


def name_parts(text: str) -> list[tuple[list[str], list[str]]]:
    """How *text*, a person's name, may be divided into given and family names; nothing for other texts."""
    family, comma, given = text.partition(",")
    if comma:
        parts = [(words_of(given), words_of(family))]
    else:
        words = words_of(text)
        small = read_set(PRIVACY / "particles.txt")
        # The last name is one whatever it is: "Van" and "Del" are family names too.
        ends = [at for at in range(1, len(words)) if words[at] not in small or at == len(words) - 1]
        parts = []
        for end in ends[-2:]:  # one family name, or two
            start = end
            while start > 1 and words[start - 1] in small:
                start -= 1
            parts.append((words[:start], words[start:]))
    return [
        (given_names, family_names)
        for given_names, family_names in parts
        if given_names
        and family_names
        and len(given_names) + len(family_names) <= _MOST_NAMES
        and all(word.isalpha() for word in (*given_names, *family_names))
    ]


def named(text: str) -> Iterator[Spelling]:
    """*text*, a person's name, in other orders and with initials; nothing where it is no name of a person."""
    for spelled in spelled_out(text):
        for given, family in name_parts(spelled):
            for parts, brief in _forms(given, family):
                yield _name(parts, brief=brief)
                yield _name(parts[::-1], brief=brief)
            for names in _families(family):
                yield _with_others_between(given[0], names)
                yield _titled(names)


# The names of a part, of which those that are one letter are initials.
_Parts = tuple[tuple[str, ...], tuple[str, ...]]


def _forms(given: Sequence[str], family: Sequence[str]) -> Iterator[tuple[_Parts, bool]]:
    bare = _bare(family)
    initials = tuple(name[0] for name in given)
    whole = [tuple(given), (given[0],), (given[0], *initials[1:])]
    for names in dict.fromkeys((tuple(family), bare)):
        for first in dict.fromkeys(whole):
            yield (first, names), False
        for first in dict.fromkeys((initials, initials[:1])):
            yield (first, names), True
    if len(bare) > 1:  # of two family names, the first
        shortened = (bare[0], *(name[0] for name in bare[1:]))
        for first in dict.fromkeys(whole):
            yield (first, bare[:1]), False
            yield (first, shortened), False
    yield ((given[0],), (bare[-1][0],)), True


def _bare(family: Sequence[str]) -> tuple[str, ...]:
    small = read_set(PRIVACY / "particles.txt") | _ELIDED
    return tuple(word for word in family if word not in small) or tuple(family)


def _families(family: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A family name whole, without its particles, and of several each."""
    bare = _bare(family)
    yield from dict.fromkeys((tuple(family), bare, *((name,) for name in bare)))


def _name(parts: _Parts, *, brief: bool) -> Spelling:
    words = [word for part in parts for word in part]
    if min(map(len, words)) > 1:
        expression = running(words)
    else:
        expression = BETWEEN.join(f"({word})" if len(word) == 1 else letters_of(word) for word in words)
    return Spelling("".join(words), f"{NO_LETTER_BEFORE}{expression}{NO_LETTER_AFTER}", brief)


def _with_others_between(given: str, family: Sequence[str]) -> Spelling:
    """A name with initials or particles that the private file lacks: "Ana M. Silva", "Ana da Silva"."""
    initial = r"([^\W\d_])" + _BLANK
    between = f"(?:{initial}(?:{initial})?|(?:(?:{_particles()}){_BLANK}){{1,3}})"
    expression = f"{letters_of(given)}{_BLANK}{between}{running(family)}"
    return Spelling("".join(family), f"{NO_LETTER_BEFORE}{expression}{NO_LETTER_AFTER}")


def _titled(family: Sequence[str]) -> Spelling:
    """A family name behind a title, "Mrs Silva": an author may be called so as well."""
    expression = rf"(?:{_titles()})\.?[\s_]{{1,3}}{running(family)}"
    needs = "".join(family)
    return Spelling(needs, f"{NO_LETTER_BEFORE}{expression}{NO_LETTER_AFTER}", brief=True, capital=True)


@cache
def _particles() -> str:
    return "|".join(sorted(read_set(PRIVACY / "particles.txt") - _AND))


@cache
def _titles() -> str:
    return "|".join(sorted({fold(title) for title in read_table(PRIVACY / "titles.txt")}))


def numbered(name: str, numbers: Sequence[str], years: Sequence[str]) -> Iterator[Spelling]:
    """The initials of *name* beside one of *numbers*, "JP48", "J.P.-4711", "48/JP", or a year of birth.

    The *years* have four digits or two: "J. P., born 1948", "JP 48".
    """
    found: dict[str, None] = {}
    for given, family in name_parts(name):
        found["".join(word[0] for word in (*given, family[-1]))] = None
        found[given[0][0] + family[-1][0]] = None
    for letters in found:
        initials = r"\.?\s?".join(f"({letter})" for letter in letters)
        for number in (*numbers, *years):
            either = (letters + number, (initials, number)), (number + letters, (number, initials))
            for needs, order in either:
                marker = letters in _MARKERS and len(number) <= _SHORT_NUMBER
                expression = ("[-_./]{1,2}" if marker else "[-_./]{0,2}").join(order)
                yield Spelling(needs, f"{NO_WORD_BEFORE}{expression}{NO_WORD_AFTER}")
        for year in years:
            yield from _born(letters, initials, year)


def _born(letters: str, initials: str, year: str) -> Iterator[Spelling]:
    """Initials before the *year* of a birth with blanks or words between, where they are no abbreviation."""
    before, after = f"{NO_WORD_BEFORE}{initials}", f"{year}{NO_WORD_AFTER}"
    if len(year) > 2:
        yield Spelling(year, f"{before}{_BLANKS}{_BORN}{after}")
        if letters not in _BEFORE_YEARS:
            yield Spelling(letters + year, f"{before}{_BLANKS}{after}")
    elif letters not in _MARKERS | read_set(PRIVACY / "before_numbers.txt"):
        yield Spelling(letters + year, rf"{before}\.?[\s(,'\u2019]{{1,3}}{after}{_NO_MEASURE}")
