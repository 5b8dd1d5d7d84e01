"""CON001: one event, two times."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from casegen.lists import read_table
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Quantity, Word, read
from casegen.rules.consistency.facts import (
    DATA,
    Fact,
    content,
    facts,
    measures,
    other_place,
    place,
    section_name,
)
from casegen.rules.registry import Finding, rule

# More times of events than this are not compared with one another: a report of one patient has ten.
_MANY = 100
# How many words of matter two clauses share when they tell of one event, beside the event itself.
_SHARED = 5

# How a time lies to its event, by the word before it and by the word after it.
_BEFORE = {
    "after": "after", "following": "after", "at": "at", "for": "during", "lasting": "during",
    "before": "before", "since": "during",
}  # fmt: skip
_AFTER = {
    "later": "after", "after": "after", "following": "after", "afterwards": "after", "afterward": "after",
    "postoperatively": "after", "before": "before", "prior": "before", "earlier": "before", "ago": "before",
    "history": "during", "of": "during",
}  # fmt: skip
# Before a time, these make it no plain one: "more than 2 months", "every 3 months".
_LOOSE = frozenset(
    {
        "than", "over", "least", "most", "nearly", "almost", "about", "approximately", "around", "roughly",
        "every", "each", "another", "further", "additional", "first", "last", "next", "past", "within",
        "some",
    }
)  # fmt: skip
_ARTICLES = frozenset({"a", "an", "the", "his", "her"})
_WORDLESS = frozenset({"patient", "case", "month", "months", "week", "weeks", "day", "days", "year", "years"})


class _Interval(NamedTuple):
    fact: Fact
    time: Quantity
    relation: str
    start: int
    events: frozenset[str]
    words: frozenset[str]


@rule("CON001", "interval-conflict", severity=Severity.WARNING, suspicious=True, english=True)
def interval_conflict(case: Case) -> Iterator[Finding]:
    """Two sections give one event two different times.

    Read are times such as "after 2 months" and "a 3-week history". Two clauses are taken to tell of one event
    when they name it and share five more words of matter. Nothing is asked where the other section gives the
    same time somewhere as well, or where the report tells of several patients.

    Why: an interval is often what a report is about, and a reader cannot know which of two is right.
    Bad:
        presentation: |
          A 40-year-old woman was discharged. After 2 months she returned with severe pain and weakness of the
          left foot.
        discussion: In our patient, pain and severe weakness of the left foot returned after 3 months.
    Good:
        presentation: |
          A 40-year-old woman was discharged. After 2 months she returned with severe pain and weakness of the
          left foot.
        discussion: In our patient, pain and severe weakness of the left foot returned after 8 weeks.
    """
    intervals = list(islice(_intervals(case), _MANY))
    if len(intervals) < 2:
        return
    known = _times_by_section(case)
    # The presentation tells what was; the other section is where the finding stands.
    intervals.sort(key=lambda interval: interval.fact.section != "presentation")
    for index, second in enumerate(intervals):
        for first in intervals[:index]:
            if _one_event(first, second) and not _agree(first, second, known):
                yield _finding(first, second)
                break


def _intervals(case: Case) -> Iterator[_Interval]:
    for fact in facts(case):
        related = [
            (time, relation, start)
            for time in measures(fact.clause)
            if time.days is not None
            for relation, start in _relation(fact.clause.words, time)
        ]
        if not related:
            continue
        words = content(fact.clause.words)
        events = frozenset(_events()[word.lower] for word in words.values() if word.lower in _events())
        matter = frozenset(
            key for key, word in words.items() if word.lower not in _events() and key not in _WORDLESS
        )
        if events and len(matter) >= _SHARED:
            yield from (
                _Interval(fact, time, relation, start, events, matter) for time, relation, start in related
            )


@cache
def _events() -> Mapping[str, str]:
    """The event that a word names."""
    table = read_table(DATA / "events.txt")
    return {form: event for event, forms in table.items() for form in (event, *forms)}


def _relation(words: Sequence[Word], time: Quantity) -> Iterator[tuple[str, int]]:
    """How *time* lies to its event, and where that is said; nothing where it is not said plainly."""
    at = bisect_left(words, time.start, key=lambda word: word.start)
    before = [word for word in words[max(0, at - 2) : at] if word.lower not in _ARTICLES][-1:]
    if before and before[0].lower in _BEFORE:
        yield _BEFORE[before[0].lower], before[0].start
        return
    behind = bisect_left(words, time.end, key=lambda word: word.start)
    after = words[behind].lower if behind < len(words) else ""
    if after in _AFTER and not (before and before[0].lower in _LOOSE):
        yield _AFTER[after], time.start


def _times_by_section(case: Case) -> Mapping[str, Sequence[Quantity]]:
    """Every time that each section gives."""
    known: dict[str, list[Quantity]] = defaultdict(list)
    for flow in read(case).of("abstract", "narrative"):
        known[flow.section].extend(quantity for quantity in flow.quantities if quantity.days is not None)
    return known


def _one_event(first: _Interval, second: _Interval) -> bool:
    return (
        first.fact.section != second.fact.section
        and first.relation == second.relation
        and not first.events.isdisjoint(second.events)
        and len(first.words & second.words) >= _SHARED
    )


def _agree(first: _Interval, second: _Interval, known: Mapping[str, Sequence[Quantity]]) -> bool:
    return any(_same(second.time, time) for time in known[first.fact.section]) or any(
        _same(first.time, time) for time in known[second.fact.section]
    )


def _same(one: Quantity, other: Quantity) -> bool:
    """Whether two times may be one: 8 weeks are two months, as people count."""
    if one.unit == other.unit:
        return one.value == other.value
    days, others = one.days or 0, other.days or 0
    return abs(days - others) <= 0.1 * max(days, others)


def _finding(first: _Interval, second: _Interval) -> Finding:
    flow, other = second.fact.clause.flow, first.fact.clause.flow
    (event, *_) = sorted(first.events & second.events)
    here = place(flow, second.start, second.time.end)
    there = place(other, first.start, first.time.end)
    return Finding(
        flow.at,
        f"{here} here, but {there} in {section_name(first.fact.section)}: may both be of one event"
        f' ("{event}")?',
        "if so, give the same time in both places",
        flow.within(second.start, second.time.end),
        related=(other_place(other, first.start, first.time.end),),
    )
