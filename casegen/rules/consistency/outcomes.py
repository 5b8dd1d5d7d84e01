"""CON006: how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from casegen.lists import read_table
from casegen.model import Case
from casegen.problem import Severity
from casegen.rules.consistency.facts import DATA, Fact, facts, near, other_place, place
from casegen.rules.registry import Finding, rule

_PARTLY = frozenset(
    {
        "improved", "improve", "improves", "improving", "improvement", "partial", "partially", "partly",
        "incomplete", "incompletely", "residual", "better", "lessened", "diminished",
    }
)  # fmt: skip
_WHOLLY = frozenset({"completely", "fully", "entirely", "totally"})
_GONE = frozenset(
    {
        "resolved", "relieved", "relived", "recovered", "disappeared", "regained", "restored", "cleared",
        "subsided", "gone", "healed", "cured", "normalised", "normalized", "reversed", "vanished",
    }
)  # fmt: skip
# Of one section that says any of these, "improved" is not the last word.
_ENDED = _GONE | _WHOLLY | {"complete", "full", "total", "normal", "free", "resolution", "resolve", "intact"}
_ALL_ENDED = _WHOLLY | {"asymptomatic", "symptom-free", "recovered", "resolved", "resolution"}
# "Not completely", "almost completely", "may resolve completely".
_QUALIFIED = frozenset(
    {
        "not", "no", "never", "nearly", "almost", "without", "may", "can", "could", "should", "would", "will",
        "if", "until", "unless", "usually", "often", "did", "expected", "hoped", "near",
    }
)  # fmt: skip
# How far, in words, an outcome stands from what it is the outcome of.
_FAR = 5


class _Outcome(NamedTuple):
    """That *family* improved, or went; where in the clause this is said."""

    fact: Fact
    families: frozenset[str]
    start: int
    end: int


@rule("CON006", "outcome-conflict", severity=Severity.WARNING, suspicious=True, english=True)
def outcome_conflict(case: Case) -> Iterator[Finding]:
    """A symptom "improved" in the presentation, and is gone "completely" in another section.

    Nothing is asked where the presentation itself tells, later on, that the symptom has gone.

    Why: the outcome is what a reader takes home, and it must be what was recorded.
    Bad:
        presentation: The muscle strength of a 40-year-old woman improved within four months.
        discussion: In our patient, the weakness resolved completely.
    Good:
        presentation: |
          The muscle strength of a 40-year-old woman improved within four months. After one year she had
          regained full strength.
        discussion: In our patient, the weakness resolved completely.
    """
    told = [fact for fact in facts(case) if fact.section == "presentation"]
    partly = {
        family: outcome for fact in told for outcome in _partly(fact) for family in sorted(outcome.families)
    }
    for family in {family for fact in told if partly for family in _ended(fact)}:
        partly.pop(family, None)
    if not partly:
        return
    for fact in facts(case):
        if fact.section == "presentation":
            continue
        for outcome in _wholly(fact):
            families = sorted(outcome.families & partly.keys())
            if families:
                yield _against(outcome, partly[families[0]])


def _against(outcome: _Outcome, recorded: _Outcome) -> Finding:
    flow, other = outcome.fact.clause.flow, recorded.fact.clause.flow
    here = place(flow, outcome.start, outcome.end)
    there = place(other, recorded.start, recorded.end)
    return Finding(
        flow.at,
        f"{here} here, but {there} in the presentation: may this say more than was seen?",
        "tell one outcome in both places",
        flow.within(outcome.start, outcome.end),
        related=(other_place(other, recorded.start, recorded.end),),
    )


def _partly(fact: Fact) -> Iterator[_Outcome]:
    """What improved; the nearest thing before the word, else behind it."""
    for word in fact.clause.words:
        if word.lower not in _PARTLY:
            continue
        around = near(fact.clause.words, word.start, word.end, _FAR)
        things = [other for other in around if other.lower in _families()]
        if things:
            thing = max(things, key=lambda other: (other.start < word.start, -abs(other.start - word.start)))
            start, end = min(thing.start, word.start), max(thing.end, word.end)
            yield _Outcome(fact, frozenset({_families()[thing.lower]}), start, end)


def _wholly(fact: Fact) -> Iterator[_Outcome]:
    """What went completely."""
    for word in fact.clause.words:
        if word.lower not in _WHOLLY:
            continue
        around = near(fact.clause.words, word.start, word.end, _FAR)
        things = [other for other in around if other.lower in _families()]
        said = {other.lower for other in around}
        if things and said & _GONE and not said & _QUALIFIED:
            places = [*things, word, *(other for other in around if other.lower in _GONE)]
            start, end = min(p.start for p in places), max(p.end for p in places)
            yield _Outcome(fact, frozenset(_families()[thing.lower] for thing in things), start, end)


def _ended(fact: Fact) -> Iterator[str]:
    """The families that a clause tells to be over: those near the word, or all where it names none."""
    for word in fact.clause.words:
        if word.lower in _ENDED or word.lower in _ALL_ENDED:
            around = near(fact.clause.words, word.start, word.end, _FAR)
            named = [_families()[other.lower] for other in around if other.lower in _families()]
            yield from named or (_families().values() if word.lower in _ALL_ENDED else ())


@cache
def _families() -> Mapping[str, str]:
    """The family of each word."""
    table = read_table(DATA / "outcomes.txt")
    return {word: family for family, words in table.items() for word in words}
