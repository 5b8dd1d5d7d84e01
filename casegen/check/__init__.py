"""The second stage: run the rules over a loaded case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from casegen.check.discretion import Discretion, untold
from casegen.check.edits import fix_of
from casegen.check.profiles import DEFAULT, Profile, find_profile
from casegen.check.suppress import Ignored, suppress
from casegen.load import Loaded
from casegen.model import Case
from casegen.model.languages import primary
from casegen.problem import Problem, Related
from casegen.rules import Context, Finding, Rule, Stage, choose, find, rules
from casegen.rules.registry import Unchecked
from casegen.source import SourceMap, Span
from casegen.values import Value

__all__ = ["DEFAULT", "Checked", "Ignored", "NotChecked", "Profile", "check", "find_profile"]

_ENGLISH = "the rule reads English, and the report is in {!r}"


class NotChecked(Value):
    """A rule that gave no verdict, and why."""

    code: str
    reason: str


class Checked(Value):
    """The verdict on one case: problems, and rules that gave none.

    Problems come in the order of their places, those of the case's own file first. *profile* is the name
    of the profile they were found under; *used*, which of the workspace's instructions silenced something;
    *judged*, the codes of the rules that gave a verdict.
    """

    problems: tuple[Problem, ...]
    not_checked: tuple[NotChecked, ...] = ()
    profile: str = DEFAULT
    used: frozenset[str] = frozenset()
    judged: frozenset[str] = frozenset()

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
    profile: Profile | str = DEFAULT,
    ignored: Sequence[Ignored] = (),
    snapshots: Mapping[str, Path] = MappingProxyType({}),
) -> Checked:
    """Every problem of *loaded*: what loading found, then what the rules of *profile* find.

    *select* and *ignore* take codes, names and families; what loading found is always told, because
    no rule can be trusted on a case that could not be read as it stands. A rule that only another profile
    asks for runs where *select* names it. *ignored* is what the workspace silences; the case silences
    with `lint.ignore` and comments. *snapshots* are files of what others know (see `Context`).

    A case that did not load gives nothing else. A rule that fails is "not checked", and the others still
    run. CasegenError: no rule or profile is called so.
    """
    under = profile if isinstance(profile, Profile) else find_profile(profile)
    discretion = Discretion(loaded.path.parent, loaded.case)
    if loaded.case is None:
        told = discretion.problems(_in_order(loaded, loaded.problems), loaded.places)
        return Checked(told, profile=under.name)
    problems: list[Problem] = []
    not_checked: list[NotChecked] = []
    running = _chosen(under, select, ignore)
    for rule in running:
        context = Context(stage, under.settings(rule.code), snapshots)
        findings, reasons = _run(rule, loaded.case, context)
        problems.extend(_problem(rule, under, stage, finding, loaded.places) for finding in findings)
        not_checked.extend(NotChecked(rule.code, reason) for reason in dict.fromkeys(reasons))
    judged = frozenset(rule.code for rule in running if rule.function)
    judged -= {unchecked.code for unchecked in not_checked}
    kept, used = suppress(_in_order(loaded, problems), loaded, ignored, judged)
    if not select:
        problems = kept
    else:  # what was not asked for is not told, be it about silencing
        chosen = choose(tuple(select))
        problems = [problem for problem in kept if problem.code in chosen]
    told = discretion.problems(_in_order(loaded, (*loaded.problems, *problems)), loaded.places)
    unchecked = [each.replace(reason=discretion.text(each.reason)) for each in not_checked]
    return Checked(told, tuple(dict.fromkeys(unchecked)), under.name, used, judged)


def _chosen(profile: Profile, select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """The rules that run."""
    chosen, dropped = choose(tuple(select)), choose(tuple(ignore))
    named = _named(select)
    return tuple(
        rule
        for rule in rules()
        if rule.code not in dropped
        and (not select or rule.code in chosen)
        and (rule.code in named or profile.runs(rule))
    )


def _named(select: Sequence[str]) -> Collection[str]:
    """The codes that were selected one by one, not with their family."""
    families = {rule.family for rule in rules()}
    return {find(name).code for name in select if name.strip().upper() not in families}


def _run(rule: Rule, case: Case, context: Context) -> tuple[list[Finding], list[str]]:
    """What *rule* finds, and why it could not look, if it could not."""
    found: list[Finding] = []
    reasons: list[str] = []
    if rule.function is None:
        return found, reasons
    if rule.english and primary(case.language) != "en":
        return found, [_ENGLISH.format(case.language)]
    try:
        for answer in rule.run(case, context):
            if isinstance(answer, Unchecked):
                reasons.append(answer.reason)
            else:
                found.append(answer)
    except MemoryError:  # says nothing of the rule
        raise
    except Exception as error:  # noqa: BLE001 - one rule's bug must not hide what the others find
        reasons.append(f"the rule failed ({type(error).__name__}: {error})")
    return found, reasons


def _problem(rule: Rule, profile: Profile, stage: Stage, finding: Finding, places: SourceMap) -> Problem:
    return Problem(
        rule.code,
        rule.name,
        finding.severity or profile.severity(rule, stage),
        finding.message,
        _span(finding, places),
        finding.at,
        hint=finding.hint,
        guideline=profile.source(rule),
        fix=fix_of(finding, places),
        related=tuple(Related(places.locate(r.at, r.within), r.message) for r in finding.related),
        blocking=rule.blocking if finding.blocking is None else finding.blocking,
        private=rule.private,
    )


def _span(finding: Finding, places: SourceMap) -> Span:
    if finding.source is not None:
        source = places.others.setdefault(finding.source.path, finding.source)
        return source.span(*(finding.within or (0, 0)))
    span = places.locate(finding.at, finding.within, key=finding.key)
    # Of the whole case, not all its lines either.
    typed = bool(finding.at) and finding.at in places.spots
    if typed or span.line == span.end_line:
        return span
    # Something is missing in a mapping that no key names: its beginning, rather than all its lines.
    return Span(span.path, span.line, span.column, span.line, span.column)


def _in_order(loaded: Loaded, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    distinct = _hidden(_distinct(problems))
    return tuple(sorted(distinct, key=lambda p: (p.path != loaded.path, p.sort_key)))


def _hidden(problems: Sequence[Problem]) -> Sequence[Problem]:
    """*problems*, of which those on the line of a private one tell nothing of the line either."""
    hidden = {line for problem in problems if problem.private for line in _lines(problem.span)}
    if not hidden:
        return problems
    return [untold(problem) if hidden & _all_lines(problem) else problem for problem in problems]


def _all_lines(problem: Problem) -> set[tuple[Path, int]]:
    return {line for span in _spans(problem) for line in _lines(span)}


def _spans(problem: Problem) -> Iterator[Span]:
    yield problem.span
    yield from (related.span for related in problem.related)


def _lines(span: Span) -> Iterator[tuple[Path, int]]:
    return ((span.path, number) for number in range(span.line, span.end_line + 1))


def _distinct(problems: Iterable[Problem]) -> list[Problem]:
    """*problems* without repeats: an aliased YAML value is one text at several pointers."""
    first: dict[tuple[str, Span, str], Problem] = {}
    for problem in problems:
        first.setdefault((problem.code, problem.span, problem.message), problem)
    return list(first.values())
