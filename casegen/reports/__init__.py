"""Reports: what `casegen check` found, as text for people and as data for tools.

A report is a function under `report`, in a module of this package. It is a pure function of the
results and the options: nothing is read, printed or asked of the terminal here.
"""

from __future__ import annotations

import importlib
import os.path
import pkgutil
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from casegen.check import Checked
from casegen.load import Loaded
from casegen.problem import CasegenError
from casegen.values import Value

__all__ = ["Options", "Result", "formats", "render", "report"]


class Result(NamedTuple):
    """One checked case: the path it is shown under, what was read, and the verdict."""

    shown: str
    loaded: Loaded
    checked: Checked

    def path(self, path: Path) -> str:
        """*path*, a file of this case, as it is shown: beside the case file as the user named it."""
        if path == self.loaded.path:
            return self.shown
        folder = os.path.realpath(self.loaded.path.parent)
        inside = os.path.relpath(os.path.realpath(path), folder)
        return Path(self.shown).parent.joinpath(inside).as_posix()


class Options(Value):
    """How a report for people is to look; reports for tools do not ask.

    *colour*: with ANSI colours. *show_source*: with the source line under each problem. *all*: every
    problem, where a file has more than ten of one rule. *statistics*: with a count for each rule.
    *width*: columns of the page.
    """

    colour: bool = False
    show_source: bool = True
    all: bool = False
    statistics: bool = False
    width: int = 100


_PLAIN = Options()

ReportFunction = Callable[[Sequence[Result], Options], str]

_reports: dict[str, ReportFunction] = {}


def report(format: str) -> Callable[[ReportFunction], ReportFunction]:
    """Register the decorated function as the report in *format*; a second one is fatal."""

    def register(function: ReportFunction) -> ReportFunction:
        if format in _reports:
            raise RuntimeError(f"two reports of {format!r}")
        _reports[format] = function
        return function

    return register


def formats() -> list[str]:
    """The names of all reports."""
    _import_all()
    return sorted(_reports)


def render(format: str, results: Sequence[Result], options: Options = _PLAIN) -> str:
    """*results* as a report in *format*, ending in a line end. CasegenError: there is no such report."""
    _import_all()
    if format not in _reports:
        from difflib import get_close_matches

        close = get_close_matches(format, _reports, n=1)
        hint = f" (did you mean {close[0]!r}?)" if close else ""
        raise CasegenError(f"no report {format!r}{hint}: there are {', '.join(formats())}")
    return _reports[format](results, options)


@cache
def _import_all() -> None:
    for module in pkgutil.iter_modules(__path__, __name__ + "."):
        importlib.import_module(module.name)
