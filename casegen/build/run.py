"""The cases of a build: which are as they were, and the others on one core or all."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter

from casegen.build.case import Alone, Begun, begun, finished
from casegen.build.inputs import absent, look_again, outside
from casegen.build.look import theme_for
from casegen.build.manifest import IMAGE, Known, known, store
from casegen.build.outcome import Outcome, failed
from casegen.build.plan import Job
from casegen.build.press import Press
from casegen.citations import ready
from casegen.problem import CasegenError
from casegen.themes import Theme
from casegen.workers import cores, run_all

__all__ = ["build"]

# To start the processes costs as much as a case or two.
_FEWEST = 3
# Comes before the first case that is built: what was unchanged before it is told at once.
_NOBODY: tuple[tuple[int, None], ...] = ((0, None),)


def build(
    jobs: Sequence[Job],
    press: Press,
    alone: Alone = nullcontext,
    *,
    processes: int = 0,
    scheduler: str = "",
) -> Iterator[Outcome]:
    """Check, compose and write what is not as it was; one outcome for each job, in order.

    All formats of a case are made before its first file is written, so that a case that cannot be built in
    full leaves its earlier outputs as they were. No case stops another. *processes*: how many work at the
    same time; 0 is one for each core, where there are cases enough. *scheduler*: the address of the cluster
    that builds them instead. Within *alone* there is no thread of the caller's.
    """
    look_again()
    current = _Current()
    early = {place: Outcome(job, unchanged=True) for place, job in enumerate(jobs) if current.holds(job)}
    due = [place for place in range(len(jobs)) if place not in early]
    wanted = processes or (cores() if len(due) >= _FEWEST else 1)
    work: Callable[..., Iterator[tuple[int, Outcome]]]
    if scheduler:
        from casegen.build.cluster import by_cluster

        work = partial(by_cluster, scheduler=scheduler)
    else:
        work = _by_many if wanted > 1 and len(due) > 1 else partial(_by_one, press=press, alone=alone)
    told = 0
    # What is done before its turn has been written; it only waits to be told.
    for at, outcome in chain(_NOBODY, work([jobs[place] for place in due], processes=wanted)):
        if outcome is not None:
            early[due[at]] = _stored(outcome)
        while told in early:
            yield early.pop(told)
            told += 1


class _Current:
    """Tells which cases need not even be read: none of their files has changed, on either side."""

    def __init__(self) -> None:
        self._outside: dict[tuple[str, Path, bool], str | None] = {}

    def holds(self, job: Job) -> bool:
        """Whether the outputs of *job* are as they would be written now."""
        if job.force or job.stop_at is not None:
            return False
        before = known(job.folder)
        origin = before.origin
        if origin is None or not before.whole or job.theme not in ("", origin.theme):
            return False
        by_format = {said["format"]: file for file, said in before.artifacts.items()}
        if not all(name in by_format for name in job.formats):
            return False
        beside = ",".join(job.formats)
        inputs = [before.artifacts[by_format[name]]["inputs"] for name in job.formats]
        return (
            self._outside_of(job, origin.theme) == origin.outside
            and all(each.get("the formats") == beside for each in inputs)
            and all(absent(job.path.parent / name) == content for name, content in origin.sources.items())
            and all(before.stands(file) for file in self._files(job, before, by_format))
        )

    @staticmethod
    def _files(job: Job, before: Known, by_format: dict[str, str]) -> list[str]:
        images = [file for file, said in before.artifacts.items() if said["format"] == IMAGE]
        return [*(by_format[name] for name in job.formats), *images]

    def _outside_of(self, job: Job, theme: str) -> str | None:
        key = (theme, job.workspace.root, job.blind)
        if key not in self._outside:
            found: Theme | None = None
            with suppress(CasegenError):  # told with the case that asks for it
                found = theme_for(theme, job.workspace)
            blind = job.blind or (found is not None and found.options.get("blind") is True)
            self._outside[key] = outside(job.workspace, found, blind=blind) if found else None
        return self._outside[key]


def _by_one(
    jobs: Sequence[Job],
    *,
    press: Press,
    alone: Alone,
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
        waiting.append(begun(job, press, known(job.folder), alone))
        if len(waiting) > 1:
            yield place - 1, finished(waiting.popleft())
    if waiting:
        yield len(jobs) - 1, finished(waiting.popleft())


def _by_many(jobs: Sequence[Job], *, processes: int) -> Iterator[tuple[int, Outcome]]:
    """Cases by several processes, the largest first, so that none is left to one of them at the end."""
    largest_first = sorted(range(len(jobs)), key=lambda place: -_size(jobs[place].path))
    tasks = [jobs[place] for place in largest_first]
    for at, answer in run_all("casegen.build.case:work", tasks, processes):
        place = largest_first[at]
        yield place, failed(jobs[place], answer) if isinstance(answer, Exception) else answer


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
    except Exception as error:  # noqa: BLE001 -- told with the outcome: the other cases are still built
        return failed(job, error)
    return outcome.replace(made=None, written=written, unchanged=not outcome.due, took=took)
