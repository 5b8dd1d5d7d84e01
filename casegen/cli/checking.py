"""What `casegen check` does once its options are read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from casegen.check import Checked
from casegen.check.bounded import OverBound, bounded
from casegen.check.workspace import check_in, check_settings
from casegen.cli.crew import check_all, worth_it
from casegen.cli.options import shown
from casegen.cli.progress import Progress
from casegen.cli.targets import Target, find_targets
from casegen.epoch import source_date
from casegen.limits import applied, size
from casegen.load import Loaded, Workspace, find_workspace, load
from casegen.load.codes import structural
from casegen.load.load import slug_of
from casegen.problem import CasegenError
from casegen.reports import Result
from casegen.rules import Stage
from casegen.source import Source, SourceMap
from casegen.values import Value

__all__ = ["STDIN", "Asked", "Read", "load_for_check", "read_cases", "read_target", "results", "settle"]

STDIN = Path("-")


class Asked(Value):
    """What the options ask of the check itself; what is not asked, the case or the workspace says."""

    stage: Stage | None
    profiles: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]

    def check(self, loaded: Loaded, workspace: Workspace) -> tuple[Checked, ...]:
        """The verdicts on *loaded*, one a profile."""
        return check_in(
            loaded,
            workspace,
            stage=self.stage,
            profiles=self.profiles,
            select=self.select,
            ignore=self.ignore,
        )


class Read(Value):
    """A case that was read, with its workspace and its verdicts."""

    loaded: Loaded
    workspace: Workspace
    verdicts: tuple[Checked, ...]


def read_cases(
    paths: Sequence[Path], asked: Asked, stdin_filename: Path, *, light: bool = True
) -> Iterator[Read]:
    """Every case that *paths* mean, read and checked, in order.

    *light*: only the verdicts are wanted, and many cases may be checked in several processes.
    """
    source_date()  # where it is none, that is told before anything is read
    if STDIN in paths:
        workspace = find_workspace(stdin_filename)
        with applied(workspace.limits):
            typed = _standard_input()
        yield read_target(Target(stdin_filename, workspace), asked, typed)
    files = tuple(path for path in paths if path != STDIN)
    if paths and not files:
        return
    targets = find_targets(files)
    together = check_all(targets, asked) if light and worth_it(len(targets)) else None
    with Progress("checking", len(targets)) as progress:
        for target in targets:
            progress.next(shown(target.path.parent))
            yield next(together) if together else read_target(target, asked)


def read_target(target: Target, asked: Asked, content: bytes | None = None) -> Read:
    """One case, read and checked; *content* stands in for the file's.

    One that takes more time or memory than a check may is a case that could not be read.
    """
    try:
        if not target.refused:
            with applied(target.workspace.limits), bounded("check"):
                loaded = load_for_check(target.path, target.workspace, content)
                return Read(loaded, target.workspace, asked.check(loaded, target.workspace))
        loaded = _unread(target.path, "YML012", target.refused)
    except OverBound as over:
        loaded = _unread(target.path, "YML008", str(over), over.bound.remedy)
    return Read(loaded, target.workspace, asked.check(loaded, target.workspace))


def _unread(path: Path, code: str, why: str, hint: str = "") -> Loaded:
    source = Source(path, "")
    problem = structural(code, why, source.span(0, 0), hint=hint)
    return Loaded(path, slug_of(path), SourceMap(source), None, (problem,))


def _standard_input() -> bytes:
    if sys.stdin is None:  # the shell's `<&-`
        raise CasegenError("cannot read standard input: it is closed")
    return sys.stdin.buffer.read(size("case_file") + 1)


def load_for_check(path: Path, workspace: Workspace, content: bytes | None = None) -> Loaded:
    """The case at *path* with the theme it names looked up; *content* stands in for the file's."""
    loaded = load(path, workspace, data=content)
    if loaded.case is None or not loaded.case.style.theme:
        return loaded
    from casegen.build.look import with_theme_looked_up  # a check of other cases needs no themes

    return with_theme_looked_up(loaded, workspace)


def results(reads: Sequence[Read]) -> list[Result]:
    """What the reports show: one result for each case and profile."""
    return [
        Result(shown(read.loaded.path), read.loaded, verdict) for read in reads for verdict in read.verdicts
    ]


def settle(reads: Sequence[Read], *, whole: bool) -> list[Result]:
    """What is wrong with what the workspaces of *reads* silence. *whole*: all their cases were checked."""
    found = []
    declared = {read.workspace.root: read.workspace for read in reads if read.workspace.declared}
    for workspace in declared.values():
        inside = [read for read in reads if read.workspace.root == workspace.root]
        verdicts = [verdict for read in inside for verdict in read.verdicts]
        used = frozenset().union(*(verdict.used for verdict in verdicts))
        judged = frozenset.intersection(*(verdict.judged for verdict in verdicts)) if whole else frozenset()
        loaded, checked = check_settings(workspace, used, judged)
        if checked.problems:
            found.append(Result(shown(loaded.path), loaded, checked))
    return found
