"""The second stage: run the rules over a loaded case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casegen.load import Loaded
from casegen.model import Case
from casegen.problem import Edit, Fix, Problem, Related
from casegen.rules import Finding, Rule, Stage, choose, rules
from casegen.source import SourceMap, Span
from casegen.values import Value

__all__ = ["Checked", "NotChecked", "check"]


class NotChecked(Value):
    """A rule that gave no verdict, and why."""

    code: str
    reason: str


class Checked(Value):
    """The verdict on one case: problems, and rules that gave none.

    Problems come in the order of their places, those of the case's own file first.
    """

    problems: tuple[Problem, ...]
    not_checked: tuple[NotChecked, ...] = ()

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.blocking)


def check(
    loaded: Loaded,
    *,
    stage: Stage = "submission",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Checked:
    """Every problem of *loaded*: what loading found, then what the rules find.

    *select* and *ignore* take codes, names and families; what loading found is always told, because
    no rule can be trusted on a case that could not be read as it stands. A case that did not load gives
    nothing else. A rule that fails is "not checked", and the others still run. CasegenError: no rule is
    called so.
    """
    chosen, dropped = choose(tuple(select)), choose(tuple(ignore))
    problems = list(loaded.problems)
    not_checked: list[NotChecked] = []
    for rule in rules() if loaded.case is not None else ():
        if rule.code in dropped or (select and rule.code not in chosen):
            continue
        found, failure = _run(rule, loaded.case)
        problems.extend(_problem(rule, stage, finding, loaded.places) for finding in found)
        if failure:
            not_checked.append(NotChecked(rule.code, failure))
    in_order = sorted(_distinct(problems), key=lambda p: (p.path != loaded.path, p.sort_key))
    return Checked(tuple(in_order), tuple(not_checked))


def _run(rule: Rule, case: Case | None) -> tuple[list[Finding], str]:
    found: list[Finding] = []
    if rule.function is None or case is None:
        return found, ""
    try:
        found.extend(rule.function(case))
    except Exception as error:  # noqa: BLE001 - one rule's bug must not hide what the others find
        return found, f"the rule failed ({type(error).__name__}: {error})"
    return found, ""


def _problem(rule: Rule, stage: Stage, finding: Finding, places: SourceMap) -> Problem:
    return Problem(
        rule.code,
        rule.name,
        finding.severity or rule.severity_at(stage),
        finding.message,
        _span(finding, places),
        finding.at,
        hint=finding.hint,
        guideline=rule.source,
        fix=_fix(finding, places),
        related=tuple(Related(places.locate(r.at, r.within), r.message) for r in finding.related),
        blocking=rule.blocking if finding.blocking is None else finding.blocking,
    )


def _span(finding: Finding, places: SourceMap) -> Span:
    span = places.locate(finding.at, finding.within, key=finding.key)
    typed = finding.at in places.spots
    if typed or span.line == span.end_line:
        return span
    # Something is missing in a mapping that no key names: its beginning, rather than all its lines.
    return Span(span.path, span.line, span.column, span.line, span.column)


def _fix(finding: Finding, places: SourceMap) -> Fix | None:
    """The finding's fix, where the text that it replaces is exactly known."""
    replacement = finding.fix
    spot = places.spots.get(finding.at)
    if replacement is None or spot is None:
        return None
    if finding.within is not None and spot.offset(finding.within[0]) is None:
        return None
    span = places.locate(finding.at, finding.within, key=finding.key)
    return Fix(replacement.description, (Edit(span, replacement.text),), replacement.safe)


def _distinct(problems: Iterable[Problem]) -> list[Problem]:
    """*problems* without repeats: an aliased YAML value is one text at several pointers."""
    first: dict[tuple[str, Span, str], Problem] = {}
    for problem in problems:
        first.setdefault((problem.code, problem.span, problem.message), problem)
    return list(first.values())
