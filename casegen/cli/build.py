"""``casegen build``."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from casegen.build.case import Outcome, build
from casegen.build.plan import Request, plan
from casegen.check import Checked
from casegen.cli.console import result, tell, wants_colour
from casegen.cli.exits import CANNOT_RUN, CLEAN, FOUND
from casegen.cli.options import SEVERITIES, listed, paths_argument, shown, stage_option
from casegen.cli.options import command as make_command
from casegen.cli.progress import Progress
from casegen.cli.targets import find_targets
from casegen.problem import Severity
from casegen.reports import Options, Result, render
from casegen.rules import Stage


@make_command(
    """
    casegen build                                  the whole workspace
    casegen build cases/my-first-case -f pdf -t modern
    casegen build --strict --stage publication --out site
    """
)
@paths_argument
@click.option(
    "-f",
    "--formats",
    metavar="FORMATS",
    multiple=True,
    help="What to write, such as html,pdf: `casegen formats` lists them.  [default: the workspace's]",
)
@click.option(
    "-t",
    "--theme",
    metavar="THEME",
    default="",
    help="How it is to look: `casegen themes` lists them.  [default: the case's or the workspace's]",
)
@stage_option
@click.option("--strict", is_flag=True, help="Write no case that `casegen check` would fail.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="The lightest problem that --strict stops at (and implies it).  [default: error]",
)
@click.option(
    "-o",
    "--out",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where to write.  [default: the workspace's output folder]",
)
def command(
    paths: tuple[Path, ...],
    formats: tuple[str, ...],
    theme: str,
    stage: Stage | None,
    strict: bool,
    fail_on: str | None,
    out: Path | None,
) -> int:
    """Check cases, then write them in every format asked for, into a folder for each case.

    PATH is a case file, a case's folder or a folder of cases. Without one, the whole workspace is
    built. A problem that would make the article wrong or incomplete stops that case and leaves its
    earlier outputs alone; the other cases are still built.
    """
    stop_at = Severity(fail_on or "error") if strict or fail_on else None
    request = Request(listed(formats), theme, stage, stop_at, out)
    jobs = plan([(target.path, target.workspace) for target in find_targets(paths)], request)
    missed: list[Outcome] = []
    with Progress("building", len(jobs)) as progress:
        outcomes = build(jobs)
        for job in jobs:
            progress.next(job.slug)
            outcome = next(outcomes)
            with progress.aside():
                _tell(outcome, stage)
            if not outcome.written:
                missed.append(outcome)
    return _verdict(missed, len(jobs))


def _tell(outcome: Outcome, stage: Stage | None) -> None:
    name = shown(outcome.job.path)
    for message in outcome.messages:
        tell(f"casegen: {name}: {message}")
    if outcome.stopped_by and outcome.loaded:
        options = Options(colour=wants_colour(sys.stderr), width=shutil.get_terminal_size((100, 24)).columns)
        problems = Result(name, outcome.loaded, Checked(outcome.stopped_by))
        tell(render("text", [problems], options).rstrip("\n"))
    elif outcome.failure:
        tell(f"casegen: {name}: {outcome.failure}")
    elif outcome.checked.problems:
        case = shown(outcome.job.path.parent)
        at = f" --stage {stage}" if stage else ""
        tell(f"{case}: {_count(outcome)}; see `casegen check {case}{at}`")
    if not outcome.written:
        tell(f"casegen: {name} was not built; what was built before is as it was")
    for path in outcome.written:
        result(shown(path))


def _verdict(missed: Sequence[Outcome], total: int) -> int:
    """The exit code. Raises the first bug, now that all that could be built has been."""
    if missed and total > 1:
        tell(f"casegen: {len(missed)} of {total} cases were not built")
    for outcome in missed:
        if outcome.bug is not None:
            raise outcome.bug
    # One reason that lies in no case, such as a library that is missing: casegen could not run.
    if len(missed) == total and len({outcome.failure for outcome in missed}) == 1 and missed[0].failure:
        return CANNOT_RUN
    return FOUND if missed else CLEAN


def _count(outcome: Outcome) -> str:
    counts = Counter(problem.severity for problem in outcome.checked.problems)
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    parts = [(counts[severity], word) for severity, word in words.items() if counts[severity]]
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in parts)
