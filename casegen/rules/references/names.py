"""REF012: how authors' initials are typed."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case, CslName
from casegen.model.names import apart
from casegen.problem import Severity
from casegen.rules.registry import Finding, Replacement, rule


@rule("REF012", "initials-form", severity=Severity.WARNING, source="CSL 1.0.2", fixing="safe")
def initials_form(case: Case) -> Iterator[Finding]:
    """Initials of a reference's author that are typed together.

    Two or three capitals, or more without a vowel, are taken for initials, unless the family name is in
    capitals as well.

    Why: "JH" is one name to a program that follows the Citation Style Language, and prints as "J"; "J. H."
    is two, and prints as the style asks: "JH" or "J. H.".
    Bad:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement, author: [{family: Kim, given: JH}]}]
    Good:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement, author: [{family: Kim, given: J. H.}]}]
    """
    for reference in case.references:
        for role in ("author", "editor", "translator"):
            for name in getattr(reference, role):
                if (initials := apart(name.given, name.family)) != name.given:
                    yield _finding(name, initials)


def _finding(name: CslName, initials: str) -> Finding:
    typed = name.given
    # A hyphen ends no name: "J-P" is kept together even where a style asks for "JP".
    printed = f"as {typed[0]!r} in most styles" if typed[1].isalpha() else "with its hyphen in every style"
    message = f"{typed!r} ({name.family}) prints {printed}"
    fix = Replacement(f"write {initials!r}", initials)
    return Finding(name.at / "given", message, f"write {initials!r}", (0, len(typed)), fix=fix)
