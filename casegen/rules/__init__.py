"""The rules: what casegen checks once a case is loaded.

A rule is a function under `rule`, in a module of this package: that module and its test are all it
takes to add one. `rules` and `find` see every module of the package.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from casegen.problem import CasegenError
from casegen.rules.registry import (
    STAGES,
    Context,
    Deletion,
    Elsewhere,
    Finding,
    Replacement,
    Rule,
    Stage,
    Stripping,
    Unchecked,
    registered,
    rule,
)

__all__ = [
    "STAGES",
    "Context",
    "Deletion",
    "Elsewhere",
    "Finding",
    "Replacement",
    "Rule",
    "Stage",
    "Stripping",
    "Unchecked",
    "choose",
    "find",
    "rule",
    "rules",
]


def rules() -> list[Rule]:
    """Every rule, by code."""
    _import_all()
    return sorted(registered().values(), key=lambda rule: rule.code)


def find(code_or_name: str) -> Rule:
    """The rule with this code or name, in upper or lower case. CasegenError where there is none."""
    # Of two of one name, the later is meant: one that runs, rather than one of `load`'s.
    everyone = sorted(rules(), key=lambda rule: rule.function is not None)
    by_key = {key.lower(): rule for rule in everyone for key in (rule.code, rule.name)}
    found = by_key.get(code_or_name.strip().lower())
    if found is None:
        raise CasegenError(_unknown(code_or_name, by_key))
    return found


def choose(selectors: tuple[str, ...]) -> frozenset[str]:
    """The codes that *selectors* mean: codes, names or families (``CIT``). CasegenError: there is no such."""
    codes: set[str] = set()
    for selector in selectors:
        family = {rule.code for rule in rules() if rule.family == selector.strip().upper()}
        codes |= family or {find(selector).code}
    return frozenset(codes)


def _unknown(name: str, known: dict[str, Rule]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name.strip().lower(), known, n=1)
    if not close:
        return f"there is no rule {name!r}: `casegen rules` lists them"
    rule = known[close[0]]
    guess = rule.code if close[0] == rule.code.lower() else rule.name
    return f"there is no rule {name!r}: did you mean {guess!r}?"


@cache
def _import_all() -> None:
    for module in pkgutil.iter_modules(__path__, __name__ + "."):
        importlib.import_module(module.name)
