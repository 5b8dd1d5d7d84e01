"""What the law asks of a patient who consents: of age, alive, and able to."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case
from casegen.reading import TIMES, Flow, read
from casegen.reading.people import names_others
from casegen.rules.ethics.declarations import Statement, is_heading
from casegen.rules.phrases import phrases
from casegen.source import Pointer

__all__ = ["age_of_minor", "told_of"]

_MAJORITY = 18
_PATIENT = frozenset(
    {
        "patient", "patient's", "he", "she", "man", "woman", "boy", "girl", "child", "infant", "baby",
        "newborn", "neonate", "lady", "gentleman", "deceased",
    }
)  # fmt: skip


def age_of_minor(case: Case) -> tuple[str, Pointer, tuple[int, int] | None] | None:
    """The age of a patient under 18, as it is told, and where; None if there is none, or not all are."""
    declared = [*([case.patient] if case.patient else ()), *case.patients]
    known = [patient for patient in declared if patient.age is not None]
    if known:
        if not all((p.age or 0) * TIMES[p.age_unit[:-1]] < _MAJORITY * TIMES["year"] for p in known):
            return None
        first = known[0]
        return f"{first.age:g} {first.age_unit}", first.at / "age", None
    told = [
        one
        for one in read(case).introductions
        if one.whose == "patient" and one.flow.section in ("presentation", "abstract", "title")
    ]
    if not told or any(one.days >= _MAJORITY * TIMES["year"] for one in told):
        return None
    first_told = told[0]
    flow = first_told.flow
    return (
        f"{first_told.age:g} {first_told.unit}s",
        flow.at,
        flow.within(first_told.start, first_told.end),
    )


def told_of(case: Case, what: str) -> Statement | None:
    """The sentence that says that the patient *died*, or is *incapable* of consent; None if none says so."""
    for flow in _story(case):
        told = (found for found in phrases("ethics/fate").find(flow) if found.topic == what)
        # By sentence, where its last such word ends: a sentence is read once, however often it says so.
        ends = {flow.sentence_at(found.start).start: found.end for found in told}
        for start, end in ends.items():
            sentence = flow.sentence_at(start)
            if sentence.cites or names_others(sentence.words):
                continue
            before = {word.lower.replace("’", "'") for word in sentence.words if word.start < end}
            # An entry of the timeline has no subject: "Died of sepsis".
            if before & _PATIENT or flow.section == "timeline":
                return Statement(flow, sentence.start, sentence.end)
    return None


def _story(case: Case) -> Iterator[Flow]:
    """What is told of the patient: the case, its timeline, the abstract."""
    reading = read(case)
    by_section = {"presentation": 0, "timeline": 1, "abstract": 2}
    flows = [flow for flow in reading.flows if flow.section in by_section and not is_heading(flow)]
    yield from sorted(flows, key=lambda flow: by_section[flow.section])
