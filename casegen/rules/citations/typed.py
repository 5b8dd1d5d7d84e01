"""CIT004 and CIT005: citations that were typed by hand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from casegen.lists import read_set
from casegen.model import Case
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading import Flow, Kind, Word, read
from casegen.reading.quantities import find_quantities
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Elsewhere, Finding, rule
from casegen.rules.wordlists import DATA

# Where the article speaks. Cells, alternative texts, titles and declarations cite nothing, or otherwise.
_KINDS: tuple[Kind, ...] = ("abstract", "narrative", "caption")
_MAIN = ("introduction", "presentation", "discussion", "conclusion")

_BRACKETED = Pattern(r"\[ ?\d{1,3}(?: ?[,;–-] ?\d{1,3})* ?\]", needs=("[",))
_RAISED_DIGITS = tuple("¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = Pattern(r"[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹⁻,–]*", needs=_RAISED_DIGITS)
_LOWER_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
# What may stand between "et al." and the year, and between a name and its year.
_YEAR = Pattern(r"[.,]{0,2} ?[(\[]?(?P<year>(?:19|20)\d\d)[a-z]?(?![\w/–-])")
# Without a list to compare with, nobody cites more than that.
_MOST_REFERENCES = 500
_WORDS_BEFORE = 8
_SHORTEST_WORD = 4
_BEHIND_STOP = 3
_LONGEST_TOKEN = 40
# Behind a bracket with which a name, a formula or a value goes on; before one in a sum or a quotation.
_GOES_ON = frozenset("-‐‑–({+=%°×/")
_OPERATORS = frozenset("“‘\"'(+=−×<>≤≥/±≈~")
_LISTS = frozenset(":;,")
# Before a bracket that is inserted into the sentence.
_NO_END = frozenset({"and", "or", "a", "an", "the"})
_CLOSING = '.,;:)]"”’»'


class _Typed(NamedTuple):
    """A citation typed by hand: its numbers, none where names and a year stand for them."""

    flow: Flow
    start: int
    end: int
    numbers: tuple[int, ...] = ()
    key: str = ""


@rule("CIT004", "literal-citation", severity=Severity.WARNING, source="eLife schematron")
def literal_citation(case: Case) -> Iterator[Finding]:
    """A citation typed by hand: "[3]", a raised number behind a word, or "Kim et al. (2020)".

    Names and a year are no matter where the sentence cites the work as well. Numbers in brackets behind a
    value, a unit or a word such as "range" or "CI" are taken for an interval.

    Why: numbers typed by hand go wrong when a reference is added, are no links, and a work cited so is
    missing in the list of references.
    Bad:
        discussion: This was reported before [1].
        references: [{id: kim2020, type: book, title: Bone cement}]
    Good:
        discussion: This was reported before [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement}]
    """
    for typed in _Search(case).found():
        text = typed.flow.text[typed.start : typed.end]
        key = f"@{typed.key or 'key'}"
        hint = f"cite the reference by its key: {f'[{key}]' if typed.numbers else key}"
        message = f"a citation typed by hand: {text}"
        yield Finding(typed.flow.at, message, hint, typed.flow.within(typed.start, typed.end))


class _Search:
    """The citations typed by hand in one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._count = len(case.references)
        self._not = read_set(DATA / "not_citations.txt")

    def found(self) -> Iterator[_Typed]:
        """All of them, in the order of the reading."""
        for flow in read(self._case).of(*_KINDS):
            if not flow.heading and not flow.quoted:
                yield from self._in_flow(flow)

    def _in_flow(self, flow: Flow) -> Iterator[_Typed]:
        found = [*self._bracketed(flow), *self._raised(flow), *self._named(flow)]
        yield from sorted(found, key=lambda typed: typed.start)

    def _bracketed(self, flow: Flow) -> Iterator[_Typed]:
        for match in _BRACKETED.finditer(flow.text):
            numbers = _numbers(match.group()[1:-1])
            if numbers and self._is_citation(flow, match.start(), match.end(), numbers):
                yield _Typed(flow, match.start(), match.end(), numbers, self._key(numbers[0]))

    def _is_citation(self, flow: Flow, start: int, end: int, numbers: tuple[int, ...]) -> bool:
        text, several = flow.text, len(numbers) > 1
        spaced = text[max(0, start - 1) : start] in (" ", "\u00a0")
        before, after = text[max(0, start - 2) : start].rstrip(" \u00a0")[-1:], text[end : end + 1]
        follows = text[end : end + 2].strip().isalnum()
        words = _words_before(flow, start)
        if not words or after.isalnum() or after in _GOES_ON:
            return False  # nothing is said before it; [6]-gingerol, [2](x)
        last = words[-1]
        if before in _OPERATORS or (before in _LISTS and follows):
            return False  # “[4] patients”; a sum; an enumeration: "[1] fever"
        if follows and (last.lower in _NO_END or _is_unit(_word_after(flow, end))):
            return False  # "and [3] pain", "the [3] patients", "[3] mg"
        if not spaced and _is_joined_otherwise(text[max(0, start - _LONGEST_TOKEN) : start]):
            return False
        if max(numbers) > (self._count or _MOST_REFERENCES) and (several or not spaced):
            return False
        return not self._is_value(words, before, start, several=several)

    def _is_value(self, words: tuple[Word, ...], before: str, start: int, *, several: bool) -> bool:
        """Whether the number belongs to a value or a word before it: "12 [8-15]", "95% CI [2, 5]"."""
        last = words[-1]
        near = start - last.end <= 2
        if any(word.lower in self._not for word in (words if several else words[-3:])):
            return True
        if not near:
            return before.isdigit()
        is_number = last.text.replace(".", "").isdigit()
        is_year = len(last.text) == 4 and last.text[:2] in ("19", "20")
        if is_number:
            return several or (not is_year and before != "%")
        return several and (before == "%" or _is_unit(last.text))

    def _raised(self, flow: Flow) -> Iterator[_Typed]:
        for match in _RAISED.finditer(flow.text):
            numbers = _numbers(match.group().translate(_LOWER_DIGITS).rstrip("-,–"))
            if numbers and self._is_raised_citation(flow, match.start(), match.end()):
                yield _Typed(flow, match.start(), match.end(), numbers, self._key(numbers[0]))

    def _is_raised_citation(self, flow: Flow, start: int, end: int) -> bool:
        """Behind a stop or comma, "bleeding.³", or behind a long word that is no unit, "bleeding³"."""
        text, before = flow.text, start
        stopped = text[start - 1 : start] in tuple(".,;:")
        while before and text[before - 1] in (_CLOSING if stopped else ""):
            before -= 1
        word = _letters_before(text, before)
        after = text[end : end + 1]
        if after.isalnum() or after in ("⁺", "ⁿ", "/", "·", "×"):
            return False
        if word.lower() in self._not or _is_unit(word):
            return False
        shortest = _SHORTEST_WORD - 1 if stopped else _SHORTEST_WORD + 1
        return len(word) >= shortest and (stopped or word.islower())

    def _named(self, flow: Flow) -> Iterator[_Typed]:
        cited = [at for at, mark in flow.marks if isinstance(mark, nodes.Cite)]
        yield from self._et_al(flow, cited)
        yield from self._one_or_two(flow, cited)

    def _et_al(self, flow: Flow, cited: Sequence[int]) -> Iterator[_Typed]:
        if "et al" not in flow.lower:
            return
        for index, word in enumerate(flow.words[:-1]):
            if word.lower != "et" or flow.words[index + 1].lower != "al" or not index:
                continue
            name = flow.words[index - 1]
            match = _YEAR.compiled.match(flow.text, flow.words[index + 1].end)
            if match and name.text[0].isupper() and not _cited_nearby(flow, cited, name.start):
                key = self._by_author.get((name.lower, int(match["year"])), "")
                yield _Typed(flow, name.start, _closed(flow, match), key=key)

    def _one_or_two(self, flow: Flow, cited: Sequence[int]) -> Iterator[_Typed]:
        """Kim (2020), and Kim and Lee (2020), where the list has such a work."""
        if not self._by_author or "(" not in flow.text:
            return
        for index, word in enumerate(flow.words):
            if word.lower not in self._families or not word.text[0].isupper():
                continue
            end = word.end
            if index + 2 < len(flow.words) and flow.words[index + 1].lower in ("and", "und", "et", "y"):
                other = flow.words[index + 2]
                end = other.end if other.text[0].isupper() else end
            match = _YEAR.compiled.match(flow.text, end) if flow.text[end : end + 2] == " (" else None
            key = self._by_author.get((word.lower, int(match["year"]))) if match else None
            if match and key and not _cited_nearby(flow, cited, word.start):
                yield _Typed(flow, word.start, _closed(flow, match), key=key)

    @cached_property
    def _by_author(self) -> Mapping[tuple[str, int], str]:
        """The keys of the references by their first author's family name and the year."""
        found: dict[tuple[str, int], str] = {}
        for reference in self._case.references:
            date = reference.issued.first if reference.issued else None
            family = reference.author[0].family if reference.author else ""
            if date and family:
                found.setdefault((family.lower(), date.year), reference.id)
        return found

    @cached_property
    def _families(self) -> Collection[str]:
        return {family for family, _ in self._by_author}

    def _key(self, number: int) -> str:
        """The reference that stands at this number in the list as it was typed."""
        return self._case.references[number - 1].id if number <= self._count else ""


def _numbers(typed: str) -> tuple[int, ...]:
    """The numbers that "3", "3, 4" or "3-5" stand for; none where they do not ascend or one is zero."""
    parts = [part for part in re.split(r"[ ,;–-]+", typed) if part]
    numbers = tuple(int(part) for part in parts if len(part) <= 3)
    ascending = all(a < b for a, b in pairwise(numbers))
    return numbers if ascending and len(numbers) == len(parts) and numbers and numbers[0] > 0 else ()


def _is_joined_otherwise(before: str) -> bool:
    """Whether what stands against the bracket is no word: x[1], or 46,XY,t(9;22)[20]."""
    token = before.rpartition(" ")[2]
    return len(token) < _SHORTEST_WORD or any(character.isdigit() for character in token)


def _words_before(flow: Flow, at: int) -> tuple[Word, ...]:
    """The last words before *at*."""
    index = bisect_right(flow.words, at, key=lambda word: word.end)
    return flow.words[max(0, index - _WORDS_BEFORE) : index]


def _word_after(flow: Flow, at: int) -> str:
    index = bisect_left(flow.words, at, key=lambda word: word.start)
    return flow.words[index].text if index < len(flow.words) else ""


def _letters_before(text: str, at: int) -> str:
    start = at
    while start and text[start - 1].isalpha():
        start -= 1
    return "" if text[start - 1 : start].isalnum() else text[start:at]


def _is_unit(word: str) -> bool:
    return bool(find_quantities(f"1 {word}", ()))


def _cited_nearby(flow: Flow, cited: Sequence[int], start: int) -> bool:
    """Whether the sentence at *start*, or what stands behind its stop, is at one of the places *cited*."""
    sentence = flow.sentence_at(start)
    first = bisect_left(cited, sentence.start)
    return first < len(cited) and cited[first] < sentence.end + _BEHIND_STOP


def _closed(flow: Flow, year: re.Match[str]) -> int:
    """Where the citation ends: past the bracket that closes the one before its year."""
    end = year.end()
    return end + 1 if "(" in year.group() and flow.text[end : end + 1] == ")" else end


@rule("CIT005", "citation-order", severity=Severity.WARNING, source="ICMJE, section IV.A.3.g")
def citation_order(case: Case) -> Iterator[Finding]:
    """Citations that are typed as numbers and do not first appear in the order 1, 2, 3.

    Where works are cited by their keys, casegen numbers them in that order by itself, and nothing is looked
    for. The first number that is out of order is told.

    Why: the list of references is printed in the order of first mention, so a number out of order leads to
    the wrong work.
    Bad:
        introduction: It was reported first in Japan [2], and later in France [1].
        references: [{id: kim, type: book, title: Bone cement}, {id: tang, type: book, title: Leakage}]
    Good:
        introduction: It was reported first in Japan [1], and later in France [2].
        references: [{id: kim, type: book, title: Bone cement}, {id: tang, type: book, title: Leakage}]
    """
    if any(isinstance(mark, nodes.Cite) for flow in read(case).flows for _, mark in flow.marks):
        return
    highest: _Typed | None = None
    met: set[int] = set()
    for typed in _Search(case).found():
        if typed.flow.section not in _MAIN or typed.flow.note or not typed.numbers:
            continue
        lowest = min((number for number in typed.numbers if number not in met), default=0)
        if highest and 0 < lowest < highest.numbers[-1]:
            text = typed.flow.text[typed.start : typed.end]
            earlier = Elsewhere(
                highest.flow.at, "typed before it", highest.flow.within(highest.start, highest.end)
            )
            message = f"{text} comes first after [{highest.numbers[-1]}]"
            hint = "cite by keys, [@key]: the numbers are then given in order"
            within = typed.flow.within(typed.start, typed.end)
            yield Finding(typed.flow.at, message, hint, within, related=(earlier,))
            return
        met.update(_covered(typed))
        if highest is None or typed.numbers[-1] > highest.numbers[-1]:
            highest = typed


def _covered(typed: _Typed) -> Collection[int]:
    """Every number that is cited, those inside a range as well."""
    text = typed.flow.text[typed.start : typed.end]
    if any(dash in text for dash in "-–⁻"):
        return range(typed.numbers[0], typed.numbers[-1] + 1)
    return typed.numbers
