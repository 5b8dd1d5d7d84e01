"""REF012: how authors' initials are typed."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case, CslName
from casegen.problem import Severity
from casegen.rules.registry import Finding, Replacement, rule

_MOST_INITIALS = 3
# Typed as a given name, but part of the family's.
_NUMERALS = frozenset({"II", "III", "IV"})


@rule("REF012", "initials-form", severity=Severity.WARNING, source="CSL 1.0.2", fixing="safe")
def initials_form(case: Case) -> Iterator[Finding]:
    """Initials of a reference's author that are typed together.

    Two or three capitals are taken for initials, unless the family name is in capitals as well.

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
                if _is_run_together(name):
                    apart = " ".join(f"{initial}." for initial in name.given)
                    message = f"{name.given!r} ({name.family}) prints as {name.given[0]!r} in most styles"
                    fix = Replacement(f"write {apart!r}", apart)
                    within = (0, len(name.given))
                    yield Finding(name.at / "given", message, f"write {apart!r}", within, fix=fix)


def _is_run_together(name: CslName) -> bool:
    given = name.given
    if not 1 < len(given) <= _MOST_INITIALS or not given.isupper() or not given.isalpha():
        return False
    return bool(name.family) and not name.family.isupper() and given not in _NUMERALS
