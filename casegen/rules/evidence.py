"""Where a case meets what CARE asks for: the first place that tells of each topic.

What is declared (`timeline`, `consent`) counts first, then what stands under a heading that promises it, then
sentences with a phrase of `data/evidence/phrases.txt`: those of the case, events of the timeline, those of
other parts. A topic that is not found was not seen, which does not prove that the report is silent on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from casegen.model import Case
from casegen.reading import MARK, TIMES, Flow, Sentence, read
from casegen.reading.passages import SameCase
from casegen.rules.ethics.declarations import declarations, is_heading
from casegen.rules.ethics.patient import told_of
from casegen.rules.phrases import phrases
from casegen.rules.telling import harmful_title, harms, histories, later_outcomes, weighed
from casegen.source import Pointer
from casegen.values import Value

__all__ = ["IN_ANY_LANGUAGE", "Evidence", "evidence"]

# Topics that need no reading of English: to be there is enough.
IN_ANY_LANGUAGE = frozenset(
    {"keywords", "introduction", "introduction-literature", "literature", "take-away"}
)


class Evidence(Value):
    """One place that meets a topic. *within* narrows it to a stretch of the value; *text* is what it says."""

    at: Pointer
    within: tuple[int, int] | None
    text: str


# What an event of the timeline tells of.
_BY_EVENT: Mapping[str, tuple[str, ...]] = {
    "history": ("history",),
    "symptom": ("concerns",),
    "finding": ("clinical-findings",),
    "test": ("diagnostic-methods",),
    "diagnosis": ("diagnostic-methods",),
    "intervention": ("intervention",),
    "adverse": ("adverse-events",),
    "outcome": ("outcomes",),
    "follow-up": ("follow-up",),
}
# The parts of a structured abstract, by a word of their name.
_BY_PART = {
    "background": "abstract-introduction",
    "introduction": "abstract-introduction",
    "objective": "abstract-introduction",
    "conclusion": "abstract-conclusion",
    "conclusions": "abstract-conclusion",
}
_OF_DISCUSSION = frozenset({"limitations", "rationale", "take-away"})
# The case itself comes first, the introduction, which speaks of others, last.
_ORDER = {
    "presentation": 0,
    "timeline": 1,
    "discussion": 3,
    "conclusion": 4,
    "learning_points": 5,
    "introduction": 6,
}
# "At 6 months", unless it is an age; "two years later", "one year on".
_THEN = (
    "at ", "at his ", "at her ", "at their ", "at the ", "at our ", "within ", "over the next ",
    "over the following ", "over the subsequent ", "during the next ", "during the following ",
)  # fmt: skip
_SINCE = (
    " later",
    " on,",
    " on ",
    " after discharge",
    " after surgery",
    " after treatment",
    " after the operation",
)
_DOSES = frozenset({"mg", "µg", "IU", "Gy", "cGy", "mg/kg", "mg/day"})
# A sentence so long is shown by the clause that counts.
_LONG = 240
# So many paragraphs are where a case begins: there it tells what was before.
_BEGINNING = 2
_AGES = (" of age", "-old", " old", " of gestation", " of pregnancy")


def evidence(case: Case) -> Mapping[str, Evidence]:
    """The first evidence of each topic in *case*, by topic; a topic without evidence is not there."""
    return _evidence(SameCase(case))


@lru_cache(maxsize=1)
def _evidence(key: SameCase) -> Mapping[str, Evidence]:
    found: dict[str, Evidence] = {}
    looks = (_declared, _in_parts, _under_headings, _particular, _in_case, _in_events, _elsewhere)
    for look in (*looks, _told_otherwise):
        for topic, place in look(key.case):
            found.setdefault(topic, place)
    return MappingProxyType(found)


def _declared(case: Case) -> Iterator[tuple[str, Evidence]]:
    if case.keywords:
        yield "keywords", Evidence(case.at / "keywords", None, ", ".join(case.keywords))
    for event in case.timeline[:1]:
        yield "timeline", Evidence(event.at / "event", None, _plain(event.event.text))
    if case.patient_perspective:
        yield "perspective", _of_text(case.at / "patient_perspective", case)
    if case.conclusion:
        yield "take-away", _of_text(case.at / "conclusion", case)
    elif any(case.learning_points):
        yield "take-away", _of_text(case.at / "learning_points" / 0, case)
    refused = case.consent is not None and case.consent.obtained is False
    if (consent := declarations(case).get("consent")) is not None and not refused:
        statement = " ".join(flow.text for flow in consent.statements[:1])
        yield "consent", Evidence(consent.at, None, _consented(case) or _plain(statement))


def _consented(case: Case) -> str:
    """What the fields of `consent` say; empty where they leave it to the statement."""
    if case.consent is None or case.consent.statement:
        return ""
    signer, covers = case.consent.signer, ", ".join(case.consent.covers)
    said = ("obtained", signer and f"signed by: {signer}", covers and f"covers: {covers}")
    return "; ".join(filter(None, said))


def _in_events(case: Case) -> Iterator[tuple[str, Evidence]]:
    """What the timeline and the record tell of the patient, where the text does not."""
    for event in case.timeline:
        for topic in _BY_EVENT.get(event.kind, ()):
            yield topic, Evidence(event.at / "event", None, _plain(event.event.text))
    for patient in (*([case.patient] if case.patient else ()), *case.patients):
        if patient.age is not None or patient.sex is not None:
            age = f"{patient.age:g} {patient.age_unit}" if patient.age is not None else ""
            yield "demographics", Evidence(patient.at, None, ", ".join(filter(None, (age, patient.sex))))


def _of_text(at: Pointer, case: Case) -> Evidence:
    """The first sentence of the text at *at*."""
    for flow in read(case).flows:
        if flow.at == at and not flow.heading and flow.sentences:
            return _of_sentence(flow.sentences[0])
    return Evidence(at, None, "")


@lru_cache(maxsize=8)  # one that holds much, such as many doses, is asked for as often
def _of_sentence(sentence: Sentence) -> Evidence:
    flow = sentence.flow
    return Evidence(flow.at, flow.within(sentence.start, sentence.end), _plain(sentence.text))


def _plain(text: str) -> str:
    return " ".join(text.replace(MARK, "[…]").split())


def _in_parts(case: Case) -> Iterator[tuple[str, Evidence]]:
    """The parts of a structured abstract, and the introduction."""
    for flow in read(case).flows:
        if flow.heading or not flow.sentences:
            continue
        for topic in _frames(flow):
            yield topic, _of_sentence(flow.sentences[0])
        if flow.section == "introduction":
            yield "introduction", _of_sentence(flow.sentences[0])
        if flow.section in ("introduction", "discussion"):
            topic = "introduction-literature" if flow.section == "introduction" else "literature"
            for sentence in flow.sentences:
                if sentence.cites:
                    yield topic, _of_sentence(sentence)
                    break


def _under_headings(case: Case) -> Iterator[tuple[str, Evidence]]:
    """What follows a heading that promises a topic."""
    promised: list[str] = []
    section = ""
    for flow in read(case).of("narrative"):
        if flow.section != section:
            promised, section = [], flow.section
        if is_heading(flow):
            promised.extend(found.topic for found in phrases("evidence/headings").find(flow))
        elif flow.sentences:
            for topic in promised:
                yield topic, _of_sentence(flow.sentences[0])
            promised = []


def _particular(case: Case) -> Iterator[tuple[str, Evidence]]:
    """What no phrase alone tells: what the title is called, an age, a time, a death."""
    for flow in read(case).of("title"):
        if flow.at == case.at / "title" and any(phrases("front/case_report").find(flow)):
            yield "title", _of_sentence(flow.sentences[-1])
    for one in read(case).introductions:
        if one.whose == "patient" and one.flow.section not in ("title", "abstract"):
            yield "demographics", _of_sentence(one.flow.sentence_at(one.start))
    # What happened before the treatment began is no follow-up.
    told = [flow for flow in _flows(case) if flow.section not in ("abstract", "introduction")]
    start = next(((flow, at) for flow in told if (at := _treatment_in(flow)) is not None), None)
    for flow in told[told.index(start[0]) :] if start else told:
        since = start[1] if start and flow is start[0] else 0
        yield from (("follow-up", _of_sentence(sentence)) for sentence in _seen_again(flow, since))
        if flow.section == "presentation":
            yield from (("follow-up", _of_sentence(sentence)) for sentence in later_outcomes(flow, since))
    for flow in read(case).sections.get("presentation", ()):
        yield from (("administration", _of_sentence(sentence)) for sentence in _doses(flow))
        yield from (("demographics", _of_sentence(sentence)) for sentence in _ages(flow))
    if (death := told_of(case, "died")) is not None:
        place = Evidence(death.flow.at, death.within, _plain(death.text))
        yield from (("outcomes", place), ("follow-up", place), ("adverse-events", place))


def _told_otherwise(case: Case) -> Iterator[tuple[str, Evidence]]:
    """What is told in its place in words that would mean something else in another: see `telling`."""
    told = [flow for flow in _flows(case) if flow.section == "presentation"]
    for flow in told[:_BEGINNING]:
        yield from (("history", _of_sentence(sentence)) for sentence in histories(flow))
    start = next((index for index, flow in enumerate(told) if _treatment_in(flow) is not None), len(told))
    for index, flow in enumerate(told[start:]):
        since = (_treatment_in(flow) or 0) if index == 0 else None
        yield from (("adverse-events", _of_sentence(sentence)) for sentence in harms(flow, since))
    for flow in _flows(case):
        if flow.section in ("presentation", "discussion"):
            own = (sentence for sentence in weighed(flow) if _is_own(sentence))
            yield from (("differential", _of_sentence(sentence)) for sentence in own)
    for flow in read(case).of("title"):
        if flow.at == case.at / "title" and harmful_title(flow):
            yield "adverse-events", _of_sentence(flow.sentences[-1])


def _treatment_in(flow: Flow) -> int | None:
    """Where *flow* first tells of a treatment."""
    found = phrases("evidence/phrases").find(flow)
    return next((each.start for each in found if each.topic == "intervention"), None)


def _seen_again(flow: Flow, since: int) -> Iterator[Sentence]:
    """The sentences after *since* that tell how the patient was after a time: "at six months"."""
    for quantity in flow.quantities:
        if quantity.start < since or (quantity.days or 0) < TIMES["week"]:
            continue
        before = flow.lower[max(0, quantity.start - 24) : quantity.start]
        after = flow.lower[quantity.end : quantity.end + 24]
        then = before.endswith(_THEN) and not after.startswith(_AGES)
        if then or after.startswith(_SINCE) or (before.endswith("after ") and after.startswith(",")):
            sentence = flow.sentence_at(quantity.start)
            if _is_own(sentence):
                yield sentence


def _ages(flow: Flow) -> Iterator[Sentence]:
    """The sentences that give an age."""
    for quantity in flow.quantities:
        after = flow.lower[quantity.end : quantity.end + 6]
        if quantity.days is not None and after.startswith(("-old", "‐old", "‑old", " old")):
            yield flow.sentence_at(quantity.start)


def _doses(flow: Flow) -> Iterator[Sentence]:
    """The sentences that give a dose: 500 mg, but not 31 mg/L."""
    return (flow.sentence_at(q.start) for q in flow.quantities if q.unit in _DOSES)


def _in_case(case: Case) -> Iterator[tuple[str, Evidence]]:
    """What phrases tell in the abstract and in the case presentation."""
    yield from _by_phrase(flow for flow in _flows(case) if flow.section in ("abstract", "presentation"))


def _elsewhere(case: Case) -> Iterator[tuple[str, Evidence]]:
    """What phrases tell in the other parts, and what a caption calls a timeline."""
    others = [flow for flow in _flows(case) if flow.section not in ("abstract", "presentation")]
    yield from _by_phrase(others)
    for flow in read(case).of("caption"):
        for found in phrases("evidence/phrases").find(flow):
            if found.topic == "timeline":
                yield "timeline", _of_sentence(flow.sentence_at(found.start))


def _by_phrase(flows: Iterable[Flow]) -> Iterator[tuple[str, Evidence]]:
    seen: set[str] = set()
    for flow in flows:
        own: dict[int, bool] = {}
        for found in phrases("evidence/phrases").find(flow):
            if found.topic in seen or not _belongs(found.topic, flow.section):
                continue
            sentence = flow.sentence_at(found.start)
            if sentence.start not in own:
                own[sentence.start] = _is_own(sentence)
            if own[sentence.start] or found.topic in _OF_DISCUSSION:
                seen.add(found.topic)
                yield found.topic, _around(sentence, found.start)


def _belongs(topic: str, section: str) -> bool:
    """Whether *topic* is told in *section* of an article."""
    if topic in _OF_DISCUSSION:
        return section not in ("abstract", "presentation", "introduction", "timeline")
    return topic.startswith("abstract-") == (section == "abstract")


def _around(sentence: Sentence, at: int) -> Evidence:
    """The sentence; of a long one the clause around the character *at*: its beginning would not show it."""
    if sentence.end - sentence.start <= _LONG:
        return _of_sentence(sentence)
    clause = next((clause for clause in sentence.clauses if at < clause.end), sentence)
    flow = sentence.flow
    return Evidence(flow.at, flow.within(clause.start, clause.end), _plain(clause.text))


def _is_own(sentence: Sentence) -> bool:
    """Whether a sentence may be about the case: outside it, one that cites speaks of others."""
    return sentence.flow.section in ("presentation", "abstract") or not sentence.cites


def _flows(case: Case) -> list[Flow]:
    """The running text and the timeline, the case itself first."""
    flows = [
        flow
        for flow in read(case).of("abstract", "narrative", "timeline")
        if not (flow.quoted or flow.note or is_heading(flow) or flow.section == "patient_perspective")
    ]
    return sorted(flows, key=lambda flow: (_ORDER.get(flow.section, 2), bool(_frames(flow))))


def _frames(flow: Flow) -> list[str]:
    """What a part of a structured abstract tells that is not the case itself: why, and what follows."""
    if flow.section != "abstract" or len(flow.at) < 2:
        return []
    return [_BY_PART[word] for word in str(flow.at[1]).lower().split() if word in _BY_PART]
