"""Real words in the place of others: "sever pain"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from casegen.lists import read_pairs
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Flow, Word
from casegen.rules.registry import Finding, rule
from casegen.rules.text.own import DATA, PRINTED, Quotations, like, own, replacement

_LIST = DATA / "confusables.txt"


class _Slot(NamedTuple):
    """One word of a pattern: what may stand there, or with *barred* what may not. Empty: any word."""

    words: frozenset[str]
    barred: bool

    def takes(self, word: Word | None) -> bool:
        """Whether *word* may stand here; None is the beginning or the end of the words that touch."""
        if word is None:
            return self.barred
        return not self.words or (word.lower in self.words) != self.barred


class _Pattern(NamedTuple):
    """A confusion: the slots before the word and after it, outermost last, and the word that was meant."""

    before: tuple[_Slot, ...]
    after: tuple[_Slot, ...]
    meant: str


@rule(
    "TXT002",
    "confusable-in-context",
    severity=Severity.WARNING,
    suspicious=True,
    english=True,
    fixing="suggested",
)
def confusable(case: Case) -> Iterator[Finding]:
    """A word that is spelled right, but beside its neighbours seems to be another one.

    Why: no spelling checker marks "sever pain", because "sever" is a word.
    Bad:
        presentation: He had sever back pain and took a major roll in his care.
    Good:
        presentation: He had severe back pain. The surgeon had to sever the root; pain was relieved.
    """
    lines = _lines()
    for flow in own(case, *PRINTED):
        words, quotations = flow.words, Quotations(flow)
        for index, word in enumerate(words):
            if word.lower not in lines:
                continue
            patterns = map(_pattern, lines[word.lower])
            meant = next((pattern.meant for pattern in patterns if _matches(pattern, flow, index)), "")
            if not meant:
                continue
            if not quotations.hold(word.start):
                begins = flow.heading or flow.kind == "title" or flow.sentence_at(word.start).words[0] == word
                yield _finding(flow, word, like(word.text, meant) if begins else meant)


def _finding(flow: Flow, word: Word, meant: str) -> Finding:
    return Finding(
        flow.at,
        f"{word.text!r} may be the wrong word here: did you mean {meant!r}?{flow.where}",
        within=flow.within(word.start, word.end),
        fix=replacement(flow, word.start, word.end, meant, safe=False),
    )


def _matches(pattern: _Pattern, flow: Flow, index: int) -> bool:
    return _takes(pattern.before, flow, index, -1) and _takes(pattern.after, flow, index, 1)


def _takes(slots: tuple[_Slot, ...], flow: Flow, index: int, step: int) -> bool:
    """Whether the words that touch the one at *index*, in the direction of *step*, fit the *slots*."""
    words = flow.words
    for slot in slots:
        here, index = index, index + step
        word = words[index] if 0 <= index < len(words) else None
        if word is not None:
            between = slice(words[here].end, word.start) if step > 0 else slice(word.end, words[here].start)
            word = word if flow.text[between].isspace() else None
        if not slot.takes(word):
            return False
        if word is None:
            return True
    return True


@cache
def _lines() -> Mapping[str, tuple[str, ...]]:
    """The lines of the list, by the word that is wrong: few are ever looked into."""
    found: dict[str, tuple[str, ...]] = {}
    for line in read_pairs(_LIST):
        for wrong in line.split("*")[1].split("/"):
            found[wrong] = (*found.get(wrong, ()), line)
    return found


@cache
def _pattern(line: str) -> _Pattern:
    """The pattern that *line* says."""
    before, _, after = line.split("*")
    return _Pattern(
        tuple(_slot(slot) for slot in reversed(before.split())),
        tuple(_slot(slot) for slot in after.split()),
        read_pairs(_LIST)[line],
    )


def _slot(typed: str) -> _Slot:
    if typed == "_":
        return _Slot(frozenset(), barred=False)
    lists = read_pairs(DATA / "confusable_words.txt")
    words = (lists.get(part, part).replace(",", " ").split() for part in typed.lstrip("!").split("/"))
    return _Slot(frozenset(word for part in words for word in part), typed.startswith("!"))
