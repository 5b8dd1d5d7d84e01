"""The ``[limits]`` table of a ``casegen.toml``: what a workspace raises or lowers for its cases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from casegen.limits import LIMITS, Limit
from casegen.problem import CasegenError

__all__ = ["read_limits"]


def read_limits(given: Mapping[str, Any], text: str, file: str) -> Mapping[str, int]:
    """The limits that *given*, read from *text*, sets, each in its unit.

    CasegenError, with the place in *file*, where there is no such limit, or it cannot have that value.
    """
    for name, value in given.items():
        if wrong := _wrong(name, value):
            raise CasegenError(f"{file}{_place(name, text)}: {wrong}")
    return dict(given)


def _wrong(name: str, value: Any) -> str:
    declared = LIMITS.get(name)
    if declared is None:
        close = get_close_matches(name, [one.name for one in LIMITS.values() if not one.fixed], n=1)
        return f"there is no limit {name!r}" + (f": did you mean {close[0]!r}?" if close else "")
    if declared.fixed:
        return f"the limit {name!r} is the same in every workspace"
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        return f"limits.{name}: expected a whole number of {declared.unit} from 1, found {value!r}"
    return _too_high(declared, value)


def _too_high(declared: Limit, value: int) -> str:
    if declared.most and value > declared.most:
        return f"limits.{declared.name}: {declared.most:,} {declared.unit} are the most"
    return ""


def _place(name: str, text: str) -> str:
    """``:line:column`` of the limit *name*: TOML's reader gives no places. Empty where it is not found."""
    key = re.compile(rf"(?<![\w-]){re.escape(name)}(?=[\"']?\s*=)")
    found = key.search(text, max(text.find("limits"), 0))
    if found is None:
        return ""
    line = text.count("\n", 0, found.start()) + 1
    return f":{line}:{found.start() - text.rfind(chr(10), 0, found.start())}"
