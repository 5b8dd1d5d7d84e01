"""Who consented, and to what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import starmap

from casegen.model import Case
from casegen.problem import Severity
from casegen.rules.ethics.declarations import Declaration, Statement, declarations
from casegen.rules.ethics.patient import age_of_minor, told_of
from casegen.rules.phrases import Found, phrases
from casegen.rules.registry import Elsewhere, Finding, rule
from casegen.source import Pointer

# How far behind the beginning of "consent" what it is about stands; nearer is "consent procedure".
_NEXT, _NEAR = 10, 60
_IMAGES = ("image", "photo", "picture", "figure", "video")
_PUBLICATION = ("publ", "report")


@rule(
    "ETH002",
    "consent-scope",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="CARE 2013, item 13; ICMJE, section II.E.1",
    english=True,
)
def consent_scope(case: Case) -> Iterator[Finding]:
    """A consent that covers the treatment, but not the publication; or not the images that show the patient.

    Figures show the patient where `identifiable: true` says so. Both what `covers` lists and the words of the
    statement count.

    Why: whoever agrees to an operation has not agreed to be read about, and words are not pictures.
    Bad:
        consent: {obtained: true, statement: The patient gave written informed consent to the operation.}
    Good:
        consent: {obtained: true, statement: The patient gave written informed consent to this publication.}
    """
    declared = declarations(case).get("consent")
    if declared is None or (case.consent is not None and case.consent.obtained is False):
        return
    covers = case.consent.covers if case.consent is not None else ()
    said = _said(declared.statements)
    at, within = (declared.at / "covers", None) if covers else _place(declared)
    published = "publication" in said or any(_names(entry, _PUBLICATION) for entry in covers)
    pictured = "images" in said or any(_names(entry, _IMAGES) for entry in covers)
    if not covers:
        # A statement that does not say what it is about may well be about the publication.
        published = published or not any(starmap(_is_to_treatment, _words(declared.statements)))
    if not published:
        told = f"the consent covers {', '.join(covers)}" if covers else "the consent is about the treatment"
        yield Finding(
            at, f"{told}, not the publication", "ask the patient for consent to publish, and say so", within
        )
    shown = [figure for figure in case.figures if figure.identifiable]
    if shown and not pictured:
        yield Finding(
            at,
            "the consent does not cover images, and there are some by which the patient could be known",
            "ask for consent to publish the images, and write `covers: [publication, images]`",
            within,
            related=tuple(Elsewhere(figure.at / "identifiable", "such an image") for figure in shown),
        )


@rule(
    "ETH003",
    "consent-signer",
    severity=Severity.ERROR,
    stages={"draft": Severity.INFO},
    source="CARE 2013, item 13; ICMJE, section II.E.1",
    english=True,
)
def consent_signer(case: Case) -> Iterator[Finding]:
    """The patient alone is said to have consented, but is a minor, has died, or could not decide.

    A parent, guardian or relative who is named with the patient is enough, and so is a consent that was given
    before the patient died.

    Why: in law somebody else must consent then, and the journal will ask who did.
    Bad:
        patient: {age: 7, sex: female}
        consent: {obtained: true, signer: patient, covers: [publication]}
    Good:
        patient: {age: 7, sex: female}
        consent: {obtained: true, signer: mother, covers: [publication]}
    """
    declared = declarations(case).get("consent")
    if declared is None:
        return
    signer = case.consent.signer if case.consent is not None else ""
    said = _said(declared.statements)
    by_patient = "patient" in signer.lower() if signer else "patient" in said
    if not by_patient or _other_words(signer) or "other" in said:
        return
    at, within = (declared.at / "signer", None) if signer else _place(declared)
    hint = "name the parent, guardian or next of kin who consented"
    if (minor := age_of_minor(case)) is not None:
        age, where, part = minor
        yield Finding(
            at,
            f"the patient is a minor ({age}), and nobody else is said to have consented",
            hint,
            within,
            related=(Elsewhere(where, "the age", part),),
        )
    elif "before" in said:
        return
    elif (death := told_of(case, "died")) is not None:
        yield Finding(
            at,
            "the patient has died, and nobody else is said to have consented",
            f"{hint}, or say that the patient consented before",
            within,
            related=(Elsewhere(death.flow.at, "the death", death.within),),
        )
    elif (incapable := told_of(case, "incapable")) is not None:
        yield Finding(
            at,
            "the patient could not decide, and nobody else is said to have consented",
            f"{hint}, or say that the patient consented before or after",
            within,
            related=(Elsewhere(incapable.flow.at, "told here", incapable.within),),
        )


def _place(declared: Declaration) -> tuple[Pointer, tuple[int, int] | None]:
    """The first statement; where there is none, the field."""
    if not declared.statements:
        return declared.at, None
    first = declared.statements[0]
    return first.flow.at, first.within


def _words(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Sequence[Found]]]:
    """Each statement with what its words speak of; see `data/consent_words.txt`."""
    by_flow: dict[int, list[Found]] = {}
    for statement in statements:
        key = id(statement.flow)
        if key not in by_flow:
            by_flow[key] = list(phrases("consent_words").find(statement.flow))
        words = by_flow[key]
        first = bisect_left(words, statement.start, key=lambda word: word.start)
        last = bisect_left(words, statement.end, key=lambda word: word.start)
        yield statement, words[first:last]


def _said(statements: Sequence[Statement]) -> frozenset[str]:
    """What the statements speak of, together."""
    return frozenset(word.topic for _, words in _words(statements) for word in words)


def _is_to_treatment(statement: Statement, words: Sequence[Found]) -> bool:
    """Whether a statement speaks of treatment right behind the word: "consented to the operation"."""
    at = statement.flow.lower.find("consent", statement.start, statement.end)
    return at >= 0 and any(
        word.topic == "treatment" and at + _NEXT < word.start < at + _NEAR for word in words
    )


def _names(entry: str, parts: Sequence[str]) -> bool:
    """Whether an entry of `covers` names one of these."""
    return any(part in entry.lower() for part in parts)


def _other_words(signer: str) -> bool:
    """Whether *signer* names somebody other than the patient."""
    return phrases("consent_words").says(signer, "other")
