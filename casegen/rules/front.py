"""FRT: title, abstract, keywords and take-away messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casegen.model import Case
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading import TIMES, Flow, read
from casegen.rules.context import Context
from casegen.rules.counting import count_words
from casegen.rules.endings import superfluous_stop
from casegen.rules.evidence import evidence
from casegen.rules.phrases import phrases
from casegen.rules.registry import Finding, Replacement, rule

# What a part of an abstract begins with where the parts are not given apart: "Background: ...".
_LABELS = frozenset(
    {
        "background", "introduction", "introduction and importance", "objective", "case", "case report",
        "case presentation", "presentation of case", "case description", "clinical discussion", "discussion",
        "results", "methods", "conclusion", "conclusions", "patient concerns", "diagnosis", "diagnoses",
        "interventions", "outcomes", "lessons", "rationale",
    }
)  # fmt: skip
# So few words in capitals may be a name: "SAPHO", "COVID-19 AND HIV".
_SHOUTED = 4


@rule(
    "FRT001",
    "title-needs-case-report",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="CARE 2013, item 1",
    english=True,
)
def title_needs_case_report(case: Case) -> Iterator[Finding]:
    """A title that does not say that the article is a case report or case series.

    Why: whoever searches for case reports, or does not want one, decides by the title.
    Bad:
        title: Headache after a lumbar puncture
    Good:
        title: "Headache after a lumbar puncture: a case report"
    """
    if case.title and "title" not in evidence(case):
        what = "case series" if case.type == "case-series" else "case report"
        yield Finding(
            case.at / "title", f"the title does not say {what!r}", f"let it end in {': a ' + what!r}"
        )


@rule(
    "FRT002",
    "title-forbids-case-report",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="BMJ Case Reports, instructions for authors",
    optional=True,
    english=True,
)
def title_forbids_case_report(case: Case) -> Iterator[Finding]:
    """A title with words that the journal does not want there.

    They are: that it is a case report or review, that it is rare or the first, the patient's age or sex, and
    an exclamation mark. It runs where a profile asks for it.

    Why: in a journal of case reports every title would say so, and age and sex help to find out who the
    patient is.
    Bad:
        title: "Headache in a 40-year-old woman: a case report"
    Good:
        title: Headache after a lumbar puncture
    """
    for flow in _title(case):
        unwanted = {
            found.topic: (found.start, found.end) for found in phrases("front/title_words").find(flow)
        }
        for quantity in flow.quantities:
            if quantity.unit in TIMES and flow.lower[quantity.end :].lstrip(" -‐‑").startswith("old"):
                unwanted["the patient's age"] = (quantity.start, quantity.end)
        if "!" in flow.text:
            unwanted["an exclamation mark"] = (flow.text.index("!"), flow.text.index("!") + 1)
        for kind, span in sorted(unwanted.items(), key=lambda entry: entry[1]):
            message = f"{flow.text[slice(*span)]!r} does not belong in this journal's titles: {kind}"
            yield Finding(flow.at, message, "leave it out", flow.within(*span))


@rule("FRT003", "title-typography", severity=Severity.WARNING, stages={"draft": Severity.INFO}, fixing="safe")
def title_typography(case: Case) -> Iterator[Finding]:
    """A title that ends in a full stop, or stands in capitals.

    Why: the journal sets titles its own way; from capitals alone it cannot tell names from other words.
    Bad:
        title: "Headache after a lumbar puncture: a case report."
    Good:
        title: "Headache after a lumbar puncture: a case report"
    """
    for flow in _title(case):
        if (span := superfluous_stop(flow.text, ".。")) is not None:
            fix = Replacement("take the full stop out", "")
            yield Finding(flow.at, "the title ends in a full stop", within=flow.within(*span), fix=fix)
        if _stands_in_capitals(flow.text) and len(flow.words) > _SHOUTED:
            hint = "write it as a sentence: capitals for the first word, names and abbreviations"
            yield Finding(flow.at, "the title stands in capitals", hint)


def _stands_in_capitals(text: str) -> bool:
    """Whether *text* is all capitals, in a script that has some: not an Arabic title with "DRESS"."""
    letters = [character for character in text if character.isalpha()]
    return text.isupper() and sum(map(str.isupper, letters)) * 2 > len(letters)


@rule(
    "FRT004",
    "abstract-length",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    settings={"words": int},
)
def abstract_length(case: Case, context: Context) -> Iterator[Finding]:
    """An abstract longer than the journal prints. The limit is the profile's.

    Why: submission systems cut it off or refuse it.
    """
    limit = context.settings.get("words")
    if limit is None:
        return
    count = count_words(flow for flow in read(case).of("abstract") if not flow.heading)
    if count > limit:
        message = f"the abstract has {count} words; {limit} are allowed"
        yield Finding(case.at / "abstract", message, "shorten it", key=True)


@rule(
    "FRT005",
    "abstract-structure",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="CARE 2013, item 3",
    english=True,
    settings={"parts": list},
)
def abstract_structure(case: Case, context: Context) -> Iterator[Finding]:
    """An abstract that is not divided into parts and does not tell the case either.

    An undivided abstract must speak of a patient and of what was done or how it ended. Where the profile
    names the parts, it must be divided into as many.

    Why: most readers see nothing but the abstract.
    Bad:
        abstract: Headache is common, and its causes are many.
    Good:
        abstract: |
          Headache is common. We report a woman with headache who was treated with rest and recovered.
    """
    if not case.abstract:
        return
    parts = _parts(case)
    wanted = context.settings.get("parts", ())
    if len(parts) < len(wanted):
        hint = f"give `abstract` as a mapping with these parts: {', '.join(wanted)}"
        told = f"is divided into {len(parts)} parts" if parts else "is not divided into parts"
        yield Finding(
            case.at / "abstract", f"the abstract {told}; {len(wanted)} are asked for", hint, key=True
        )
        return
    told_of = {
        "who the patient was": "abstract-patient",
        "what was done": "abstract-intervention",
        "how it ended": "abstract-outcome",
    }
    missing = [what for what, topic in told_of.items() if topic not in evidence(case)]
    if len(parts) < 2 and (len(missing) > 1 or "who the patient was" in missing):
        message = f"the abstract does not tell {_listed(missing)}"
        hint = "say who the patient was, what was found and done, how it ended, and what is to be learnt"
        yield Finding(case.at / "abstract", message, hint, key=True)


@rule("FRT006", "abstract-has-citation", severity=Severity.WARNING, stages={"draft": Severity.INFO})
def abstract_has_citation(case: Case) -> Iterator[Finding]:
    """A citation of a reference in the abstract.

    Why: the abstract is printed alone in databases, where the number of a reference means nothing.
    Bad:
        abstract: A patient with headache was treated as described [@one] and recovered.
        references: [{id: one, type: book, title: First things}]
    Good:
        abstract: A patient with headache was treated with rest and recovered.
    """
    for flow in read(case).of("abstract"):
        for at, mark in flow.marks:
            if isinstance(mark, nodes.Cite):
                hint = "name the work in words, or leave it to the introduction"
                yield Finding(flow.at, "the abstract cites a reference", hint, flow.within(at, at + 1))


@rule(
    "FRT007",
    "keyword-count",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="CARE 2013, item 2",
    settings={"min": int, "max": int},
)
def keyword_count(case: Case, context: Context) -> Iterator[Finding]:
    """Too few keywords or too many, none among them. How many there should be, the profile says.

    Why: databases find the report by them; too many make them worthless.
    Bad:
        keywords: [headache]
    Good:
        keywords: [headache, lumbar puncture, case report]
    """
    yield from _count(case, context.settings, "keywords", "keyword", len(set(case.keywords)))


@rule(
    "FRT008",
    "keyword-case-report",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="SCARE 2023, item 2",
    optional=True,
    english=True,
)
def keyword_case_report(case: Case) -> Iterator[Finding]:
    """No keyword says "case report". It runs where a profile asks for it.

    Why: with it, databases can tell case reports from other articles.
    Bad:
        keywords: [headache, lumbar puncture]
    Good:
        keywords: [headache, lumbar puncture, case report]
    """
    if case.keywords and not any(phrases("front/case_report").says(word, "report") for word in case.keywords):
        what = "case series" if case.type == "case-series" else "case report"
        yield Finding(case.at / "keywords", f"no keyword is {what!r}", "add it", key=True)


@rule(
    "FRT009",
    "takeaways-count",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    settings={"min": int, "max": int},
)
def takeaways_count(case: Case, context: Context) -> Iterator[Finding]:
    """Too few learning points or too many. How many there should be, the profile says.

    Why: journals print them in a box, and readers take home no more than a few.
    """
    told = sum(map(bool, case.learning_points))
    yield from _count(case, context.settings, "learning_points", "learning point", told)


def _count(case: Case, settings: Mapping[str, Any], key: str, what: str, count: int) -> Iterator[Finding]:
    least, most = settings.get("min", 0), settings.get("max", count)
    if least <= count <= most:
        return
    wanted = f"{least} to {most} are asked for" if "max" in settings else f"at least {least} are asked for"
    told = (
        f"there are {count} {what}s"
        if count > 1
        else f"there is one {what}"
        if count
        else f"there are no {what}s"
    )
    hint = f"list them under `{key}`" if not count else "add some" if count < least else "leave some out"
    yield Finding(case.at / key, f"{told}; {wanted}", hint, key=True)


def _title(case: Case) -> Iterator[Flow]:
    return (flow for flow in read(case).of("title") if flow.at == case.at / "title")


def _parts(case: Case) -> list[str]:
    """The names of the parts that the abstract is divided into, as typed."""
    if isinstance(case.abstract, Mapping):
        return [name for name, text in case.abstract.items() if text]
    found = []
    for flow in read(case).of("abstract"):
        for sentence in flow.sentences:
            label = flow.text if flow.heading else sentence.text[:40].replace(".", ":").partition(":")[0]
            if flow.heading or label.strip().lower() in _LABELS:
                found.append(label.strip())
    return found


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
