"""Reports: what `casegen check` found, as text for people and as data for tools.

A report is a module of this package with a function `render`, which makes a text of the results and the
options: nothing is read, printed or asked of the terminal here. A case that is checked under several
profiles has a result for each, one after the other.
"""

from __future__ import annotations

import importlib
import os.path
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from casegen.check import Checked
from casegen.load import Loaded
from casegen.problem import CasegenError
from casegen.values import Value

__all__ = ["Options", "Result", "formats", "render"]


class Result(NamedTuple):
    """One checked case: the path it is shown under, what was read, and the verdict under one profile.

    Or what is wrong with a workspace's settings, which are no case and belong to no profile.
    """

    shown: str
    loaded: Loaded
    checked: Checked

    @property
    def is_case(self) -> bool:
        """Whether it is about a case, be it one that could not be read."""
        return self.loaded.is_case or bool(self.loaded.problems)

    def path(self, path: Path) -> str:
        """*path*, a file of this case, as it is shown: beside the case file as the user named it."""
        if path == self.loaded.path:
            return self.shown
        return _beside(self.shown, self.loaded.path.parent, path)


@lru_cache(maxsize=64)  # a bibliography may have ten thousand problems
def _beside(shown: str, folder: Path, path: Path) -> str:
    """*path* as it is seen from the case in *folder*, which is *shown* under its name."""
    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(folder))
    named = Path(shown).parent.joinpath(inside)
    plain = Path(os.path.normpath(named))
    # Where the case's folder is a link, ".." does not lead back the way it was named.
    return (plain if os.path.realpath(plain) == os.path.realpath(path) else named).as_posix()


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

# Each is a module of this package, imported when it is asked for.
_FORMATS = ("github", "json", "junit", "sarif", "text")


def formats() -> list[str]:
    """The names of all reports."""
    return list(_FORMATS)


def render(format: str, results: Sequence[Result], options: Options = _PLAIN) -> str:
    """*results* as a report in *format*, ending in a line end. CasegenError: there is no such report."""
    if format not in _FORMATS:
        from difflib import get_close_matches

        close = get_close_matches(format, _FORMATS, n=1)
        hint = f" (did you mean {close[0]!r}?)" if close else ""
        raise CasegenError(f"no report {format!r}{hint}: there are {', '.join(_FORMATS)}")
    text: str = importlib.import_module(f"{__name__}.{format}").render(results, options)
    return text
