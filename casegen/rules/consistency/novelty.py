"""CON011: never seen before, and seen before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Clause, Flow, Word, read
from casegen.rules.consistency.facts import content, other_place, place, section_name
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, rule

_NEVER = Pattern(
    r"\b(?:no|not|never|can.?not|can.?t|couldn.?t)\b[^.;:]{0,40}?"
    r"\b(?:(?P<of>reports?|cases?)\b|(?:been |previously ){0,3}(?:reported|described|documented|published)\b)"
    r"|\b(?P<first>first (?:\w+ ){0,2}(?:case|report|description|instance)\b)",
    re.IGNORECASE,
    needs=("report", "first", "case", "described", "documented", "published"),
)
_RARE = Pattern(
    r"\b(?:is|are|was|were|very|extremely|exceedingly|quite) (?:\w+ )?(?:rare|uncommon)\b"
    r"|\b(?:few|several|some|many|two|three) (?P<what>(?:[\w-]+ ){1,10}?)(?:have|has) been "
    r"(?:\w+ )?(?:reported|described|published)\b",
    re.IGNORECASE,
    needs=("rare", "uncommon", "have been", "has been"),
)
# Words that say nothing of what they stand with: "delayed presentation is rare" is about the delay.
_EMPTY = frozenset(
    {
        "presentation", "complication", "occurrenc", "condition", "event", "association", "cas", "report",
        "find", "literatur", "patient", "knowledg", "author", "rar", "uncommon", "few", "several",
        "describ", "first", "best", "publish", "study", "our", "extremely", "previously", "english",
    }
)  # fmt: skip
# How a thing comes. What is new by this is not new where the same manner is said to be rare.
_MANNERS = frozenset({"delay", "lat", "early", "recurrent", "spontaneous", "simultaneous", "bilateral"})
# How many words of a claim tell what is new.
_FAR = 20


class _Said(NamedTuple):
    """A clause, the words of matter that it is about, in their order, and whether its last noun is empty."""

    clause: Clause
    start: int
    end: int
    about: tuple[str, ...]
    empty: bool


@rule("CON011", "novelty-conflict", severity=Severity.INFO, suspicious=True, english=True)
def novelty_conflict(case: Case) -> Iterator[Finding]:
    """One section says that there is no report, another that it is rare, or that few have been reported.

    Asked only where both clauses are about the same thing: a condition may well be rare while its new cause
    has never been described.

    Why: what is rare has been seen, and reviewers ask for the reports.
    Bad:
        introduction: We found no report of delayed leakage after vertebroplasty.
        discussion: Delayed presentation is very rare.
    Good:
        introduction: We found no report of delayed leakage after vertebroplasty.
        discussion: Leakage during vertebroplasty is common.
    """
    claims = [claim for flow in read(case).story for claim in _claims(flow)]
    if not claims:
        return
    for flow in read(case).story:
        for said in _rarities(flow):
            other = next((claim for claim in claims if _same_thing(claim, said)), None)
            if other is not None:
                yield _finding(said, other)


def _claims(flow: Flow) -> Iterator[_Said]:
    if next(_NEVER.finditer(flow.text, flow.lower), None) is None:
        return
    for sentence in flow.sentences:
        for clause in sentence.clauses:
            match = _NEVER.search(clause.text, clause.lower)
            if match is None:
                continue
            start, end = clause.start + match.start(), clause.start + match.end()
            behind = bool(match["of"] or match["first"])
            # What is new may be told behind a comma: "no case of leakage, in a child, has been reported".
            words = [word for word in sentence.words if (word.start >= end if behind else word.end <= start)]
            about = _about(words[:_FAR] if behind else words[-_FAR:])
            if about:
                yield _Said(clause, start, end, about, empty=False)


def _rarities(flow: Flow) -> Iterator[_Said]:
    if next(_RARE.finditer(flow.text, flow.lower), None) is None:
        return
    for sentence in flow.sentences:
        for clause in sentence.clauses:
            match = _RARE.search(clause.text, clause.lower)
            if match is None:
                continue
            start, end = match.span("what") if match["what"] else (0, match.start())
            words = [word for word in clause.words if start <= word.start - clause.start < end]
            about = _about(words[-_FAR:])
            if about:
                empty = not content(words[-1:]).keys() - _EMPTY
                yield _Said(clause, words[0].start, clause.start + match.end(), about, empty)


def _about(words: list[Word]) -> tuple[str, ...]:
    return tuple(key for key in content(words) if key not in _EMPTY)


def _same_thing(claim: _Said, said: _Said) -> bool:
    if claim.clause.flow.section == said.clause.flow.section:
        return False
    new, known = set(claim.about), set(said.about)
    if said.empty and claim.about[0] in _MANNERS:
        return claim.about[0] in known and known <= new
    return len(new) > 1 and new <= known


def _finding(said: _Said, claim: _Said) -> Finding:
    flow, other = said.clause.flow, claim.clause.flow
    here, there = place(flow, said.start, said.end), place(other, claim.start, claim.end)
    return Finding(
        flow.at,
        f"{here} here, but {there} in {section_name(other.section)}: may both be true?",
        "cite the reports that there are, or say what exactly is new",
        flow.within(said.start, said.end),
        related=(other_place(other, claim.start, claim.end),),
    )
