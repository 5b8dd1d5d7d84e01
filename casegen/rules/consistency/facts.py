"""What the report says of its one patient: the clauses that rules compare, and the words they compare by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from casegen.lists import read_set
from casegen.model import Case
from casegen.reading import Flow, read
from casegen.reading.passages import SameCase
from casegen.reading.people import patients_introduced
from casegen.reading.quantities import Quantity, number_word
from casegen.reading.sentences import Clause, Sentence
from casegen.reading.words import Word
from casegen.rules.registry import Elsewhere
from casegen.rules.wordlists import DATA

__all__ = [
    "DATA",
    "Fact",
    "content",
    "facts",
    "is_literature",
    "measures",
    "near",
    "one_patient",
    "other_place",
    "place",
    "section_name",
    "stem",
]


# Where nearly every clause is about the patient. Elsewhere a clause must say that it is.
_NARRATIVE = frozenset({"presentation", "abstract"})
_GENERAL_PARTS = frozenset(
    {"background", "introduction", "discussion", "conclusion", "conclusions", "objective"}
)
# Lessons speak of patients to come; the patient's own view is not the authors' account.
_PASSED_OVER = frozenset({"learning_points", "patient_perspective"})
_OWN = frozenset({"our", "we"})
_PRONOUNS = frozenset({"he", "she", "his", "her", "him"})
_PATIENT = frozenset({"patient", "patient's", "patient’s"})
_ANYBODY = frozenset({"a", "an", "any", "each", "every", "another", "such", "other", "no", "per", "one"})
_THIS = frozenset({"this", "our", "present", "specific", "current"})
_LITERATURE = frozenset({"al", "series", "literature"})
_GROUPS = frozenset({"patients", "participants", "subjects", "volunteers", "probands", "individuals"})
_SEVERAL = frozenset({"both", "all", "our", "these", "the", "consecutive", "remaining", "several"})


class Fact(NamedTuple):
    """A clause that says something of the patient, and the sentence that it stands in."""

    section: str
    clause: Clause
    sentence: Sentence


def one_patient(case: Case) -> bool:
    """Whether the report is of one patient: rules that compare its places make no sense of two."""
    return _reading_of(SameCase(case))[0]


def facts(case: Case) -> tuple[Fact, ...]:
    """What the report says of its patient, in order; nothing where it tells of several.

    Left out are clauses with a citation, "et al.", "report", "series" or "literature", and outside the
    abstract and the presentation those that do not name the patient.
    """
    return _reading_of(SameCase(case))[1]


@lru_cache(maxsize=1)
def _reading_of(key: SameCase) -> tuple[bool, tuple[Fact, ...]]:
    one = _is_of_one_patient(key.case)
    return one, tuple(_facts(key.case)) if one else ()


def _is_of_one_patient(case: Case) -> bool:
    reading = read(case)
    if case.type == "case-series" or len(case.patients) > 1 or patients_introduced(reading.introductions) > 1:
        return False
    flows = [flow for flow in reading.of("title", "abstract", "narrative") if _tells(flow)]
    if any(_tells_of_several(flow) for flow in flows):
        return False
    declared = case.patient is not None or bool(case.patients)
    introduced = any(one.whose == "patient" for one in reading.introductions)
    return declared or introduced or any(_names_the_patient(flow) for flow in flows)


def _tells(flow: Flow) -> bool:
    return flow.section in ("title", "abstract", "presentation")


def _names_the_patient(flow: Flow) -> bool:
    return any(f"{which} patient " in flow.lower for which in ("the", "our", "this"))


def _tells_of_several(flow: Flow) -> bool:
    words = flow.words
    measured = {quantity.start for quantity in flow.quantities}
    for index, word in enumerate(words):
        if word.lower in _GROUPS and _several(words[max(0, index - 3) : index]):
            return not is_literature(flow.sentence_at(word.start))
        if word.lower in ("case", "patient") and index + 1 < len(words):
            number = words[index + 1]
            # "Case 2", but not "in this case 3 months later".
            if _number(number) >= 2 and number.start not in measured and number.start == word.end + 1:
                return True
    return False


def _several(before: Sequence[Word]) -> bool:
    return any(word.lower in _SEVERAL or _number(word) >= 2 for word in before)


def _number(word: Word) -> float:
    return float(word.text) if word.text.isdecimal() and len(word.text) < 9 else number_word(word.lower) or 0


def _facts(case: Case) -> Iterator[Fact]:
    for flow in read(case).story:
        if flow.section in _PASSED_OVER or flow.note:
            continue
        narrative = flow.section in _NARRATIVE and flow.at[-1] not in _GENERAL_PARTS
        for sentence in flow.sentences:
            ours, of_others = narrative, False
            for clause in sentence.clauses:
                if is_literature(clause):
                    ours, of_others = narrative, True
                    continue
                # Behind "in the series of Kim", "the patient" is Kim's.
                ours = ours or _is_ours(clause, plainly=of_others)
                if ours:
                    yield Fact(flow.section, clause, sentence)


def _is_ours(clause: Clause, *, plainly: bool) -> bool:
    """Whether *clause* names the report's patient; *plainly*, in words that mean nobody else."""
    words = [word.lower for word in clause.words]
    for index, word in enumerate(words):
        before = words[index - 1] if index else ""
        if word in _OWN or (word == "case" and before in _THIS):
            return True
        if not plainly and (word in _PRONOUNS or (word in _PATIENT and before not in _ANYBODY)):
            return True
    return False


def is_literature(clause: Clause) -> bool:
    """Whether *clause* speaks of what others have written."""
    if clause.cites:
        return True
    return any(word.lower in _LITERATURE or word.lower.startswith("report") for word in clause.words)


def stem(word: str) -> str:
    """*word*, in lower case, without the ending that number and tense give it."""
    word = word[:-2] if word.endswith(("'s", "’s")) else word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


def content(words: Sequence[Word]) -> dict[str, Word]:
    """The words that carry matter, by their stems."""
    empty = read_set(DATA / "function-words.txt")
    return {
        stem(word.lower): word
        for word in words
        if len(word.lower) > 2 and word.lower not in empty and word.text[0].isalpha()
    }


def near(words: Sequence[Word], start: int, end: int, count: int) -> list[Word]:
    """Of *words*, up to *count* before the offset *start* and up to *count* after *end*."""
    first = bisect_left(words, start, key=lambda word: word.start)
    last = bisect_left(words, end, key=lambda word: word.start)
    return [*words[max(0, first - count) : first], *words[last : last + count]]


def measures(clause: Clause) -> Sequence[Quantity]:
    """The quantities that *clause* gives; ages are none."""
    quantities, lower = clause.flow.quantities, clause.flow.lower
    first = bisect_left(quantities, clause.start, key=lambda quantity: quantity.start)
    last = bisect_left(quantities, clause.end, key=lambda quantity: quantity.start)
    return [
        quantity
        for quantity in quantities[first:last]
        if not lower[quantity.end : quantity.end + 5].lstrip(" -‐‑\u00a0").startswith("old")
    ]


def section_name(section: str) -> str:
    """The section's name for a message."""
    return "another section" if section.startswith("sections/") else f"the {section.replace('_', ' ')}"


def place(flow: Flow, start: int, end: int) -> str:
    """What stands in *flow* there, in quotation marks, for a message; long texts are cut."""
    text = " ".join(flow.text[start:end].replace("\ufffc", "").split())
    return f'"{text}"' if len(text) <= 80 else f'"{text[:78].rstrip()} …"'


def other_place(flow: Flow, start: int, end: int) -> Elsewhere:
    """The other place of a contradiction."""
    return Elsewhere(flow.at, f"here: {place(flow, start, end)}", flow.within(start, end))
