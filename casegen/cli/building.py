"""What `casegen build` does once its options are read, and what it tells."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Callable, Container, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from time import perf_counter
from typing import Any

from casegen.build.audience import Audience
from casegen.build.inputs import look_again
from casegen.build.leftover import delete, left_over
from casegen.build.lock import only_build_in
from casegen.build.outcome import STATUSES, Outcome
from casegen.build.plan import Job, Request, plan
from casegen.build.press import Press
from casegen.build.run import build
from casegen.check import Checked
from casegen.cli.console import result, tell, terminal_width, wants_colour
from casegen.cli.exits import CANNOT_RUN, CLEAN, FOUND
from casegen.cli.options import shown
from casegen.cli.progress import Progress
from casegen.cli.summary import Tally
from casegen.cli.targets import find_targets
from casegen.epoch import source_date
from casegen.load import NAMES, Loaded
from casegen.problem import CasegenError, Problem, Severity
from casegen.reports import Options, Result, render
from casegen.reports.built import case_of, text_of
from casegen.rules import Stage
from casegen.values import Value


class How(Value):
    """How a build is done and told, whatever is built.

    *processes*: how many cases are built at the same time; 0 is as many as there are cores. *scheduler*: the
    address of the cluster that builds them instead. *stays*: it is one build of many, each told on a line.
    """

    processes: int = 0
    scheduler: str = ""
    timings: bool = False
    json: bool = False
    stays: bool = False


def run(paths: Sequence[Path], request: Request, press: Press, how: How, *, prune: bool = False) -> int:
    """Build what *paths* mean as *request* says, and tell what came of it; the exit code.

    *prune*: outputs whose case has gone are deleted. CasegenError where not the whole workspace is meant.
    """
    if prune and paths:
        raise CasegenError("--prune needs to know all cases: name none, or leave it out")
    missed = list[Outcome]()

    def tell_of(outcome: Outcome) -> None:
        if not how.json:
            tell_outcome(outcome, request.stage, told={other.failure for other in missed})
        if not outcome.complete and not outcome.job.dry:
            missed.append(outcome)

    jobs = planned(paths, request)
    tally = work(jobs, press, how, tell_of)
    if not how.json:
        tell_tally(tally)
    if not paths:
        _tell_left_over(jobs, prune=prune and not request.dry)
    return _verdict(missed, tally.cases.total())


def planned(paths: Sequence[Path], request: Request) -> list[Job]:
    """A job for each case that *paths* mean now. CasegenError as by `find_targets` and `plan`."""
    source_date()  # where it is none, that is told before anything is read
    look_again()
    targets = find_targets(paths)
    refused = {target.path: target.refused for target in targets if target.refused}
    return plan([(target.path, target.workspace) for target in targets], request, refused)


def work(jobs: Sequence[Job], press: Press, how: How, tell_of: Callable[[Outcome], None]) -> Tally:
    """Build *jobs*, and give each outcome in turn to *tell_of*, which may print; what it came to.

    The report in JSON and the table of timings are printed here, where *how* asks for them.
    """
    start = perf_counter()
    tally = Tally()
    cases: list[dict[str, Any]] = []
    outputs = {job.folder.parent for job in jobs if not job.dry}
    progress = Progress("building", len(jobs), late=how.stays)
    audience = _Audience(progress)
    with only_build_in(outputs, _tell_waiting), progress:
        for outcome in build(jobs, press, audience, processes=how.processes, scheduler=how.scheduler):
            tally.add(outcome)
            if how.json:
                cases.append(case_of(outcome, shown(outcome.job.path), shown(outcome.job.folder)))
            with progress.aside():
                tell_of(outcome)
    tally.seconds = perf_counter() - start
    if how.json:
        counts: dict[str, int] = {status: tally.cases[status] for status in STATUSES}
        result(text_of(cases, counts, tally.seconds, on_one_line=how.stays).rstrip("\n"))
    if how.timings and (timings := tally.timings()):
        tell(timings)
    return tally


class _Audience(Audience):
    """Shows on *progress* what a build tells."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def begun(self, job: Job) -> None:
        self._progress.begin(job.slug)

    def done(self, job: Job, files: int) -> None:
        self._progress.done(job.slug, files)

    def waits(self, what: str) -> None:
        with self._progress.aside():
            tell(f"casegen: {what}")

    def alone(self) -> AbstractContextManager[None]:
        return self._progress.alone()


def _tell_left_over(jobs: Sequence[Job], *, prune: bool) -> None:
    for folder in left_over(jobs):
        if prune:
            delete(folder)
            tell(f"casegen: {shown(folder)} was deleted: its case has gone")
        else:
            tell(
                f"casegen: {shown(folder)} holds outputs of no case in this workspace (--prune deletes them)"
            )


def tell_tally(tally: Tally) -> None:
    """Say how many of the cases came to what."""
    for line in tally.lines():
        tell(f"casegen: {line}")


def _tell_waiting(folder: Path) -> None:
    tell(f"casegen: another build is writing to {shown(folder)}: waiting for its end")


def tell_outcome(outcome: Outcome, stage: Stage | None, told: Container[str]) -> None:
    """Say what came of one job; a failure that was *told* of another is not spelled out again."""
    name = shown(outcome.job.path)
    for message in outcome.messages:
        tell(f"casegen: {name}: {message}")
    for path in outcome.written:
        result(shown(path))
    if outcome.job.dry:
        for due, why in outcome.due:
            result(f"{name}: {due} ({why})")
    if outcome.lacking and outcome.loaded:
        _tell_problems(name, outcome.loaded, outcome.lacking)
    if outcome.failure:
        why = "the same reason" if outcome.failure in told else outcome.failure
        tell(f"casegen: {name} was not built: {why}")
    elif outcome.bug:
        tell(f"casegen: {name} was not built, for a bug in casegen")
    elif outcome.stopped_by and outcome.loaded:
        _tell_problems(name, outcome.loaded, outcome.stopped_by)
        tell(f"casegen: {name} was not built; what was built before is as it was")
    elif outcome.checked.problems:
        case = shown(outcome.job.path.parent if outcome.job.path.name in NAMES else outcome.job.path)
        at = f" --stage {stage}" if stage else ""
        tell(f"{case}: {count_of(outcome)}; see `casegen check {shlex.quote(case)}{at}`")


def _tell_problems(name: str, loaded: Loaded, problems: tuple[Problem, ...]) -> None:
    options = Options(colour=wants_colour(sys.stderr), width=terminal_width(sys.stderr))
    tell(render("text", [Result(name, loaded, Checked(problems))], options).rstrip("\n"))


def _verdict(missed: Sequence[Outcome], total: int) -> int:
    """The exit code. Raises the first bug, now that all that could be built has been."""
    for outcome in missed:
        if outcome.bug is not None:
            raise outcome.bug
    # One reason that lies in no case, such as a library that is missing: casegen could not run.
    reasons = {outcome.failure for outcome in missed}
    if len(missed) == total and len(reasons) == 1 and all(outcome.shared for outcome in missed):
        return CANNOT_RUN
    return FOUND if missed else CLEAN


def count_of(outcome: Outcome) -> str:
    """How many problems of each severity a case has, in words."""
    counts = Counter(problem.severity for problem in outcome.checked.problems)
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    parts = [(counts[severity], word) for severity, word in words.items() if counts[severity]]
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in parts)
