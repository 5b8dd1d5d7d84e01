"""AUT: what each author did, in the words of CRediT."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from casegen.lists import read_pairs
from casegen.model import Case, Role
from casegen.model.languages import vocabulary
from casegen.problem import Severity
from casegen.rules.authors.mentions import fold, near
from casegen.rules.registry import Finding, Replacement, rule

_ROLES = Path(__file__).parents[1] / "data" / "authors" / "credit_roles.txt"


@rule(
    "AUT012",
    "credit-role-invalid",
    severity=Severity.ERROR,
    source="JATS4R; ANSI/NISO Z39.104-2022",
    fixing="safe",
)
def credit_role_invalid(case: Case) -> Iterator[Finding]:
    """A role that is none of the fourteen of CRediT.

    They are conceptualization, data-curation, formal-analysis, funding-acquisition, investigation,
    methodology, project-administration, resources, software, supervision, validation, visualization,
    writing-original-draft and writing-review-editing. Another spelling of one of them ("Writing – original
    draft") is understood, and told for information.

    Why: only these roles are indexed. Another one is printed, and lost to every machine.
    Bad:
        authors: [{name: Ana Silva, roles: [editing figures]}]
    Good:
        authors: [{name: Ana Silva, roles: [visualization]}]
    """
    for author in case.authors:
        for role in author.roles:
            if read_pairs(_ROLES).get(role.role) != role.role:
                yield _finding(case, role)


def _finding(case: Case, role: Role) -> Finding:
    known = read_pairs(_ROLES)
    at = role.at / "role"
    name = role.role.strip()
    spelled = _slug(name)
    meant = known.get(spelled) or _translated(case.language, name)
    if meant is not None:
        message = f"{name!r} is spelled {meant!r} in this format"
        return Finding(at, message, fix=_fix(role, meant), severity=Severity.INFO)
    message = f"{name!r} is none of the roles of CRediT"
    close = next((one for spelling, one in known.items() if near(spelled, spelling)), None)
    if close is None:
        return Finding(at, message, "the fourteen roles are listed at credit.niso.org")
    return Finding(at, message, f"did you mean {close!r}?", fix=_fix(role, close))


def _fix(role: Role, meant: str) -> Replacement | None:
    # With its degree, a role may be typed as a key, `{software: lead}`, and then its place is that of `lead`.
    return None if role.degree else Replacement(f"write {meant!r}", meant)


def _slug(name: str) -> str:
    letters = "".join(c if c.isalpha() else " " for c in fold(name.replace("&", " and ")))
    return "-".join(letters.split())


def _translated(language: str, name: str) -> str | None:
    """The role that is called *name* in the language of the report."""
    roles = vocabulary(language)["roles"]
    return next((role for role, printed in roles.items() if _slug(printed) == _slug(name)), None)


@rule(
    "AUT013",
    "credit-unattributed",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="JATS4R",
)
def credit_unattributed(case: Case) -> Iterator[Finding]:
    """An author without a role, where roles are given.

    Why: whoever is listed has contributed something, and the statement of contributions leaves it out.
    Bad:
        authors: [{name: Ana Silva, roles: [investigation]}, {name: Rui Costa}]
    Good:
        authors: [{name: Ana Silva, roles: [investigation]}, {name: Rui Costa, roles: [supervision]}]
    """
    given = any(author.roles for author in case.authors)
    for author in case.authors:
        listed = "roles" in author.model_fields_set
        if not author.roles and (given or listed):
            at = author.at / "roles" if listed else author.name.at
            who = author.name.display or "an author"
            yield Finding(at, f"{who} has no role" + (", but others have" if given else ""))
