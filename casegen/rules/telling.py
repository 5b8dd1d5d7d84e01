"""How a case tells of a topic by the place and the grammar of its words, where no phrase alone would do.

Each function yields the sentences of a paragraph that tell of its topic; see `data/evidence/told.txt`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from casegen.reading import TIMES, Flow, Sentence
from casegen.reading.words import Word
from casegen.rules.phrases import Found, phrases

__all__ = ["harmful_title", "harms", "histories", "later_outcomes", "weighed"]

_HAS = frozenset({"had", "has", "have"})
_OWNERS = frozenset({"his", "her", "their", "whose", "maternal", "paternal", "biological", "adoptive"})
# "Her mother said that she had fever", "because she had", "and he had": somebody else had it.
_OTHERS_NEXT = frozenset({"said", "saw", "found", "that", "and", "because", "when", "as", "he", "she", "the"})
# "His mother had brought him", "had to carry him".
_ACTS = frozenset({"brought", "given", "found", "seen", "heard", "taken", "told", "felt", "thought", "to"})
_SUFFERED = frozenset({"died", "suffered", "developed"})
# "With" of a person, not "presented with", "consistent with".
_NOT_PEOPLE = frozenset({"consistent", "compatible", "keeping", "along", "together"})
_BEFORE = frozenset({"ago", "prior", "before", "previous", "previously", "earlier", "years", "old", "past"})
_BREAKS = frozenset({"was", "were", "is", "are"})
# How many words there may be between "had" and the illness, a relative and "had", "healed" and "in 3 weeks".
_NEAR, _CLOSE = 6, 3
# How far around a word the rest of its sentence is read.
_WIDE = 60
_FOR = frozenset({"for", "in", "over", "during", "throughout"})
# How many characters there may be between "caused by" and the drug.
_AFTER = 30
_APART = frozenset({"and", "then", "with", "on"})
_UNITS = frozenset({"week", "month", "year"})
_BORN = (" of gestation", " gestation", " of pregnancy", " of age")
_CONSIDERED = frozenset({"considered", "entertained", "discussed", "contemplated"})
_NEEDED = frozenset({"required", "needed", "necessitated", "requiring", "needing"})
_PLACED = frozenset({"intervention", "abstract-intervention"})


def histories(flow: Flow) -> Iterator[Sentence]:
    """What the patient, or a relative, had before; *flow* is where the case begins."""
    for found in phrases("evidence/told").find(flow):
        sentence = flow.sentence_at(found.start)
        if (
            found.topic == "history"
            or (found.topic == "relative" and _is_of_relative(sentence, found))
            or (found.topic == "illness" and _is_of_patient(sentence, found))
            or (found.topic == "event" and _is_before(sentence, found) and _is_of_patient(sentence, found))
        ):
            yield sentence
        # "No ocular history", "no relevant past history".
    for sentence in flow.sentences:
        words = [word.lower for word in sentence.words]
        if "history" in words and "no" in words[max(0, words.index("history") - 4) : words.index("history")]:
            yield sentence


def _is_of_relative(sentence: Sentence, found: Found) -> bool:
    """Whether a relative had something: "her mother had glaucoma", "his father died of a stroke"."""
    before = [word.lower for word in _words(sentence, found.start, 3, 0)]
    if _OWNERS.isdisjoint(before) and not any(word.endswith(("'s", "’s")) for word in before):
        return False
    after = [word.lower for word in _words(sentence, found.end, 0, _NEAR + 2)]
    for word, following in zip(after, [*after[1:], ""], strict=False):
        if word == "died":
            return True
        if word in _HAS:
            return following in _SUFFERED or not (following.endswith("ed") or following in _ACTS)
        if word in _OTHERS_NEXT or word.endswith("ed"):
            return False
    return False


def _is_of_patient(sentence: Sentence, found: Found) -> bool:
    """Whether it is said that somebody had or has an illness: "she had asthma", "a girl with epilepsy"."""
    after = sentence.flow.lower[found.end : found.end + 12].lstrip(" ,")
    if after.startswith(("treated ", "controlled ")):
        return True
    before = [word.lower for word in _words(sentence, found.start, _NEAR + 1, 0)]
    for index in range(len(before) - 1, -1, -1):
        word = before[index]
        if word in _BREAKS:
            return False
        if word in _HAS:
            return True
        if word == "with" and index:
            return not before[index - 1].endswith(("ed", "ing")) and before[index - 1] not in _NOT_PEOPLE
    return False


def _is_before(sentence: Sentence, found: Found) -> bool:
    return any(word.lower in _BEFORE for word in _words(sentence, found.start, _WIDE, _WIDE))


def _words(sentence: Sentence, at: int, behind: int, ahead: int) -> Sequence[Word]:
    """So many words of *sentence* before the character *at*, and after it: never all of one without end."""
    words = sentence.flow.words
    index = bisect_left(words, at, key=lambda word: word.start)
    near = words[max(0, index - behind) : index + ahead]
    return [word for word in near if sentence.start <= word.start < sentence.end]


def later_outcomes(flow: Flow, since: int) -> Iterator[Sentence]:
    """How the patient was at a time after *since*: "healed in 3 weeks", "at week 8 … had healed"."""
    told = [
        f for f in phrases("evidence/told").find(flow) if f.topic in ("well", "unseen") and f.start > since
    ]
    if not told:
        return
    long = {each.start for each in flow.quantities if (each.days or 0) >= TIMES["week"]}
    for found in told:
        sentence = flow.sentence_at(found.start)
        before = _words(sentence, found.start, _WIDE, 0)
        if found.topic == "unseen" and not any(word.lower == "no" for word in before):
            continue
        after = _words(sentence, found.end, 0, _CLOSE + 2)
        if _lasts(after, long) or (found.topic == "well" and _is_dated(sentence, found)):
            yield sentence


def _lasts(after: Sequence[Word], long: set[int]) -> bool:
    """Whether a time follows close: "… for 7 months", "… of symptoms for two years"."""
    for word, following in pairwise(after):
        if word.lower in _FOR and following.start in long:
            return True
        if word.lower in _APART:
            return False
    return False


def _is_dated(sentence: Sentence, found: Found) -> bool:
    """Whether a sentence says "at week 8"; not "at week 8 of gestation"."""
    lower, near = sentence.flow.lower, _words(sentence, found.start, _WIDE, _WIDE)
    return any(
        before.lower in ("at", "by")
        and unit.lower in _UNITS
        and number.text.isdecimal()
        and not lower.startswith(_BORN, number.end)
        for before, unit, number in zip(near, near[1:], near[2:], strict=False)
    )


def harms(flow: Flow, since: int | None) -> Iterator[Sentence]:
    """What went wrong: an infection, a death, "required surgery"; after *since*, where treatment began."""
    treated = flow.sentence_at(since).start if since is not None else -1
    for found in phrases("evidence/told").find(flow):
        if found.topic == "harm" and (sentence := flow.sentence_at(found.start)).start > treated:
            yield sentence
    if flow.vocabulary.isdisjoint(_NEEDED):
        return
    places = [found.start for found in phrases("evidence/phrases").find(flow) if found.topic in _PLACED]
    for index, word in enumerate(flow.words):
        if word.lower in _NEEDED and (sentence := flow.sentence_at(word.start)).start > treated:
            end = min(flow.words[min(index + _CLOSE + 1, len(flow.words) - 1)].end, sentence.end)
            if bisect_left(places, word.end) < bisect_left(places, end):
                yield sentence


def harmful_title(flow: Flow) -> bool:
    """Whether a title says that a treatment did harm: "caused by colistin", "after rituximab"."""
    drugs = [found.start for found in phrases("evidence/drugs").find(flow)]
    return any(
        found.topic == "induced"
        or (found.topic == "caused" and any(0 < at - found.end < _AFTER for at in drugs))
        for found in phrases("evidence/told").find(flow)
    )


def weighed(flow: Flow) -> Iterator[Sentence]:
    """A list of what was considered: "Sarcoidosis, lymphoma, and tuberculosis were considered"."""
    if flow.vocabulary.isdisjoint(_CONSIDERED):
        return
    ruled = [found.start for found in phrases("evidence/phrases").find(flow) if found.topic in _PLACED]
    ruled += [found.start for found in phrases("evidence/told").find(flow) if found.topic == "choice"]
    ruled.sort()
    for word in flow.words:
        if word.lower not in _CONSIDERED or not _ends(flow, word.end):
            continue
        sentence = flow.sentence_at(word.start)
        near = _words(sentence, word.start, _WIDE, 0)
        start, before = near[0].start if near else word.start, [each.lower for each in near]
        listed = "," in flow.text[start : word.start] or "and" in before or "or" in before
        passive = not {"was", "were"}.isdisjoint(before[-3:])
        if passive and listed and bisect_left(ruled, start) == bisect_left(ruled, word.start):
            yield sentence


def _ends(flow: Flow, at: int) -> bool:
    """Whether nothing follows that says what it was considered to be, or with whom it was discussed."""
    after = flow.lower[at : at + 6].lstrip()
    return not after or after[0] in ".;,:(" or after.startswith(("but ", "and "))
