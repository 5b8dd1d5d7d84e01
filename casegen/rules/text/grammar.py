"""Small slips of grammar: a word twice, a number and a noun that do not agree."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from casegen.lists import read_pairs
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Flow, Word
from casegen.reading.quantities import number_word
from casegen.rules.registry import Finding, rule
from casegen.rules.text.own import DATA, PRINTED, Quotations, own, replacement, word_list

_SHORTEST_DOUBLED = 4


@rule("TXT004", "doubled-word", severity=Severity.WARNING, english=True, fixing="suggested")
def doubled_word(case: Case) -> Iterator[Finding]:
    """A word typed twice.

    Why: at the end of a line the eye passes over it, until the article is printed.
    Bad:
        presentation: She was admitted to the the ward.
    Good:
        presentation: She had had fever in Baden Baden, and was admitted to the ward.
    """
    slips, right = word_list("doubled_slips"), word_list("doubled_right")
    for flow in own(case, *PRINTED):
        quotations = Quotations(flow)
        for first, last in _repeated(flow):
            word = last.text
            following = _word_after(flow, last)
            if word == "in" and following in word_list("latin_after_in"):
                continue  # "active in in vitro tests"
            small = word in slips and (
                first.text == word or (len(word) > 1 and first.text == word.capitalize())
            )
            long = first.text == word and len(word) >= _SHORTEST_DOUBLED and word.isalpha()
            if (small or (long and word not in right)) and not quotations.hold(first.start):
                yield Finding(
                    flow.at,
                    f"{word!r} is typed twice{flow.where}",
                    within=flow.within(first.start, last.end),
                    fix=replacement(flow, first.start, last.end, first.text, safe=False),
                )


def _word_after(flow: Flow, word: Word) -> str:
    """The word after *word*, in lower case; empty at the end."""
    index = bisect_left(flow.words, word.end, key=lambda each: each.start)
    return flow.words[index].lower if index < len(flow.words) else ""


def _repeated(flow: Flow) -> Iterator[tuple[Word, Word]]:
    """The first and the last word of every run of one word, in lower case from the second time on."""
    first: Word | None = None
    for before, word in pairwise(flow.words):
        again = before.lower == word.lower == word.text and _touch(flow, before, word)
        if again and first is None:
            first = before
        elif not again and first is not None:
            yield first, before
            first = None
    if first is not None:
        yield first, flow.words[-1]


class _Slip(NamedTuple):
    """``text[start:end]`` of a flow should be *right*, where that is sure; *hint* says what it may be."""

    start: int
    end: int
    right: str | None
    hint: str


@rule("TXT007", "number-agreement", severity=Severity.WARNING, english=True, fixing="suggested")
def number_agreement(case: Case) -> Iterator[Finding]:
    """A number and a noun that do not agree: "2 month", "76 years old man", "many author".

    A length of time before a noun takes a hyphen, and then no s: "a 2-month history".

    Why: it is the slip that editors mend most often, and it can hide a number that was meant otherwise.
    Bad:
        presentation: A 76 years old man returned after 2 month with an important complications.
    Good:
        presentation: A 76-year-old man with a 2-month history was 76 years old, and returned after 2 months.
    """
    for flow in own(case, *PRINTED):
        quotations = Quotations(flow)
        for slip in (*_ages(flow), *_times(flow), *_plurals(flow), *_singulars(flow)):
            if quotations.hold(slip.start):
                continue
            right = slip.right
            yield Finding(
                flow.at,
                f"number and noun do not agree: {flow.text[slip.start : slip.end]!r}{flow.where}",
                slip.hint,
                within=flow.within(slip.start, slip.end),
                fix=None if right is None else replacement(flow, slip.start, slip.end, right, safe=False),
            )


# The times of which slips are told. "Second" and "minute" are other words too.
_UNITS = ("hour", "day", "week", "month", "year")
# "A course of 10 day colistin": a drug follows.
_GIVEN = frozenset({"course", "courses", "regimen"})
# A greater number before "year" or "day" is a date.
_GREATEST = 1000


def _ages(flow: Flow) -> Iterator[_Slip]:
    """As in "76 years old man", "76-years-old man"; not "he was 76 years old"."""
    words = flow.words
    for index, word in enumerate(words if "old" in flow.lower else ()):
        parts = word.lower.split("-")
        if parts[-1] != "old":
            continue
        first = index
        # The three parts may be one word, two or three.
        while len(parts) < 3 and first and _touch(flow, words[first - 1], words[first]):
            first -= 1
            parts = [*words[first].lower.split("-"), *parts]
        number, unit = (parts[-3], parts[-2]) if len(parts) >= 3 else ("", "")
        if unit.rstrip("s") not in _UNITS or not _is_number(number):
            continue
        if unit.rstrip("s") == unit and first == index:
            continue  # 76-year-old
        if not _is_told_of_a_person(flow, index):
            continue
        typed = flow.text[words[first].start : word.end].replace(" ", "-").split("-")
        right = "-".join([*typed[:-2], unit.rstrip("s"), "old"])
        yield _Slip(words[first].start, word.end, right, f"write {right!r}")


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).isdigit() or number_word(word) is not None


def _is_told_of_a_person(flow: Flow, index: int) -> bool:
    """Whether a person follows the word at *index*, with one word between at most: "old Iranian man"."""
    people, small = word_list("person_nouns"), word_list("small_words")
    after = [word.lower for word in _following(flow, index, 2)]
    return bool(after) and after[0] not in small and not people.isdisjoint(after)


def _times(flow: Flow) -> Iterator[_Slip]:
    """As in "2 month"; not "2-month history", "1 month", "group 2 day 14"."""
    text, words = flow.text, flow.words
    for quantity in flow.quantities:
        unit = quantity.unit
        number = quantity.text[: -len(unit)]
        if unit not in _UNITS or quantity.text.lower() != number.lower() + unit or not number[-1].isspace():
            continue
        if not 1 < quantity.value < _GREATEST or text[quantity.end : quantity.end + 1] in tuple("-‐‑'’/"):
            continue
        index = bisect_left(words, quantity.end, key=lambda word: word.start) - 1
        before = _preceding(flow, bisect_left(words, quantity.start, key=lambda word: word.start))
        after = _following(flow, index, 3)
        if (before in word_list("numbered_things")) or (after and after[0].text[0].isdigit()):
            continue
        if after and after[0].lower == "old" and _is_told_of_a_person(flow, index + 1):
            continue  # an age, told above
        plural, adjective = f"{number}{unit}s", f"{number.rstrip()}-{unit}"
        lasting = word_list("lasting_things")
        adjectival = before in word_list("determiners") or any(word.lower in lasting for word in after)
        hint = f"write {plural!r}, or {adjective!r} before a noun"
        if before == "of" and not adjectival and _perhaps_a_noun(after):
            given = index >= 3 and words[index - 3].lower in _GIVEN
            yield _Slip(quantity.start, quantity.end, adjective if given else None, hint)
            continue
        right = adjective if adjectival else plural
        yield _Slip(quantity.start, quantity.end, right, hint)


def _perhaps_a_noun(after: tuple[Word, ...]) -> bool:
    """Whether the first of the words *after* a time may begin the noun that the time describes."""
    following = after[0].lower if after else ""
    return bool(following) and following not in word_list("small_words") and not following.endswith("ly")


def _plurals(flow: Flow) -> Iterator[_Slip]:
    """As in "many author"; not "many patient groups"."""
    nouns, quantifiers = read_pairs(DATA / "count_nouns.txt"), word_list("quantifiers")
    for index, word in enumerate(flow.words):
        if word.lower not in quantifiers or _preceding(flow, index) in word_list("numbered_things"):
            continue
        noun = _noun(flow, index)
        if noun is None or noun[0].lower not in nouns or _goes_on_in_the_plural(flow, noun[1]):
            continue
        if number_word(word.lower) is not None and _perhaps_a_noun(_following(flow, noun[1], 1)):
            continue  # "three vessel disease", "two drug therapy"
        right = f"{flow.text[word.start : noun[0].start]}{nouns[noun[0].lower]}"
        yield _Slip(word.start, noun[0].end, right, f"write {right!r}")


def _singulars(flow: Flow) -> Iterator[_Slip]:
    """As in "an important complications"; not "a complications register"."""
    nouns, small = _by_plural(), word_list("small_words")
    for index, word in enumerate(flow.words):
        # A capital inside a sentence is no article: "group A patients".
        if word.lower not in ("a", "an") or (word.text[0] == "A" and _preceding(flow, index)):
            continue
        noun = _noun(flow, index)
        if (
            noun is None
            or noun[0].lower not in nouns
            or flow.text[noun[0].end : noun[0].end + 1] in ("'", "’")
        ):
            continue
        after = _following(flow, noun[1], 1)
        if after and after[0].lower not in small:
            continue
        singular = nouns[noun[0].lower]
        right = f"{flow.text[word.start : noun[0].start]}{singular}"
        yield _Slip(word.start, noun[0].end, right, f"write {right!r}, or leave out {word.text!r}")


@cache
def _by_plural() -> dict[str, str]:
    return {plural: singular for singular, plural in read_pairs(DATA / "count_nouns.txt").items()}


def _noun(flow: Flow, index: int) -> tuple[Word, int] | None:
    """The word after the one at *index*, and its index; one plain adjective is passed over."""
    after = _following(flow, index, 2)
    if len(after) > 1 and after[0].lower in word_list("plain_adjectives"):
        return after[1], index + 2
    return (after[0], index + 1) if after else None


# How far the head of "several patient and treatment factors" is looked for.
_FAR = 6
_NO_PLURAL = ("ss", "is", "us")


def _goes_on_in_the_plural(flow: Flow, index: int) -> bool:
    """Whether the noun at *index* stands before another one, in the plural: "many patient groups"."""
    small = word_list("small_words")
    words = flow.words
    if flow.text[words[index].end : words[index].end + 2].lstrip()[:1] in ("'", "’", "/", "-", "("):
        return True
    for before, word in pairwise(words[index : index + _FAR]):
        between = flow.text[before.end : word.start].strip()
        if between not in ("", ",") or word.lower in small:
            return False
        if word.lower in word_list("plurals_without_s") or (
            word.lower.endswith("s") and not word.lower.endswith(_NO_PLURAL)
        ):
            return True
    return False


def _touch(flow: Flow, first: Word, second: Word) -> bool:
    """Whether nothing but space stands between two words."""
    return flow.text[first.end : second.start].isspace()


def _preceding(flow: Flow, index: int) -> str:
    """The word that touches the one at *index* from before, in lower case; empty where there is none."""
    words = flow.words
    return words[index - 1].lower if index and _touch(flow, words[index - 1], words[index]) else ""


def _following(flow: Flow, index: int, count: int) -> tuple[Word, ...]:
    """Up to *count* words after the one at *index*, as long as they touch."""
    words = flow.words[index : index + count + 1]
    for number, (first, second) in enumerate(pairwise(words)):
        if not _touch(flow, first, second):
            return words[1 : number + 1]
    return words[1:]
