"""Mend what can be mended: the edits of findings, put into the text as it was typed.

Nothing is written out anew: comments, order, quoting and blank lines of a file stay as they are. An edit that
would leave a case that does not load, or finds something graver, is not made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from casegen.check import Checked
from casegen.load import Loaded
from casegen.load.references import reads_alike
from casegen.problem import Edit, Problem
from casegen.source import Source
from casegen.values import Value

__all__ = ["Change", "Fixed", "fix"]

# An edit may make room for another; more often than this, two rules disagree.
_MOST_ROUNDS = 8


class Change(Value):
    """A file and its text before and after."""

    path: Path
    before: str
    after: str


class Fixed(Value):
    """What mending one case comes to.

    *changes* are the files whose text is another, *strips* the images, by the name the case gives them, that
    lose their metadata; *count* is how many findings are mended, *loaded* the case as it then is.
    """

    changes: tuple[Change, ...]
    strips: tuple[str, ...]
    count: int
    loaded: Loaded


_Edits = tuple[Edit, ...]
_Range = tuple[tuple[int, int], tuple[int, int]]
Reload = Callable[[bytes], Loaded]
Recheck = Callable[[Loaded], Checked]


def fix(loaded: Loaded, recheck: Recheck, reload: Reload, *, unsafe: bool = False) -> Fixed:
    """Mend what *recheck* finds in *loaded*: safe fixes, and with *unsafe* the suggested ones as well.

    *reload* gives the case for another text of its file. Nothing is written.
    """
    before = loaded.places.main.text
    checked = recheck(loaded)
    others, beside = _others(loaded, checked, unsafe=unsafe)
    count = beside
    for _ in range(_MOST_ROUNDS):
        trial = _Trial(loaded, checked, recheck, reload)
        made = trial.harmless(_fixes(checked.problems, loaded.path, unsafe=unsafe))
        after = trial.after(made) if made else None
        if after is None or after[0].places.main.text == loaded.places.main.text:
            break
        loaded, checked = after
        count += len(made)
    strips = tuple(
        dict.fromkeys(p.fix.strips for p in checked.problems if p.fix is not None and p.fix.strips)
    )
    text = loaded.places.main.text
    own = (Change(loaded.path, before, text),) if text != before else ()
    return Fixed((*own, *others), strips, count + len(strips), loaded)


def _fixes(problems: Iterable[Problem], path: Path, *, unsafe: bool) -> list[_Edits]:
    """The edits of *path* that may be made, those of one finding together; none touches another's."""
    chosen: list[_Edits] = []
    taken: dict[int, list[_Range]] = {}
    for problem in problems:
        if problem.fix is None or not (problem.fix.safe or unsafe):
            continue
        edits = problem.fix.edits
        if not edits or any(edit.span.path != path for edit in edits):
            continue
        ranges = [(_range(edit), line) for edit in edits for line in _lines(edit)]
        if not any(_touch(mine, other) for mine, line in ranges for other in taken.get(line, ())):
            chosen.append(edits)
            for mine, line in ranges:
                taken.setdefault(line, []).append(mine)
    return chosen


def _range(edit: Edit) -> _Range:
    span = edit.span
    return (span.line, span.column), (span.end_line, span.end_column)


def _lines(edit: Edit) -> range:
    return range(edit.span.line, edit.span.end_line + 1)


def _touch(one: _Range, other: _Range) -> bool:
    return (one[0] < other[1] and other[0] < one[1]) or one == other


class _Trial:
    """Edits put into a case, to see whether they harm it."""

    def __init__(self, loaded: Loaded, checked: Checked, recheck: Recheck, reload: Reload) -> None:
        self._loaded, self._checked = loaded, checked
        self._recheck, self._reload = recheck, reload

    def harmless(self, found: Sequence[_Edits], with_: Sequence[_Edits] = ()) -> list[_Edits]:
        """*with_*, which are harmless, and as many of *found* as can join them."""
        together = [*with_, *found]
        if not found or self.after(together) is not None:
            return together
        if len(found) == 1:
            return list(with_)
        half = len(found) // 2
        return self.harmless(found[half:], self.harmless(found[:half], with_))

    def after(self, found: Sequence[_Edits]) -> tuple[Loaded, Checked] | None:
        """The case after *found*, and its verdict; None where it would not load, or would block more."""
        source = self._loaded.places.main
        text = _edited(source, found)
        then = self._reload(text.encode("utf-8"))
        if then.case is None:
            return None
        rechecked = self._recheck(then)
        harmed = _gravity(rechecked) > _gravity(self._checked)
        return None if harmed else (then, rechecked)


def _gravity(checked: Checked) -> int:
    """What must not grow: problems that stop a build, or that loading found."""
    return sum(problem.blocking or problem.code.startswith("YML") for problem in checked.problems)


def _others(loaded: Loaded, checked: Checked, *, unsafe: bool) -> tuple[list[Change], int]:
    """The changes in files beside the case's own, such as its bibliography: made once, as they stand."""
    changes = []
    count = 0
    for path, source in loaded.places.others.items():
        found = _legible(source, _fixes(checked.problems, path, unsafe=unsafe))
        if found:
            count += len(found)
            changes.append(Change(path, source.text, _edited(source, found)))
    return changes, count


def _legible(source: Source, found: Sequence[_Edits], with_: Sequence[_Edits] = ()) -> list[_Edits]:
    """*with_*, and as many of *found* as leave the file with the references that it holds."""
    together = [*with_, *found]
    if not found or reads_alike(source, _edited(source, together)):
        return together
    if len(found) == 1:
        return list(with_)
    half = len(found) // 2
    return _legible(source, found[half:], _legible(source, found[:half], with_))


def _edited(source: Source, found: Iterable[_Edits]) -> str:
    return edited(source, [edit for edits in found for edit in edits])


def edited(source: Source, edits: Iterable[Edit]) -> str:
    """The text of *source* after *edits*, which do not touch one another."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=_range):
        span = edit.span
        start = source.line_start(span.line) + span.column - 1
        pieces += (source.text[at:start], edit.text)
        at = source.line_start(span.end_line) + span.end_column - 1
    return "".join([*pieces, source.text[at:]])
