"""What `casegen build --watch` does: builds, and stays to build again what a saved file touches."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from casegen.build.outcome import Outcome
from casegen.build.plan import Job, Request
from casegen.build.press import Press
from casegen.build.saves import Saves
from casegen.build.touched import Scene, Touched, scene_of, touched
from casegen.check import Checked
from casegen.cli.app import report_bug
from casegen.cli.building import How, count_of, planned, tell_outcome, tell_tally, work
from casegen.cli.console import tell
from casegen.cli.options import Session, shown
from casegen.cli.targets import searched
from casegen.problem import CasegenError

__all__ = ["watch"]


def watch(paths: Sequence[Path], request: Request, press: Press, how: How) -> NoReturn:
    """Build what *paths* mean, and again what of it a saved file touches, until the user ends it.

    CasegenError where the first build cannot begin, or the system tells of no saved files. What stops a later
    build is told.
    """
    if request.dry:
        raise click.UsageError("--watch writes what a saved file changes, --dry-run nothing: leave one out.")
    _Watch(paths, request, press, how.replace(stays=True)).run()


class _Watch:
    """The builds of one session."""

    def __init__(self, paths: Sequence[Path], request: Request, press: Press, how: How) -> None:
        self._paths, self._request, self._press, self._how = paths, request, press, how
        # The cases that were not built last time, by their files.
        self._missed: set[Path] = set()
        # Whether settings or a theme could not be read.
        self._broken = False

    def run(self) -> NoReturn:
        jobs, scene = self._look()
        # Before the first build: what is saved meanwhile is built after it.
        with self._watching(scene) as saves:
            self._build_first(jobs)
            self._request = self._request.replace(force=False)
            # Many cases are built by others: the first that is saved shall find the second process ready.
            self._press.ready({name for job in jobs for name in job.formats})
            tell(f"casegen: watching {_named(scene.searched)} (Ctrl-C ends it)")
            scene = self._follow(scene, saves)
        while True:
            with self._watching(scene) as saves:
                # What happened to the folders before they were watched was told by nobody.
                scene = self._follow(self._build(Touched(everything=True), scene), saves)

    @staticmethod
    def _watching(scene: Scene) -> Saves:
        if not scene.deep | scene.flat:
            raise CasegenError(f"there is nothing left to watch: {_named(scene.roots)} is gone")
        return Saves(scene.deep, scene.flat)

    def _look(self) -> tuple[list[Job], Scene]:
        jobs = planned(self._paths, self._request)
        return jobs, scene_of(jobs, searched(self._paths))

    def _follow(self, scene: Scene, saves: Saves) -> Scene:
        """Build what is saved until other folders are to be watched; the scene then."""
        while (scene.deep, scene.flat) == saves.folders:
            due = touched(scene, saves.wait())
            if due.moved:
                break
            scene = self._build(due, scene)
        return scene

    def _build(self, due: Touched, scene: Scene) -> Scene:
        """Build what is *due*, and tell what came of it; the scene as it is now."""
        jobs: list[Job] = []
        try:
            if due.everything:
                jobs, scene = self._look()
            elif due.cases:
                jobs = planned(due.cases, self._request)
            if jobs:
                self._build_again(jobs)
            if self._broken:
                tell("casegen: what could not be read is right again")
            self._broken = False
        except CasegenError as error:
            tell(f"casegen: {error}")
            self._broken = True
        # `casegen.__main__` puts off the search for garbage further than a process that stays can wait.
        gc.collect()
        return scene

    def _build_first(self, jobs: Sequence[Job]) -> None:
        told: set[str] = set()

        def tell_of(outcome: Outcome) -> None:
            self._note(outcome)
            self._tell(outcome, told)

        tally = work(jobs, self._press, self._how, tell_of)
        if not self._how.json:
            tell_tally(tally)

    def _build_again(self, jobs: Sequence[Job]) -> None:
        told: set[str] = set()
        built: list[tuple[str, str]] = []

        def tell_of(outcome: Outcome) -> None:
            # It is built once more, for the change that overtook it has been or will be told.
            if outcome.overtaken:
                return
            was_missed = self._note(outcome)
            if outcome.written:
                built.append(_of(outcome))
            elif outcome.unchanged and was_missed:
                tell(f"casegen: {outcome.job.slug}: what was built before is right again")
            # What was written is told in one line.
            self._tell(outcome.replace(written=(), checked=Checked(())), told)

        tally = work(jobs, self._press, self._how, tell_of)
        if built:
            what, problems = built[0] if len(built) == 1 else (f"{len(built)} cases", "")
            tell(f"casegen: rebuilt {what} in {tally.seconds:.1f} s{problems}")

    def _tell(self, outcome: Outcome, told: set[str]) -> None:
        """Say what came of a case; failures that were *told* of another are not spelled out again."""
        if not self._how.json:
            tell_outcome(outcome, self._request.stage, told)
        if outcome.bug is not None:
            report_bug(outcome.bug, click.get_current_context().ensure_object(Session))
        told.add(outcome.failure)

    def _note(self, outcome: Outcome) -> bool:
        """Note what came of a case; whether it was missed last time."""
        path = outcome.job.path.absolute()
        was_missed = path in self._missed
        if outcome.complete:
            self._missed.discard(path)
        else:
            self._missed.add(path)
        return was_missed


def _of(outcome: Outcome) -> tuple[str, str]:
    """What was written of a case; and the problems that it has."""
    formats = ", ".join(name for name, _ in outcome.due)
    return f"{outcome.job.slug}: {formats}", f" ({found})" if (found := count_of(outcome)) else ""


def _named(folders: frozenset[Path]) -> str:
    return ", ".join(sorted(shown(folder) for folder in folders))
