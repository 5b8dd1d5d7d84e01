"""What a case or its workspace silences, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from casegen.load import Loaded
from casegen.problem import Problem
from casegen.rules import Rule
from casegen.values import Value

__all__ = ["Ignored", "suppressed"]


class Ignored(Value):
    """A rule that is silenced, by code or name, with the reason."""

    code: str
    reason: str = ""


def suppressed(
    problems: Sequence[Problem],
    loaded: Loaded,
    ignored: Sequence[Ignored],
    running: Collection[Rule],
    *,
    not_checked: Collection[str],
) -> list[Problem]:
    return list(problems)
