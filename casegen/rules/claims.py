"""CLM: what a report claims beyond its patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from casegen.lists import read_list, read_set
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Flow, Sentence, Word, read
from casegen.reading.people import patients_introduced
from casegen.reading.quantities import number_word
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, rule
from casegen.rules.wordlists import DATA

_DATA = DATA.folder("claims")

_YEAR = Pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_KNOWLEDGE = ("to our knowledge", "best of our knowledge", "as far as we know", "to our best knowledge")
# With these words, what is known "to our knowledge" is that nothing is.
_NOVEL = frozenset({"first", "only", "no", "never", "not", "none", "unique"})
_TOLD = frozenset(
    {"case", "cases", "described", "documented", "literature", "published", "report", "reported", "reports"}
)
# "The first reported case of", "the first description of"; not "the first case was a woman".
_INSTANCES = frozenset({"case", "report", "description", "instance"})
_SORTS = frozenset(
    {
        "adult", "clinical", "confirmed", "described", "documented", "ever", "human", "known", "paediatric",
        "pediatric", "published", "recorded", "reported",
    }
)  # fmt: skip
_GOES_ON = frozenset(
    {"describing", "documenting", "from", "in", "of", "reported", "showing", "to", "where", "with"}
)
_PRESENTS = frozenset(
    {
        "are", "be", "constitutes", "describe", "document", "is", "knowledge", "present", "report",
        "represents", "was",
    }
)  # fmt: skip
# "The first case of the day", "in our hospital", "of the series".
_AMONG_OURS = frozenset(
    {
        "center", "centre", "clinic", "country", "day", "department", "family", "hospital", "institution",
        "list", "operation", "practice", "series", "unit", "wave", "year",
    }
)  # fmt: skip
_SEEKS = frozenset({"find", "found", "identify", "identified", "locate", "retrieve", "discover"})
_FAILS = frozenset(
    {"can't", "can’t", "cannot", "couldn't", "couldn’t", "didn't", "didn’t", "failed", "not", "unable"}
)
_WRITTEN = frozenset(
    {"article", "articles", "description", "descriptions", "publication", "publications", "report", "reports"}
)
_CASES = frozenset({"case", "cases"})
_EARLIER = frozenset({"other", "previous", "prior", "published", "reported", "similar", "such"})
# "This is not the first case", "it is unclear whether this is the first".
_DENIED = frozenset({"not", "cannot", "can't", "can’t", "never", "unclear", "whether", "unlikely"})
_SEARCHERS = frozenset({"we", "review", "search"})
# Of the patient and their family something else was not found or not reported.
_OF_FAMILY = frozenset({"family", "relatives", "siblings", "household", "his", "her"})


@rule("CLM001", "priority-claim", severity=Severity.WARNING, suspicious=True, english=True)
def priority_claim(case: Case) -> Iterator[Finding]:
    """A claim to be the first or the only report may lack where, and until when, it was searched.

    The data base and the year may stand in the same sentence or beside it, or where the search is described.
    What others were first to describe, with its citation, is no claim.

    Why: a reader can neither trust nor repeat a search without its bounds, and such claims are often wrong.
    Bad:
        discussion: To our knowledge, this is the first case of such a leak.
    Good:
        discussion: >-
          We searched PubMed until March 2024 for such a leak and found none. To our knowledge, this is the
          first case.
    """
    flows = [flow for flow in read(case).story if flow.section != "presentation"]
    if any(_is_search(sentence) for flow in flows for sentence in flow.sentences):
        return
    for flow in flows:
        for index, sentence in enumerate(flow.sentences):
            place = _claim(sentence)
            if place is None:
                continue
            around = " ".join(one.lower for one in flow.sentences[max(0, index - 1) : index + 2])
            source, year = _names_source(around), _YEAR.compiled.search(around)
            if source and year:
                continue
            asked = "until when was it searched" if source else "where, and until when, was it searched"
            yield Finding(
                flow.at,
                f"{flow.text[slice(*place)]!r} may be a claim to be the first: {asked}?",
                'say it ("PubMed, until 1 March 2024"), or leave the claim out',
                within=flow.within(*place),
            )


def _is_search(sentence: Sentence) -> bool:
    """Whether *sentence* tells of a search with its bounds."""
    return (
        "search" in sentence.lower
        and _names_source(sentence.lower)
        and bool(_YEAR.compiled.search(sentence.lower))
    )


def _names_source(lower: str) -> bool:
    return any(name in lower for name in read_list(_DATA / "databases.txt"))


def _claim(sentence: Sentence) -> tuple[int, int] | None:
    """Where *sentence* claims that nobody has reported such a thing before; None where it does not."""
    words = sentence.words
    place = _untold(sentence) or _first(words) or _sought(words) or _none(words) or _unknown(sentence)
    if place is None:
        return None
    start, end = place
    cited = any(clause.cites for clause in sentence.clauses if clause.start < end and start < clause.end)
    return None if cited else place


def _untold(sentence: Sentence) -> tuple[int, int] | None:
    """As in "Has never been reported"."""
    lower = sentence.lower
    for phrase in read_list(_DATA / "untold.txt"):
        at = lower.find(phrase)
        if at >= 0 and _OF_FAMILY.isdisjoint(word.lower for word in sentence.words):
            return sentence.start + at, sentence.start + at + len(phrase)
    return None


def _first(words: Sequence[Word]) -> tuple[int, int] | None:
    """As in "This is the first reported case of"."""
    for index, word in enumerate(words):
        before = {other.lower for other in words[max(0, index - 8) : index]}
        if word.lower not in ("first", "first-ever") or not _DENIED.isdisjoint(before):
            continue
        last = index + 1
        while last < len(words) and words[last].lower in _SORTS and last - index < 4:
            last += 1
        behind = [other.lower for other in words[last + 1 : last + 7]]
        if _opens(words, index):
            return word.start, words[index + 2].end
        instance = last < len(words) and words[last].lower in _INSTANCES
        goes_on = not behind or behind[0] in _GOES_ON
        presented = _PRESENTS.intersection(other.lower for other in words[max(0, index - 6) : index])
        if instance and goes_on and presented and _AMONG_OURS.isdisjoint(behind):
            return word.start, words[last].end
    return None


def _opens(words: Sequence[Word], index: int) -> bool:
    """Whether the "first" at *index* is that of "we are the first to report"."""
    before = [other.lower for other in words[max(0, index - 4) : index]]
    behind = [other.lower for other in words[index + 1 : index + 3]]
    return "we" in before and behind in (["to", "report"], ["to", "describe"], ["to", "document"])


def _sought(words: Sequence[Word]) -> tuple[int, int] | None:
    """As in "we can't find any report", "our search found no previous case"."""
    for index, word in enumerate(words):
        if word.lower not in _SEEKS:
            continue
        before = [other.lower for other in words[max(0, index - 5) : index]]
        behind = [other.lower for other in words[index + 1 : index + 7]]
        failed = (not _FAILS.isdisjoint(before) and behind[:1] == ["any"]) or behind[:1] == ["no"]
        written = _WRITTEN if _EARLIER.isdisjoint(behind) else _WRITTEN | _CASES
        at = next((at for at, other in enumerate(behind) if other in written), None)
        if failed and at is not None and not _SEARCHERS.isdisjoint(before):
            return words[max(0, index - 1)].start, words[index + 1 + at].end
    return None


def _none(words: Sequence[Word]) -> tuple[int, int] | None:
    """As in "no similar case has been described"."""
    for index, word in enumerate(words):
        if word.lower != "no":
            continue
        behind = [other.lower for other in words[index + 1 : index + 16]]
        counted = not (_CASES | _WRITTEN).isdisjoint(behind[:3])
        told = next(
            (at for at, pair in enumerate(pairwise(behind)) if pair[0] == "been" and pair[1] in _TOLD), None
        )
        if counted and told is not None and _AMONG_OURS.isdisjoint(behind):
            return word.start, words[index + told + 2].end
    return None


def _unknown(sentence: Sentence) -> tuple[int, int] | None:
    """As in "To our knowledge, no such leak was described"; not "only 4 cases have been reported [1,2]"."""
    if sentence.cites and _is_count(sentence.words):
        return None
    said = {word.lower for word in sentence.words}
    for phrase in _KNOWLEDGE:
        at = sentence.lower.find(phrase)
        if at >= 0 and said & _NOVEL and said & _TOLD:
            return sentence.start + at, sentence.start + at + len(phrase)
    return None


def _is_count(words: Sequence[Word]) -> bool:
    """Whether *words* say how many cases the literature holds: "only 4 cases", "only a few reports"."""
    for index, word in enumerate(words):
        behind = [other.lower for other in words[index + 1 : index + 7]]
        if word.lower == "only" and not (_CASES | _WRITTEN).isdisjoint(behind):
            number = words[index + 1].lower
            return number.isdecimal() or number in ("a", "few") or (number_word(number) or 0) > 1
    return False


_MODALS = frozenset({"can", "will", "always", "significantly", "greatly", "rapidly", "effectively"})
# Before these a form such as "improve" or "improves" is no statement: "to improve", "may improve".
_NOT_STATED = frozenset({"an", "a", "the", "could", "may", "might", "must", "not", "should", "to", "would"})
_ALSO_NOUNS = frozenset({"cure", "decrease", "increase", "promote"})
_PRAISE = frozenset({"safe", "effective", "superior", "curative"})
_AUXILIARIES = frozenset({"is", "are"})
_REACH = 7


@rule("CLM002", "overgeneralisation", severity=Severity.INFO, suspicious=True, english=True)
def overgeneralisation(case: Case) -> Iterator[Finding]:
    """A conclusion may say more of a treatment than one patient can show.

    Looked for in the conclusions, the learning points and the end of the abstract, in a report of one
    patient: a statement that something improves, prevents, reduces or cures, or is safe and effective.
    Nothing is found where the sentence cites somebody, or says "may", "in this patient" or the like.

    Why: one patient shows that something can happen, not that it will happen to others.
    Bad:
        patient: {age: 40}
        conclusion: Early decompression improves the prognosis.
    Good:
        patient: {age: 40}
        conclusion: In this patient, weakness resolved after early decompression.
    """
    if not _is_of_one(case):
        return
    for flow in read(case).story:
        if not _concludes(flow):
            continue
        for sentence in flow.sentences:
            words = {word.lower for word in sentence.words}
            if sentence.cites or words & read_set(_DATA / "hedges.txt"):
                continue
            if place := _effect(sentence.words) or _praise(sentence.words):
                said = flow.text[slice(*place)]
                yield Finding(
                    flow.at,
                    f"{said!r} may be more than one patient can show: does it hold for others?",
                    'write "in this patient" or "may", or cite studies that show it',
                    within=flow.within(*place),
                )


def _is_of_one(case: Case) -> bool:
    """Whether the report is of one patient."""
    introduced = patients_introduced(read(case).introductions)
    return len(case.patients) < 2 and introduced < 2 and bool(introduced or case.patient or case.patients)


def _concludes(flow: Flow) -> bool:
    """Whether *flow* is part of the conclusions."""
    if flow.section in ("conclusion", "learning_points"):
        return True
    return "conclu" in str(flow.at[-1]).lower() or any("conclu" in title.lower() for title in flow.under)


def _effect(words: Sequence[Word]) -> tuple[int, int] | None:
    """As in "Can improve the prognosis"; None for "to improve", "may improve"."""
    effects, outcomes = read_set(_DATA / "effects.txt"), read_set(_DATA / "outcomes.txt")
    for index, word in enumerate(words):
        if word.lower not in effects or not index:
            continue
        before = [other.lower for other in words[max(0, index - 4) : index]]
        modal = before[-1] in _MODALS
        if not modal and (word.lower in _ALSO_NOUNS or "to" in before or before[-1] in _NOT_STATED):
            continue
        behind = words[index + 1 : index + 1 + _REACH]
        outcome = next((other for other in behind if other.lower in outcomes), None)
        if outcome is not None and behind[0].lower not in ("in", "of"):
            return words[index - 1].start if modal else word.start, outcome.end
    return None


def _praise(words: Sequence[Word]) -> tuple[int, int] | None:
    """As in "Is a safe and effective"."""
    for index, word in enumerate(words):
        if word.lower in _AUXILIARIES:
            behind = words[index + 1 : index + 4]
            praise = next((other for other in behind if other.lower in _PRAISE), None)
            if praise is not None and "not" not in [other.lower for other in behind]:
                return word.start, praise.end
    return None
