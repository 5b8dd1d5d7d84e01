"""In which ways a value may be written: names in any order, numbers with any signs between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from casegen.lists import read_set
from casegen.rules.patterns import Pattern
from casegen.rules.privacy.folding import fold
from casegen.rules.privacy.texts import PRIVACY
from casegen.values import Value

__all__ = [
    "BETWEEN",
    "Spelling",
    "compact",
    "name_parts",
    "named",
    "numbered",
    "spelled_out",
    "words_of",
    "written",
]

BETWEEN = r"[\W_]{0,6}"
"""What may stand between two words of a value."""
_WORD = re.compile(r"[^\W_]+")
_GAPS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
# A word that is divided at the end of a line, or by emphasis; or a double name that is written as one.
_HYPHEN = r"(?:[-\u2010]\s{0,3}|[*~]{1,3})?"
# What may stand between two signs of a number.
_SIGN = r"(?:\s?[-_./:,\u00b7\u2010-\u2015]\s?|\s)?"
# Scripts written without spaces: there a value may stand anywhere in a run of letters.
_UNSPACED = Pattern(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffdc]")
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_NO_WORD_BEFORE, _NO_WORD_AFTER = r"(?<![^\W_])", r"(?![^\W_])"
# As a part of a decimal number, digits are none of their own.
_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER = r"(?<!\d)(?<!\d\.)", r"(?!\d)(?!\.\d)"
# The length of a value that is looked for; a longer text is no name, date or number.
_FEWEST, _MOST = 3, 200
# A number so long is known with any signs between its own, and beside letters.
_LONG_NUMBER = 5
_MOST_NAMES = 6
# What "CD68", "Ki67" and "CA125" begin with: only a sign between makes initials of it.
_MARKERS = frozenset({"ca", "cd", "ck", "il", "ki", "pd", "tp"})
# How umlauts and their like are spelled out.
_SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_MOST_UMLAUTS = 3


class Spelling(Value):
    """One way to write a value, as a regular *expression* over text that is folded (`folding.fold`).

    Wherever it matches, the text holds *needs* once all but letters and digits are left out. Its groups are
    initials, which are capitals in what was typed. *brief*: a name with no more than initials of the given
    names, which others share. *groups*: into how many groups a number may be divided, where that counts.
    *unsigned*: a number that is another one with a decimal point in it. *capital*: it begins with a capital.
    """

    needs: str
    expression: str
    brief: bool = False
    groups: int = 0
    unsigned: bool = False
    capital: bool = False


def compact(text: str) -> str:
    """*text*, which is folded, without all but its letters and digits."""
    return _GAPS.sub("", text)


def words_of(text: str) -> list[str]:
    """The words of *text*, folded."""
    return _WORD.findall(fold(text))


def written(text: str) -> Iterator[Spelling]:
    """*text* as it is, whatever stands between its words."""
    words = words_of(text)
    key = "".join(words)
    if _UNSPACED.search(text):
        if len(key) > 1:
            yield Spelling(key, r"[\s\u00b7\u30fb,]?".join(map(re.escape, key)))
    elif _FEWEST <= len(key) <= _MOST:
        if any(map(str.isdigit, key)) and all(len(word) <= _FEWEST or _DIGITS.search(word) for word in words):
            yield from _number(words)
        else:
            for spelled in spelled_out(text):
                yield _joined(words_of(spelled))


def _joined(words: Sequence[str]) -> Spelling:
    expression = BETWEEN.join(map(_HYPHEN.join, words))
    return Spelling("".join(words), f"{_NO_LETTER_BEFORE}{expression}{_NO_LETTER_AFTER}")


def _number(words: Sequence[str]) -> Iterator[Spelling]:
    key = "".join(words)
    if len(key) < _LONG_NUMBER:
        expression = BETWEEN.join(words)
        yield Spelling(key, f"{_NO_WORD_BEFORE}(?<!\\d\\.){expression}{_NO_WORD_AFTER}(?!\\.\\d)")
        return
    groups = max(len(words), len(key) // 2)
    before, after = (
        (_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER) if key.isdigit() else (_NO_WORD_BEFORE, _NO_WORD_AFTER)
    )
    unsigned = key.isdigit() and len(words) == 1
    yield Spelling(key, f"{before}{_SIGN.join(key)}{after}", groups=groups, unsigned=unsigned)
    # "MRN 0048213" is the number alone as well.
    for word in words if len(words) > 1 else ():
        if word.isdigit() and len(word) > _LONG_NUMBER:
            yield Spelling(word, f"{before}{_SIGN.join(word)}{after}", groups=len(word) // 2, unsigned=True)


def spelled_out(text: str) -> Iterator[str]:
    """*text*, and with its umlauts and their like spelled out, some or all of them."""
    lowered = text.casefold()
    there = sorted(set(lowered) & _SPELLED_OUT.keys())[:_MOST_UMLAUTS]
    for chosen in product((False, True), repeat=len(there)):
        yield lowered.translate(
            {ord(one): _SPELLED_OUT[one] for one, out in zip(there, chosen, strict=True) if out}
        )


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


# The names of a part, of which those that are one letter are initials.
_Parts = tuple[tuple[str, ...], tuple[str, ...]]


def _forms(given: Sequence[str], family: Sequence[str]) -> Iterator[tuple[_Parts, bool]]:
    small = read_set(PRIVACY / "particles.txt")
    bare = tuple(word for word in family if word not in small) or tuple(family)
    initials = tuple(name[0] for name in given)
    whole = [tuple(given), (given[0],), (given[0], *initials[1:])]
    for names in dict.fromkeys((tuple(family), bare)):
        for first in dict.fromkeys(whole):
            yield (first, names), False
        for first in dict.fromkeys((initials, initials[:1])):
            yield (first, names), True
    if len(bare) > 1:  # of two family names, the first
        yield ((given[0],), bare[:1]), False
    yield ((given[0],), (bare[-1][0],)), True


def _name(parts: _Parts, *, brief: bool) -> Spelling:
    words = [word for part in parts for word in part]
    expression = BETWEEN.join(f"({word})" if len(word) == 1 else _HYPHEN.join(word) for word in words)
    return Spelling("".join(words), f"{_NO_LETTER_BEFORE}{expression}{_NO_LETTER_AFTER}", brief)


def numbered(name: str, numbers: Sequence[str]) -> Iterator[Spelling]:
    """The initials of *name* beside one of *numbers*: "JP48", "J.P.-4711", "48/JP"."""
    found: dict[str, None] = {}
    for given, family in name_parts(name):
        found["".join(word[0] for word in (*given, family[-1]))] = None
        found[given[0][0] + family[-1][0]] = None
    for letters in found:
        initials = r"\.?\s?".join(f"({letter})" for letter in letters)
        for number in numbers:
            either = (letters + number, (initials, number)), (number + letters, (number, initials))
            for needs, order in either:
                marker = letters in _MARKERS and len(number) <= _FEWEST
                expression = ("[-_./]{1,2}" if marker else "[-_./]{0,2}").join(order)
                yield Spelling(needs, f"{_NO_WORD_BEFORE}{expression}{_NO_WORD_AFTER}")
