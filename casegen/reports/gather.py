"""The results of one case under several profiles, put together: each problem once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from casegen.check import NotChecked
from casegen.problem import Problem
from casegen.reports import Result
from casegen.values import Value

__all__ = ["Found", "Gathered", "gather", "profiles_of"]


class Found(Value):
    """A problem as the profile tells it under which it weighs most, and as each profile tells it."""

    problem: Problem
    under: Mapping[str, Problem] = MappingProxyType({})


class Gathered(Value):
    """What was found in one case, under which *profiles*; a workspace's settings have none."""

    result: Result
    found: tuple[Found, ...]
    profiles: tuple[str, ...]
    not_checked: tuple[NotChecked, ...]

    def differs(self, found: Found) -> bool:
        """Whether the profiles do not agree on *found*."""
        severities = {problem.severity for problem in found.under.values()}
        return bool(self.profiles) and (len(found.under) < len(self.profiles) or len(severities) > 1)


def profiles_of(results: Iterable[Result]) -> tuple[str, ...]:
    """The profiles that *results* are verdicts of, in their order."""
    return tuple(dict.fromkeys(result.checked.profile for result in results if result.is_case))


def gather(results: Sequence[Result]) -> list[Gathered]:
    """*results* by case, in their order."""
    return [_together(list(of_case)) for _, of_case in groupby(results, key=lambda result: result.shown)]


def _together(results: list[Result]) -> Gathered:
    first = results[0]
    not_checked = dict.fromkeys(each for result in results for each in result.checked.not_checked)
    profiles = profiles_of(results)
    if len(results) == 1:
        found = [Found(p, dict.fromkeys(profiles, p)) for p in first.checked.problems]
        return Gathered(first, tuple(found), profiles, tuple(not_checked))
    told: dict[tuple[object, ...], dict[str, Problem]] = {}
    for result in results:
        for problem in result.checked.problems:
            key = (problem.code, problem.span, problem.message)
            told.setdefault(key, {})[result.checked.profile] = problem
    found = [Found(min(under.values(), key=lambda p: p.severity.rank), under) for under in told.values()]
    found.sort(key=lambda each: (each.problem.path != first.loaded.path, each.problem.sort_key))
    return Gathered(first, tuple(found), profiles, tuple(not_checked))
