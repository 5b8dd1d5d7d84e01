"""One case through every stage, to its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from casegen.build.manifest import Entry, fingerprint, store
from casegen.build.plan import Job, theme_for
from casegen.check import Checked, check
from casegen.citations import cite
from casegen.compose import compose
from casegen.load import Loaded, load
from casegen.problem import CasegenError, Problem
from casegen.writers import write

__all__ = ["Outcome", "build_case"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one job: the files written; or the problems that stopped it, or why it failed."""

    job: Job
    loaded: Loaded
    checked: Checked
    written: tuple[Path, ...] = ()
    stopped_by: tuple[Problem, ...] = ()
    failure: str = ""


def build_case(job: Job) -> Outcome:
    """Check, compose and write one case.

    Every format is made before the first file is written, so that a case that cannot be built in full
    leaves its earlier outputs as they were. CasegenError where the case's file cannot be read at all.
    """
    loaded = load(job.path, job.workspace)
    checked = check(loaded, stage=job.stage)
    stopped_by = tuple(problem for problem in checked.problems if _stops(problem, job))
    if loaded.case is None or stopped_by:
        return Outcome(job, loaded, checked, stopped_by=stopped_by)
    case = loaded.case
    try:
        theme = theme_for(job.theme or case.style.theme or job.workspace.settings.theme, job.workspace)
        document = compose(case, cite(case))
        entries = [
            Entry(write(document, format, theme), fingerprint(format, loaded, theme, job.workspace))
            for format in job.formats
        ]
        written = store(job.folder, job.slug, entries)
    except CasegenError as error:
        return Outcome(job, loaded, checked, failure=str(error))
    return Outcome(job, loaded, checked, written)


def _stops(problem: Problem, job: Job) -> bool:
    return problem.blocking or (
        job.stop_at is not None and problem.severity.rank <= job.stop_at.rank
    )
