"""The cases of a build: which are as they were, and the others on one core or all."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from time import perf_counter

from casegen.build.audience import Audience
from casegen.build.case import Begun, begun, finished
from casegen.build.current import unchanged
from casegen.build.inputs import look_again
from casegen.build.manifest import known, store
from casegen.build.outcome import Outcome, Unstored, failed
from casegen.build.plan import Job, require_writable
from casegen.build.press import Press
from casegen.check.bounded import OverBound, bounded
from casegen.citations import ready
from casegen.limits import Bound, applied, limit
from casegen.problem import CasegenError
from casegen.workers import TooSlow, cores, run_all

__all__ = ["build"]

# To start the processes costs as much as a case or two.
_FEWEST = 3
_DEAF = Audience()
# Comes before the first case that is built: what was unchanged before it is told at once.
_NOBODY: tuple[tuple[int, None], ...] = ((0, None),)


def build(
    jobs: Sequence[Job],
    press: Press,
    audience: Audience = _DEAF,
    *,
    processes: int = 0,
    scheduler: str = "",
) -> Iterator[Outcome]:
    """Check, compose and write what is not as it was; one outcome for each job, in order.

    All formats of a case are made before its first file is written, so that a case that cannot be built in
    full leaves its earlier outputs as they were. No case stops another. *processes*: how many work at the
    same time; 0 is one for each core, where there are cases enough. *scheduler*: the address of the cluster
    that builds them instead. CasegenError where something is due and its folder cannot be written to.
    """
    look_again()
    early = {place: Outcome(job, failure=job.refused) for place, job in enumerate(jobs) if job.refused}
    early |= {place: Outcome(jobs[place], unchanged=True) for place in unchanged(jobs)}
    for place in early:
        audience.done(jobs[place], 0)
    due = [place for place in range(len(jobs)) if place not in early]
    for out in dict.fromkeys(jobs[place].folder.parent for place in due if not jobs[place].dry):
        require_writable(out)
    wanted = processes or (cores() if len(due) >= _FEWEST else 1)
    many = partial(_by_many, audience=audience)
    work: Callable[..., Iterator[tuple[int, Outcome]]]
    if scheduler:
        from casegen.build.cluster import by_cluster

        work = partial(by_cluster, scheduler=scheduler, here=many, say=audience.waits)
    else:
        work = many if wanted > 1 and len(due) > 1 else partial(_by_one, press=press, audience=audience)
    told = 0
    # What is done before its turn has been written; it only waits to be told.
    for at, outcome in chain(_NOBODY, work([jobs[place] for place in due], processes=wanted)):
        if outcome is not None:
            stored = early[due[at]] = _stored(outcome)
            audience.done(stored.job, len(stored.written))
        while told in early:
            yield early.pop(told)
            told += 1


def _by_one(
    jobs: Sequence[Job],
    *,
    press: Press,
    audience: Audience,
    processes: int,  # noqa: ARG001 -- as `_by_many`
) -> Iterator[tuple[int, Outcome]]:
    """Every case in this process; while one is laid out in the second, the next is read here."""
    for job in jobs:
        press.ready(job.formats)
    if jobs:
        with suppress(CasegenError):  # told where it is needed, if it is
            ready()
    waiting: deque[Begun | Outcome] = deque()
    for place, job in enumerate(jobs):
        audience.begun(job)
        waiting.append(_begun(job, press, audience))
        if len(waiting) > 1:
            yield place - 1, finished(waiting.popleft())
    if waiting:
        yield len(jobs) - 1, finished(waiting.popleft())


def _begun(job: Job, press: Press, audience: Audience) -> Begun | Outcome:
    try:
        with applied(job.workspace.limits), bounded("build"):
            return begun(job, press, known(job.folder), audience.alone)
    except OverBound as over:
        return failed(job, TooSlow(f"{over}; {over.bound.remedy}"))


def _by_many(jobs: Sequence[Job], *, processes: int, audience: Audience) -> Iterator[tuple[int, Outcome]]:
    """Cases by several processes, the largest first, so that none is left to one of them at the end."""
    largest_first = sorted(range(len(jobs)), key=lambda place: -_size(jobs[place].path))
    tasks = [jobs[place] for place in largest_first]
    waiting = iter(tasks)
    for job in islice(waiting, processes):
        audience.begun(job)
    for at, answer in run_all("casegen.build.case:work", tasks, processes, _longest):
        for job in islice(waiting, 1):
            audience.begun(job)
        place = largest_first[at]
        yield place, failed(jobs[place], answer) if isinstance(answer, Exception) else answer


def _longest(job: Job) -> Bound:
    with applied(job.workspace.limits):
        return limit("build_seconds")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _stored(outcome: Outcome) -> Outcome:
    """*outcome* with what was made written, and no longer carried along."""
    made = outcome.made
    if made is None or outcome.job.dry:
        return outcome.replace(made=None, unchanged=made is not None and not outcome.due)
    job = outcome.job
    try:
        start = perf_counter()
        written = store(known(job.folder), job.slug, made)
        took = (*outcome.took, ("store", perf_counter() - start))
    except CasegenError as error:
        return failed(job, Unstored(str(error)))
    except Exception as error:  # noqa: BLE001 -- told with the outcome: the other cases are still built
        return failed(job, error)
    return outcome.replace(made=None, written=written, unchanged=not outcome.due, took=took)
