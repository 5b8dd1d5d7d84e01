"""In which ways a value may be written: words with anything between, numbers with any signs between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from casegen.rules.patterns import Pattern
from casegen.rules.privacy.folding import fold
from casegen.values import Value

__all__ = [
    "BETWEEN",
    "NO_LETTER_AFTER",
    "NO_LETTER_BEFORE",
    "NO_WORD_AFTER",
    "NO_WORD_BEFORE",
    "Spelling",
    "compact",
    "letters_of",
    "running",
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
_HYPHEN = r"(?:[-\u2010]\s{0,3}|[*~^]{1,3})?"
# Between letters that are set apart, and the fewest letters of which such a run is no chance.
_APART, _FEWEST_APART = r"[\s_.*-]{1,3}", 5
# What may stand between two signs of a number.
_SIGN = r"(?:\s?(?:_|[^\w\s]{1,3})\s?|\s)?"
# Scripts written without spaces: there a value may stand anywhere in a run of letters.
_UNSPACED = Pattern(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffdc]")
NO_LETTER_BEFORE, NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
NO_WORD_BEFORE, NO_WORD_AFTER = r"(?<![^\W_])", r"(?![^\W_])"
# As a part of a decimal number, digits are none of their own; but a table may write 12345 as 12345.0.
_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER = r"(?<!\d)(?<!\d\.)", r"(?!\d)(?!\.(?!0{1,6}(?!\d))\d)"
# The length of a value that is looked for; a longer text is no name, date or number.
_FEWEST, _MOST = 3, 200
# A number so long is known with any signs between its own, and beside letters.
_LONG_NUMBER = 5
# How umlauts and their like are spelled out.
_SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_MOST_UMLAUTS = 3


class Spelling(Value):
    """One way to write a value, as a regular *expression* over text that is folded (`folding.fold`).

    Wherever it matches, the text holds *needs* once all but letters and digits are left out. Its groups are
    initials, which are capitals in what was typed. *brief*: a name with no more than initials of the given
    names, which others share. *groups*: into how many groups a number may be divided by any signs, where
    that counts; into more, by one sign alone. *unsigned*: a number that is another one with a decimal point
    in it. *capital*: there is a capital in it, or it is exactly as *typed*.
    """

    needs: str
    expression: str
    brief: bool = False
    groups: int = 0
    unsigned: bool = False
    capital: bool = False
    typed: str = ""


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
    # What ends with a number is not what ends with a longer one: "Flores 12", "Flores 120".
    before, after = (r"(?<!\d)" * words[0][0].isdigit(), r"(?!\d)" * words[-1][-1].isdigit())
    return Spelling("".join(words), f"{NO_LETTER_BEFORE}{before}{running(words)}{NO_LETTER_AFTER}{after}")


def running(words: Sequence[str]) -> str:
    """An expression of *words* one behind the other, whatever stands between; also with all letters apart."""
    together = BETWEEN.join(map(letters_of, words))
    if sum(map(len, words)) < _FEWEST_APART or min(map(len, words)) == 1:
        return together
    apart = r"[\W_]{1,6}".join(map(_APART.join, words))
    return f"(?:{together}|{apart})"


def letters_of(word: str) -> str:
    """An expression of *word*, which the end of a line or emphasis may divide."""
    return _HYPHEN.join(word)


def _number(words: Sequence[str]) -> Iterator[Spelling]:
    key = "".join(words)
    if len(key) < _LONG_NUMBER:
        expression = BETWEEN.join(words)
        yield Spelling(key, f"{NO_WORD_BEFORE}(?<!\\d\\.){expression}{NO_WORD_AFTER}(?!\\.\\d)")
        return
    groups = max(len(words), len(key) // 2)
    before, after = (_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER) if key.isdigit() else (NO_WORD_BEFORE, NO_WORD_AFTER)
    unsigned = key.isdigit() and len(words) == 1
    yield Spelling(key, f"{before}{_SIGN.join(key)}{after}", groups=groups, unsigned=unsigned)
    if key.isdigit() and key[0] != "0":
        shown = key.rstrip("0")
        fraction = rf"(?:\.{shown[1:]})?" if len(shown) == 1 else rf"\.{shown[1:]}"
        power = len(key) - 1
        yield Spelling(shown, rf"{_NO_DIGIT_BEFORE}{shown[0]}{fraction}0{{0,9}}e\+?0?{power}(?!\d)")
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
