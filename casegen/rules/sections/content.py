"""What CARE asks a report to tell, and how long it may be."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import MAIN_SECTIONS, Case
from casegen.problem import Severity
from casegen.reading import read
from casegen.rules.context import Context
from casegen.rules.counting import count_words
from casegen.rules.evidence import evidence
from casegen.rules.registry import Finding, rule
from casegen.source import Pointer


def _at(case: Case, key: str) -> Pointer:
    """Where something is missing: the section that should tell it, else the whole case."""
    return case.at / key if getattr(case, key) else case.at


@rule(
    "SEC005",
    "demographics-or-history-missing",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="CARE 2013, item 5",
    english=True,
)
def demographics_or_history_missing(case: Case) -> Iterator[Finding]:
    """Nothing says who the patient is, or what happened to them before.

    Age or sex will do for the first. For the second: earlier illnesses, the family's, habits such as smoking,
    or that there is nothing to tell.

    Why: readers compare the patient with their own, and the cause is often found in the history.
    Bad:
        timeline: null
        presentation: A 40-year-old woman presented with headache.
    Good:
        presentation: A 40-year-old woman presented with headache. Her medical history was unremarkable.
    """
    found = evidence(case)
    missing = []
    if "demographics" not in found:
        missing.append(("who the patient is: age, sex", "write the age and sex where the case begins"))
    if "history" not in found:
        hint = "write the medical, family and psychosocial history, or that it was unremarkable"
        missing.append(("the patient's history", hint))
    for what, hint in missing:
        yield Finding(_at(case, "presentation"), f"nothing tells {what} (CARE item 5)", hint, key=True)


@rule(
    "SEC006",
    "timeline-missing",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="CARE 2013, item 7",
    english=True,
)
def timeline_missing(case: Case) -> Iterator[Finding]:
    """No timeline: neither under `timeline`, nor a section, figure or table that is called so.

    Why: the order of events is what a reader must see to judge what caused what.
    Bad:
        timeline: null
    Good:
        timeline: [{day: 0, event: Headache, kind: symptom}, {day: 7, event: No headache, kind: outcome}]
    """
    if "timeline" not in evidence(case):
        hint = "list the events under `timeline`, each with its `day` or `when`"
        yield Finding(case.at, "there is no timeline (CARE item 7)", hint)


@rule(
    "SEC007",
    "differential-missing",
    severity=Severity.INFO,
    source="CARE 2013, item 8c",
    english=True,
)
def differential_missing(case: Case) -> Iterator[Finding]:
    """Nothing says which other diagnoses were considered, or ruled out.

    Why: how the diagnosis was reached is what a reader learns from.
    Bad:
        presentation: A 40-year-old woman presented with headache. Migraine was diagnosed.
        discussion: It agrees with others.
    Good:
        presentation: |
          A 40-year-old woman presented with headache. Meningitis was ruled out, and migraine was diagnosed.
    """
    if "differential" not in evidence(case):
        message = "nothing tells which other diagnoses were considered (CARE item 8c)"
        hint = "name them, and say what spoke against each"
        yield Finding(_at(case, "presentation"), message, hint, key=True)


@rule(
    "SEC008",
    "followup-missing",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="CARE 2013, item 10",
    english=True,
)
def followup_missing(case: Case) -> Iterator[Finding]:
    """Nothing says that the patient was seen again after the treatment, or when, or that they died.

    Why: whether it helped, and for how long, is the point of the report.
    Bad:
        timeline: null
        presentation: A 40-year-old woman presented with headache. She was discharged.
    Good:
        presentation: A 40-year-old woman was treated for headache. At six months she was well.
    """
    if "follow-up" not in evidence(case):
        message = "nothing tells how the patient was followed up (CARE item 10)"
        hint = "say when the patient was last seen, and how they were, or that they were lost to follow-up"
        yield Finding(_at(case, "presentation"), message, hint, key=True)


@rule(
    "SEC009",
    "adverse-events-unstated",
    severity=Severity.INFO,
    source="CARE 2013, item 10d",
    english=True,
)
def adverse_events_unstated(case: Case) -> Iterator[Finding]:
    """Nothing says whether the treatment had complications or side effects.

    Why: silence can mean that there were none, or that nobody looked.
    Bad:
        presentation: A 40-year-old woman was given a drug for headache.
        discussion: It agrees with others.
    Good:
        presentation: A 40-year-old woman was given a drug for headache. She had no side effects.
    """
    if "adverse-events" not in evidence(case):
        message = "nothing tells whether there were adverse or unexpected events (CARE item 10d)"
        yield Finding(
            _at(case, "presentation"), message, "describe them, or say that there were none", key=True
        )


@rule(
    "SEC010",
    "patient-perspective-missing",
    severity=Severity.INFO,
    source="CARE 2013, item 12",
    english=True,
)
def patient_perspective_missing(case: Case) -> Iterator[Finding]:
    """The patient's own view is not given, neither under `patient_perspective` nor in a section of that kind.

    Why: only the patient knows what the illness and its treatment were like.
    Bad:
        patient_perspective: null
    Good:
        patient_perspective: I was glad that somebody listened.
    """
    if "perspective" not in evidence(case):
        message = "the patient's perspective is not given (CARE item 12)"
        hint = "ask the patient for a few sentences, and write them under `patient_perspective`"
        yield Finding(case.at, message, hint)


@rule(
    "SEC011",
    "limitations-missing",
    severity=Severity.INFO,
    source="CARE 2013, item 11a",
    english=True,
)
def limitations_missing(case: Case) -> Iterator[Finding]:
    """Nothing says what the report cannot show.

    Why: one patient proves little, and readers trust authors who say so.
    Bad:
        discussion: It agrees with others.
        conclusion: An example.
    Good:
        discussion: It agrees with others. A limitation is that no biopsy was taken.
    """
    if "limitations" not in evidence(case):
        message = "nothing tells the report's strengths and limitations (CARE item 11a)"
        hint = "say in the discussion what was not examined and what one patient cannot show"
        yield Finding(_at(case, "discussion"), message, hint, key=True)


@rule(
    "SEC012",
    "word-limit",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    settings={"words": int},
)
def word_limit(case: Case, context: Context) -> Iterator[Finding]:
    """A text longer than the journal prints.

    Counted are the words from the introduction to the conclusion, of other sections, and of learning points;
    not those of the abstract, of tables, captions, declarations and references. The limit is the profile's.

    Why: journals send longer reports back.
    """
    limit = context.settings.get("words")
    if limit is None:
        return
    count = count_words(read(case).of("narrative"))
    if count > limit:
        told = [name for name in MAIN_SECTIONS if getattr(case, name)]
        at = case.at / told[0] if told else case.at
        yield Finding(at, f"the text has {count} words; {limit} are allowed", "shorten it", key=True)
