"""Cases sent to the workers of a cluster, a few at a time, and what comes back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from casegen.build.cluster.connection import Cluster, connected
from casegen.build.cluster.parcel import Parcel, opened
from casegen.build.cluster.sending import Shared, places_of, send_case, send_workspace
from casegen.build.cluster.travel import received
from casegen.build.cluster.worker import Differs, build_sent, keep
from casegen.build.outcome import Outcome, failed
from casegen.build.plan import Job
from casegen.load import Workspace
from casegen.problem import CasegenError

if TYPE_CHECKING:
    from distributed import Future

__all__ = ["by_cluster"]

# For each thread of a worker, one case that is built and one that waits for it there.
_EACH = 2
# Bytes of cases that the scheduler holds at the same time, where it is more than one.
_MOST = 512 * 1024 * 1024

Here = Callable[..., Iterator[tuple[int, Outcome]]]


def by_cluster(
    jobs: Sequence[Job], *, scheduler: str, processes: int, here: Here, say: Callable[[str], None]
) -> Iterator[tuple[int, Outcome]]:
    """What came of each of *jobs*, with its place among them, as it is done on the cluster of *scheduler*.

    What must not leave this machine (`send_case`) is built *here* by so many *processes*. *say* is told what
    the build waits for. CasegenError where the cluster cannot be used, or is lost.
    """
    if not jobs:
        return
    with connected(scheduler, say) as cluster:
        crew = _Crew(jobs, cluster)
        yield from crew.outcomes()
    for at, outcome in here([jobs[place] for place in crew.here], processes=processes) if crew.here else ():
        yield crew.here[at], outcome


class _Crew:
    """The workers of a *cluster* at work. *here* are the places of jobs that were not sent."""

    def __init__(self, jobs: Sequence[Job], cluster: Cluster) -> None:
        self._jobs, self._cluster = jobs, cluster
        self._name = f"casegen-{uuid4().hex}"
        self._shared: dict[Path, tuple[Shared, Future[Any]]] = {}
        self._suspects: list[int] = []
        self.here: list[int] = []

    def outcomes(self) -> Iterator[tuple[int, Outcome]]:
        """What came of each job that was sent."""
        yield from self._sent(range(len(self._jobs)))
        # What lost workers had in hand, time and again: one of these cases may have cost the others theirs.
        again, self._suspects = self._suspects, []
        yield from self._sent(again, together=1)
        for place in self._suspects:
            job = self._jobs[place]
            yield (
                place,
                failed(job, CasegenError("all workers that took it were lost: have they memory enough?")),
            )

    def _sent(self, places: Iterable[int], together: int = 0) -> Iterator[tuple[int, Outcome]]:
        """What came of the jobs at *places*, so many *together*; 0 is as many as keep the workers busy."""
        waiting = deque(places)
        flying: dict[Future[Any], tuple[int, int]] = {}
        done: SimpleQueue[Future[Any]] = SimpleQueue()
        while waiting or flying:
            room = together or _EACH * self._cluster.threads()
            while waiting and (
                not flying or (len(flying) < room and sum(s for _, s in flying.values()) < _MOST)
            ):
                place = waiting.popleft()
                job = self._jobs[place]
                shared, kept = self._shared_by(job.workspace)
                try:
                    parcel = send_case(job, shared)
                except Exception as error:  # noqa: BLE001 -- told with the outcome: the other cases are still built
                    yield place, failed(job, error)
                    continue
                if parcel is None:
                    self.here.append(place)
                    continue
                key = f"{self._name}-{place}-{together}"
                future = self._cluster.submit(build_sent, kept, parcel, key=key)
                flying[future] = place, parcel.size
                future.add_done_callback(done.put)
                del parcel
            if not flying:
                continue
            try:
                # Not for ever: meanwhile the workers may be lost.
                future = done.get(timeout=1)
            except Empty:
                continue
            place, _ = flying.pop(future)
            answer = self._cluster.answer(future)
            # What came is dropped there, and here when it is written.
            del future
            outcome = self._outcome(place, answer)
            if outcome is not None:
                yield place, outcome

    def _shared_by(self, workspace: Workspace) -> tuple[Shared, Future[Any]]:
        if workspace.root not in self._shared:
            shared = send_workspace(workspace)
            key = f"{self._name}-workspace-{len(self._shared)}"
            self._shared[workspace.root] = shared, self._cluster.submit(keep, shared, key=key)
        return self._shared[workspace.root]

    def _outcome(self, place: int, answer: Any) -> Outcome | None:
        """The outcome that *answer* is; None where its case is to be tried again."""
        job = self._jobs[place]
        if answer is None:
            self._suspects.append(place)
            return None
        if isinstance(answer, Differs):
            raise answer
        if isinstance(answer, Exception):
            return failed(job, answer)
        try:
            return _unpacked(job, answer)
        except Exception as error:  # noqa: BLE001 -- as above
            return failed(job, error)


def _unpacked(job: Job, parcel: Parcel) -> Outcome:
    """The outcome of *job* that came in *parcel*. CasegenError where a content is not what was sent."""
    outcome: Outcome = received(opened(parcel.said), places_of(job), job.workspace)
    made = outcome.made
    if made is None:
        return outcome.replace(job=job)
    pairs = zip(made.entries, parcel.files, strict=True)
    entries = tuple(entry.replace(data=opened(file)) for entry, file in pairs)
    return outcome.replace(job=job, made=made.replace(entries=entries))
