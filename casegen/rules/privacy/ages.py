"""PRV004, PRV005: ages that few people have, and ages to the year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.model import Case, Patient
from casegen.problem import Severity
from casegen.reading import Flow
from casegen.reading.people import Introduction
from casegen.rules.patterns import Pattern
from casegen.rules.privacy.texts import introductions, of_patient, on_patients, patient_texts, said_in
from casegen.rules.registry import Finding, Replacement, rule

_OLDEST = 89
_OLDER = "aged 90 or older"
_ARTICLE = Pattern(r"(?<!\w)an? $", re.IGNORECASE)
# Between an age and its noun: an adjective there would be lost in the fix, so there is none.
_PLAIN = Pattern(r"old[ \u00a0](?P<noun>[^\W\d_]+)", re.IGNORECASE)
# But not "aged 90 or older", "aged 90 to 95".
_AGED = Pattern(
    r"(?<!\w)(?:(?:aged|age of|at age) (?:9\d|1[01]\d)(?: years| yrs)?"
    r"(?!\w|[-–.]\d| (?:years|yrs|or|and|to|through)\b)"
    r"|(?:he|she) (?:is|was) (?:9\d|1[01]\d) years (?:old|of age)\b)",
    re.IGNORECASE,
    needs=("aged ", "age of ", "at age ", "years old", "years of age"),
)
_GROUPS = frozenset(
    {
        "adults", "average", "individuals", "mean", "median", "men", "participants", "patients", "people",
        "persons", "range", "those", "women",
    }
)  # fmt: skip
_THEIRS = {"male": "his", "female": "her"}


@rule(
    "PRV004",
    "age-over-89",
    severity=Severity.ERROR,
    source="HIPAA Safe Harbor, 45 CFR 164.514(b)(2)",
    english=True,
    fixing="suggested",
)
def age_over_89(case: Case) -> Iterator[Finding]:
    """An exact age over 89 years, of the patient or of their family.

    Why: so few people are that old that, with the hospital and the year, the age names them. HIPAA asks
    that all ages over 89 become one: 90 or older.
    Bad:
        presentation: A 92-year-old woman presented with headache.
    Good:
        presentation: A woman aged 90 or older presented with headache.
    """
    for patient in _declared(case):
        if patient.age is not None and patient.age_unit == "years" and patient.age > _OLDEST:
            yield Finding(
                patient.at / "age",
                f"the age {patient.age:g} may tell who the patient is",
                'leave `age` out, and write "aged 90 or older" in the report',
            )
    for one in introductions(case):
        if one.unit == "year" and one.age > _OLDEST and one.whose != "literature":
            yield _finding(one, f"the age {one.age:g} may tell who the person is", _OLDER)
    for flow in patient_texts(case) if on_patients(case) else ():
        for start, end in _aged(flow):
            message = f"{flow.text[start:end]!r} may tell who the person is{flow.where}"
            yield Finding(flow.at, message, f'write "{_OLDER}"', within=flow.within(start, end))


@rule(
    "PRV005",
    "exact-age",
    severity=Severity.WARNING,
    source="BMJ Case Reports",
    optional=True,
    english=True,
    fixing="suggested",
)
def exact_age(case: Case) -> Iterator[Finding]:
    """The patient's exact age, where the journal wants the decade.

    Only under a profile that asks for it. Ages over 89 are PRV004's, and those under 10 are left alone.

    Why: the age to the year, with the disease and the place, can be enough for neighbours to know the
    patient.
    Bad:
        presentation: A 76-year-old man presented with back pain.
    Good:
        presentation: A man in his 70s presented with back pain.
    """
    for one in introductions(case):
        if one.unit != "year" or not 10 <= one.age <= _OLDEST or one.whose != "patient":
            continue
        decade = "teens" if one.age < 20 else f"{one.age // 10 * 10:.0f}s"
        said = f"in {_THEIRS.get(one.sex, 'their')} {decade}"
        yield _finding(one, f"the exact age, {one.age:g} years, is given", said)


def _declared(case: Case) -> tuple[Patient, ...]:
    return (*((case.patient,) if case.patient else ()), *case.patients)


def _finding(one: Introduction, message: str, said: str) -> Finding:
    """A finding at an introduction; its fix puts *said* behind the noun: "A man in his 70s"."""
    flow, start, hint = one.flow, one.start, f'write "{said}"'
    noun = _PLAIN.compiled.search(flow.text, start, one.end)
    if noun is None or noun.end() != one.end or noun["noun"].lower() != one.noun:
        return Finding(flow.at, message, hint, within=flow.within(start, one.end))
    article = _ARTICLE.compiled.search(flow.text, max(0, start - 4), start)
    begin = article.start() if article else start
    first = flow.sentence_at(begin).start == begin
    instead = f"{noun['noun']} {said}"
    if article or first:
        vowel = "n" if instead[0].lower() in "aeiou" else ""
        instead = f"{'A' if first else 'a'}{vowel} {instead}"
    fix = Replacement("give the age as a range", instead, safe=False)
    return Finding(flow.at, message, hint, within=flow.within(begin, one.end), fix=fix)


def _aged(flow: Flow) -> Iterator[tuple[int, int]]:
    """Ages over 89 told of one person in other words: "aged 92", "she was 94 years old"."""
    for match in _AGED.finditer(flow.text, flow.lower):
        sentence = flow.sentence_at(match.start())
        if of_patient(sentence) and _GROUPS.isdisjoint(said_in(sentence)):
            yield match.start(), match.end()
