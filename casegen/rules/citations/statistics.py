"""CIT007: figures of the literature without their source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from casegen.lists import read_set
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import MARK, Flow, Sentence, read
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, rule
from casegen.rules.wordlists import DATA

_SECTIONS = ("introduction", "discussion")
_PERHAPS = Pattern("%|000|thousand|million", re.IGNORECASE)
# 3 per 100,000 · 1 in 5000 births · 0.5 to 1 per million
_PER = Pattern(
    r"(?:\d[\d.,]*|\bone) ?(?:cases |births |people |persons )?(?:per|in|in every|/) ?(?:a |one )?"
    r"(?:\d{1,3}(?:[,. \u00a0\u2009\u202f]?000)+|thousand|million)\b",
    re.IGNORECASE,
    needs=("000", "million", "thousand"),
)
_HAPPENS = frozenset({"affect", "affects", "occur", "occurs"})
# A percentage that is so far behind the name of the rate is another's.
_REACH = 60
_MOST_VALUES = 5


@rule("CIT007", "uncited-statistic", severity=Severity.INFO, english=True)
def uncited_statistic(case: Case) -> Iterator[Finding]:
    """A prevalence, an incidence or another rate in a population, without a source.

    It is looked for in the introduction and the discussion. A citation in the sentence, or in the one
    before or after it, is a source; so is "et al." or a figure or table. What speaks of the report's own
    patient or data is left alone, and so is what stands in the past tense.

    Why: readers must be able to see where a figure comes from, and how old it is.
    Bad:
        introduction: Lyme carditis is rare. It has an incidence of 3 per 100,000 a year.
    Good:
        introduction: Lyme carditis is rare. It has an incidence of 3 per 100,000 a year [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement}]
    """
    own = read_set(DATA / "own_words.txt")
    for flow in read(case).story:
        if flow.section not in _SECTIONS or not _PERHAPS.compiled.search(flow.text):
            continue
        for index, sentence in enumerate(flow.sentences):
            place = _rate(sentence)
            if place is None or not own.isdisjoint(word.lower for word in sentence.words):
                continue
            if not _is_sourced(flow, index):
                message = f"where does this figure come from: {flow.text[slice(*place)]}?"
                yield Finding(flow.at, message, "cite its source", flow.within(*place))


def _rate(sentence: Sentence) -> tuple[int, int] | None:
    """Where the sentence gives a rate in a population, if it does."""
    named = _named(sentence)
    if named is None:
        return None
    if per := _PER.search(sentence.text, sentence.lower):
        return sentence.start + per.start(), sentence.start + per.end()
    quantities = sentence.flow.quantities
    first = bisect_left(quantities, named, key=lambda quantity: quantity.start)
    for quantity in quantities[first : first + _MOST_VALUES]:
        if quantity.unit == "%" and quantity.end <= min(named + _REACH, sentence.end):
            return quantity.start, quantity.end
    return None


def _named(sentence: Sentence) -> int | None:
    """Where what names the rate ends in the flow's text: "prevalence", "occurs"; None where nothing does."""
    names = read_set(DATA / "rate_words.txt")
    return next((w.end for w in sentence.words if w.lower in names or w.lower in _HAPPENS), None)


def _is_sourced(flow: Flow, index: int) -> bool:
    """Whether the sentence or a neighbour cites, or the sentence refers to a figure, a table or a note."""
    around = flow.sentences[max(0, index - 1) : index + 2]
    return any(MARK in sentence.text for sentence in around)
