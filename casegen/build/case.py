"""Cases through every stage, to their files."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from casegen.build.glyphs import undrawn_character
from casegen.build.look import theme_for, with_theme_looked_up
from casegen.build.manifest import Entry, fingerprint, store
from casegen.build.plan import Job
from casegen.build.press import Press, Print
from casegen.check import Checked
from casegen.check.workspace import check_in
from casegen.citations import begin, ready
from casegen.compose import compose
from casegen.files import reason
from casegen.load import Loaded, load
from casegen.problem import CasegenError, Problem
from casegen.rules import rules
from casegen.themes import Theme

__all__ = ["Outcome", "build"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one job.

    Either the files *written*; or the problems it was *stopped_by*; or its *failure*, one line; or the
    *bug* in casegen that stopped it. *messages* is what the writers complained of.
    """

    job: Job
    loaded: Loaded | None = None
    checked: Checked = field(default=Checked(()))
    written: tuple[Path, ...] = ()
    stopped_by: tuple[Problem, ...] = ()
    failure: str = ""
    bug: Exception | None = None
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Begun:
    """A case that is being written: *prints* waits for all its formats."""

    job: Job
    loaded: Loaded
    theme: Theme
    prints: Callable[[], list[Print]]
    checked: Checked


def build(jobs: Sequence[Job], press: Press) -> Iterator[Outcome]:
    """Check, compose and write every case with *press*; one outcome for each job, in order.

    All formats of a case are made before its first file is written, so that a case that cannot be
    built in full leaves its earlier outputs as they were. No case stops another.
    """
    for job in jobs:
        press.ready(job.formats)
    with suppress(CasegenError):  # told where it is needed, if it is
        ready()
    # While one case is laid out in the second process, the next is read here.
    waiting: deque[_Begun | Outcome] = deque()
    for job in jobs:
        waiting.append(_begin(job, press))
        if len(waiting) > 1:
            yield _finish(waiting.popleft())
    while waiting:
        yield _finish(waiting.popleft())


def _begin(job: Job, press: Press) -> _Begun | Outcome:
    try:
        loaded = load(job.path, job.workspace)
        if not job.theme:
            loaded = with_theme_looked_up(loaded, job.workspace)
        # Printed while the case is checked.
        bibliography = begin(loaded.case) if loaded.case else None
        # What stops a build is asked first: the rest is checked while the second process lays out the page.
        first = _checked(loaded, job, () if job.stop_at else _blocking())
        stopped_by = tuple(problem for problem in first.problems if _stops(problem, job))
        case = loaded.case
        if case is None or bibliography is None or stopped_by:
            checked = first if job.stop_at else _checked(loaded, job)
            return Outcome(job, loaded, checked, stopped_by=stopped_by)
        theme = theme_for(job.theme or case.style.theme or job.workspace.settings.theme, job.workspace)
        prints = press.submit(compose(case, bibliography()), job.formats, theme)
        checked = first if job.stop_at else _checked(loaded, job)
    except Exception as error:  # noqa: BLE001 -- told with the outcome: the other cases are still built
        return _failed(job, error)
    return _Begun(job, loaded, theme, prints, checked)


def _checked(loaded: Loaded, job: Job, select: Sequence[str] = ()) -> Checked:
    (checked,) = check_in(loaded, job.workspace, stage=job.stage, select=select)
    return checked


@cache
def _blocking() -> tuple[str, ...]:
    """The rules whose findings stop a build."""
    return tuple(rule.code for rule in rules() if rule.blocking and rule.function)


def _finish(begun: _Begun | Outcome) -> Outcome:
    if isinstance(begun, Outcome):
        return begun
    job = begun.job
    try:
        prints = begun.prints()
        undrawn = tuple(undrawn_character(begun.loaded, *made.undrawn) for made in prints if made.undrawn[0])
        if any(_stops(problem, job) for problem in undrawn):
            return Outcome(job, begun.loaded, begun.checked, stopped_by=undrawn)
        entries = [
            Entry(artifact, fingerprint(artifact.format, begun.loaded, begun.theme, job.workspace))
            for artifact in (made.artifact for made in prints)
        ]
        written = store(job.folder, job.slug, entries)
    except Exception as error:  # noqa: BLE001 -- as above
        return _failed(job, error)
    messages = dict.fromkeys(
        [
            *(f"{p.span.line}:{p.span.column}: {p.severity} {p.code} {p.name}: {p.message}" for p in undrawn),
            *(message for made in prints for message in made.messages),
        ]
    )
    return Outcome(job, begun.loaded, begun.checked, written, messages=tuple(messages))


def _failed(job: Job, error: Exception) -> Outcome:
    if isinstance(error, CasegenError):
        return Outcome(job, failure=str(error))
    if isinstance(error, OSError):  # the disk, a permission, a limit: not casegen's doing
        return Outcome(job, failure=f"{error.filename or 'the system'}: {reason(error)}")
    return Outcome(job, bug=error)


def _stops(problem: Problem, job: Job) -> bool:
    return problem.blocking or (job.stop_at is not None and problem.severity.rank <= job.stop_at.rank)
