"""MET: the spelling of keys, and the language."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case
from casegen.model.languages import has_words
from casegen.problem import Severity
from casegen.rules.registry import Finding, Replacement, rule


@rule("MET010", "non-canonical-key", severity=Severity.INFO, fixing="safe")
def non_canonical_key(case: Case) -> Iterator[Finding]:
    """A key typed in another spelling than the format's own.

    Why: both are understood, but editors complete only the format's own spelling, and one spelling is
    easier to search for.
    Bad:
        conflicts: The authors declare no competing interests.
    Good:
        competing_interests: The authors declare no competing interests.
    """
    for renamed in case.renamed:
        fix = Replacement(f"write {renamed.canonical!r}", renamed.canonical)
        yield Finding(
            renamed.at,
            f"{renamed.typed!r} is spelled {renamed.canonical!r} in this format",
            key=True,
            fix=fix,
        )


@rule("MET011", "language-words", severity=Severity.INFO)
def language_words(case: Case) -> Iterator[Finding]:
    """A language in which casegen has no words of its own.

    Headings, labels, dates and the names of countries are then printed in English, all of them, so that
    they are at least in one language. Hyphenation still follows the language of the report.

    Why: the report mixes two languages. A file of words is all that another language takes.
    Bad:
        language: eo
    Good:
        language: pt-BR
    """
    if not has_words(case.language):
        message = f"casegen has no words in {case.language!r}: labels and dates are printed in English"
        yield Finding(case.at / "language", message)
