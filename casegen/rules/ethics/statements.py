"""Declarations that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case
from casegen.problem import Severity
from casegen.rules.ethics.declarations import Name, declarations, is_english
from casegen.rules.registry import Finding, Unchecked, rule

_READS_ENGLISH = "nothing is declared under `{}`, and only English prose is searched for a statement"


@rule(
    "ETH001",
    "consent-missing",
    severity=Severity.ERROR,
    stages={"draft": Severity.INFO},
    source="CARE 2013, item 13; ICMJE, section II.E.1",
)
def consent_missing(case: Case) -> Iterator[Finding | Unchecked]:
    """No statement that the patient, or somebody for the patient, consented.

    It is looked for under `consent`, under headings that mean it, and in every sentence. Consent that is said
    not to have been obtained needs its reason in `consent`'s `statement`.

    Why: no journal publishes a patient's story without it, and the patient has a right to be asked.
    Bad:
        consent: null
    Good:
        consent: {obtained: true, signer: patient, covers: [publication]}
    """
    if case.consent is not None and case.consent.obtained is False and not case.consent.statement:
        hint = "obtain it, or write in `statement` why it could not be had and who decided so"
        yield Finding(case.consent.at / "obtained", "the patient's consent was not obtained", hint)
        return
    hint = "ask for it, and say under `consent` who gave it and what it covers"
    yield from _missing(case, "consent", "consent", "nobody is said to have consented to this report", hint)


@rule(
    "ETH004",
    "competing-interests-missing",
    severity=Severity.ERROR,
    stages={"draft": Severity.INFO},
    source="ICMJE, section II.B",
)
def competing_interests_missing(case: Case) -> Iterator[Finding | Unchecked]:
    """No statement about the authors' competing interests.

    Headings such as "Conflicts of interest" or "Financial disclosure" will do, and so will a sentence.

    Why: readers must be able to judge what might have influenced the authors. "None" is a statement, too.
    Bad:
        competing_interests: null
    Good:
        competing_interests: The authors declare that they have no competing interests.
    """
    message = "the authors do not say whether they have competing interests"
    hint = "name them under `competing_interests`, or say that there are none"
    yield from _missing(case, "competing-interests", "competing_interests", message, hint)


@rule(
    "ETH005",
    "funding-missing",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="ICMJE, section II.B",
)
def funding_missing(case: Case) -> Iterator[Finding | Unchecked]:
    """No statement about who paid for the work.

    Why: journals print it, and funders look for it. That nobody paid is worth saying as well.
    Bad:
        funding: null
    Good:
        funding: {statement: This work received no funding.}
    """
    message = "nothing is said about funding"
    hint = "name who paid under `funding`, or say that nobody did"
    yield from _missing(case, "funding", "funding", message, hint)


@rule(
    "ETH006",
    "ethics-missing",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="ICMJE, section II.E.2",
)
def ethics_missing(case: Case) -> Iterator[Finding | Unchecked]:
    """No statement about ethics approval, or about why none was needed.

    Why: many institutions ask for no approval of a single report, but journals want to read that it is so.
    Bad:
        ethics: null
    Good:
        ethics: {statement: The institution asks for no approval of single case reports., waived: true}
    """
    message = "nothing is said about ethics approval"
    hint = "name the committee and its decision under `ethics`, or say why no approval was needed"
    yield from _missing(case, "ethics", "ethics", message, hint)


@rule(
    "ETH008",
    "ai-disclosure",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="ICMJE, section II.A.4",
    optional=True,
)
def ai_disclosure(case: Case) -> Iterator[Finding | Unchecked]:
    """No statement about whether artificial intelligence was used to write the report or to make its figures.

    It runs where a profile asks for it.

    Why: journals ask authors to disclose it, and hold them responsible for what it wrote.
    Bad:
        title: A report that says nothing of it
    Good:
        ai_use: No artificial intelligence was used.
    """
    message = "the authors do not say whether they used artificial intelligence"
    hint = "say under `ai_use` which tool was used and for what, or that none was"
    yield from _missing(case, "ai-use", "ai_use", message, hint)


def _missing(case: Case, name: Name, key: str, message: str, hint: str) -> Iterator[Finding | Unchecked]:
    if name in declarations(case):
        return
    if is_english(case):
        yield Finding(case.at / key, message, hint)
    else:
        yield Unchecked(_READS_ENGLISH.format(key))
