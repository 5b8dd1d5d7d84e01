"""CON002, CON003 and CON008: who the patient is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from casegen.model import Case, Patient
from casegen.problem import Severity
from casegen.reading import Flow, Sentence, Word, read
from casegen.reading.people import Introduction, names_others
from casegen.rules.consistency.facts import (
    is_literature,
    one_patient,
    other_place,
    section_name,
)
from casegen.rules.registry import Elsewhere, Finding, rule

_SEXES = ("female", "male")
_PRONOUNS: Mapping[str, str] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
_NOUNS = {
    "male": frozenset({"man", "men", "boy", "gentleman", "male"}),
    "female": frozenset({"woman", "women", "girl", "lady", "female"}),
}
# "His" that is a name: the bundle of His.
_BUNDLE = frozenset({"bundle", "purkinje", "electrogram", "potential", "pacing", "lead", "signal", "and"})
# Whom "he" or "she" may mean in a paragraph that holds one of these.
_SOMEBODY = frozenset({"another", "control", "controls", "volunteer", "volunteers"})
# Reports in which noun and pronoun may rightly differ.
_GENDER = (
    "transgender", "transsexual", "nonbinary", "non-binary", "intersex", "gender", "sex development",
    "sexual development", "46,x", "genitalia", "trans man", "trans woman",
)  # fmt: skip
_READ = frozenset({"abstract", "presentation", "discussion", "conclusion"})


@rule("CON002", "age-conflict", severity=Severity.ERROR, suspicious=True, english=True)
def age_conflict(case: Case) -> Iterator[Finding]:
    """The patient is introduced with two different ages.

    Read are introductions alone, such as "a 76-year-old man" or "a man, 76 years old": never "at age 45",
    never a relative, never the patients of other reports, and nothing where the report tells of several
    patients.

    Why: one of the two is wrong, and age bears on every diagnosis and dose.
    Bad:
        abstract: A 46-year-old woman presented with headache.
        presentation: A 64-year-old woman presented with headache. At age 45 her father had a stroke.
    Good:
        abstract: A 64-year-old woman presented with headache.
        presentation: A 64-year-old woman presented with headache. At age 45 her father had a stroke.
    """
    patient = _patient(case)
    for one in patient[1:]:
        if not one.same_age(patient[0]):
            said = f'the patient is "{one.text}" here, but "{patient[0].text}" in {_section(patient[0])}'
            yield _conflict(one, patient[0], said)


@rule("CON003", "sex-conflict", severity=Severity.WARNING, suspicious=True, english=True)
def sex_conflict(case: Case) -> Iterator[Finding]:
    """The patient is a man in one place and a woman in another.

    Compared are the nouns of introductions ("a 76-year-old man"), and "he" and "she" with these nouns and
    with the declared sex. One pronoun is not enough, and paragraphs that name a relative, a clinician or
    anybody else are passed over.

    Why: it is often the trace of a text that was begun from another report, and readers doubt the rest as
    well.
    Bad:
        presentation: |
          A 40-year-old woman presented with headache. He had been well before.

          His blood pressure was normal.
    Good:
        presentation: |
          A 40-year-old woman presented with headache. She had been well before. Her father had migraine; he
          took aspirin for his headaches.

          Her blood pressure was normal.
    """
    if not one_patient(case) or _is_about_gender(case):
        return
    sexed = [one for one in _introductions(case) if one.sex]
    unlike = [one for one in sexed if one.sex != sexed[0].sex]
    if unlike:
        one, first = unlike[0], sexed[0]
        said = f'the patient is a "{one.noun}" here, but a "{first.noun}" in {_section(first)}'
        yield _conflict(one, first, said)
    elif sexed:
        first = sexed[0]
        known = f'a "{first.noun}" in {_section(first)}'
        yield from _pronouns_against(case, first.sex, known, other_place(first.flow, first.start, first.end))
    else:
        declared = _declared(case)
        if declared and declared.sex in _SEXES:
            there = Elsewhere(declared.at / "sex", f"declared here: {declared.sex}")
            yield from _pronouns_against(case, declared.sex, f"{declared.sex} under `patient`", there)


@rule("CON008", "metadata-vs-prose", severity=Severity.ERROR, english=True)
def metadata_vs_prose(case: Case) -> Iterator[Finding]:
    """The age or sex under `patient` is not that of the patient in the text.

    Compared is how the title, the abstract, the presentation or the conclusion introduces the patient.

    Why: what is declared goes into searches and registries, and one of the two is wrong.
    Bad:
        patient: {age: 46, sex: female}
        presentation: A 64-year-old woman presented with headache.
    Good:
        patient: {age: 64, sex: female}
        presentation: A 64-year-old woman presented with headache.
    """
    declared = _declared(case)
    introduced = _introductions(case)
    if declared is None or not introduced or not one_patient(case):
        return
    unit = declared.age_unit.removesuffix("s")
    if declared.age is not None and not any(one.age_agrees(declared.age, unit) for one in introduced):
        said = f"{declared.age:g} {declared.age_unit if declared.age != 1 else unit}"
        yield _against_metadata(declared, "age", said, introduced[0])
    sexed = [one for one in introduced if one.sex]
    if declared.sex in _SEXES and sexed and declared.sex not in {one.sex for one in sexed}:
        yield _against_metadata(declared, "sex", declared.sex, sexed[0])


def _declared(case: Case) -> Patient | None:
    return case.patient or (case.patients[0] if case.patients else None)


def _against_metadata(declared: Patient, key: str, said: str, introduced: Introduction) -> Finding:
    flow = introduced.flow
    return Finding(
        flow.at,
        f'the patient is "{introduced.text}" here, but {said} under `patient`',
        f"correct the text, or `{key}`",
        flow.within(introduced.start, introduced.end),
        related=(Elsewhere(declared.at / key, f"declared here: {said}"),),
    )


def _introductions(case: Case) -> list[Introduction]:
    """How the report introduces its patient; the presentation first, because it tells most."""
    introduced = [one for one in read(case).introductions if one.whose == "patient"]
    return sorted(introduced, key=lambda one: one.flow.section != "presentation")


def _patient(case: Case) -> list[Introduction]:
    """The first introduction of the patient in each section; none where there are several patients."""
    if not one_patient(case):
        return []
    sections = groupby(_introductions(case), key=lambda one: one.flow.section)
    return [next(group) for _, group in sections]


def _section(introduction: Introduction) -> str:
    return section_name(introduction.flow.section)


def _conflict(one: Introduction, first: Introduction, message: str) -> Finding:
    return Finding(
        one.flow.at,
        f"{message}: may one be wrong?",
        "say the same in both places",
        one.flow.within(one.start, one.end),
        related=(other_place(first.flow, first.start, first.end),),
    )


def _is_about_gender(case: Case) -> bool:
    return any(
        word in flow.lower for flow in read(case).of("title", "abstract", "narrative") for word in _GENDER
    )


def _pronouns_against(case: Case, sex: str, known: str, there: Elsewhere) -> Iterator[Finding]:
    other = _SEXES[1 - _SEXES.index(sex)]
    found = [
        (flow, word)
        for flow in read(case).story
        if flow.section in _READ and _is_of_patient_alone(flow, other)
        for sentence in flow.sentences
        if not _is_general(sentence)
        for word in _pronouns(sentence)
        if _PRONOUNS[word.lower] == other
    ]
    if len(found) < 2:
        return
    (flow, word), (second, again) = found[:2]
    yield Finding(
        flow.at,
        f'"{word.text}" here ({len(found)} such words in all), but the patient is {known}: may it be a slip?',
        f'write "{_COUNTERPARTS[word.lower]}", or say who is meant',
        flow.within(word.start, word.end),
        related=(there, other_place(second, again.start, again.end)),
    )


_COUNTERPARTS = {
    "he": "she", "him": "her", "his": "her", "himself": "herself",
    "she": "he", "her": "his", "hers": "his", "herself": "himself",
}  # fmt: skip


def _is_of_patient_alone(flow: Flow, other: str) -> bool:
    """Whether a pronoun in *flow* can mean nobody but the patient."""
    words = {word.lower for word in flow.words}
    if words & _SOMEBODY or words & _NOUNS[other]:
        return False
    # Outside the story of the patient, a paragraph that cites may speak of somebody else's.
    general = flow.section in ("discussion", "conclusion")
    if general and (flow.marks or not {"patient", "our"} & words):
        return False
    return not names_others(flow.words)


def _is_general(sentence: Sentence) -> bool:
    """Whether *sentence* speaks of anybody, quotes somebody or tells what others wrote."""
    words = {_PRONOUNS.get(word.lower) for word in sentence.words}
    return len(words - {None}) > 1 or bool(set('"“”«»') & set(sentence.text)) or is_literature(sentence)


def _pronouns(sentence: Sentence) -> Iterator[Word]:
    words = sentence.words
    for index, word in enumerate(words):
        if word.lower not in _PRONOUNS:
            continue
        following = words[index + 1].lower if index + 1 < len(words) else ""
        if word.text.islower() or (index == 0 and word.text[1:].islower()):
            if word.lower == "his" and index == 0 and following in _BUNDLE:
                continue
            yield word
