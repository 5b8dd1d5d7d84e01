"""What a worker of the cluster does: it hands cases to processes of its own, and their answers back.

A worker may have several threads; what casegen works with, from its caches to the limits of a process, is for
one. A process also ends in time where a case would not, and whatever it does when the worker is lost.
"""

from __future__ import annotations

import pickle
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Timer
from time import monotonic
from typing import Any

from casegen.build.cluster.bench import SHARED
from casegen.build.cluster.parcel import Parcel
from casegen.build.cluster.sending import Shared, program
from casegen.limits import applied, limit
from casegen.problem import CasegenError
from casegen.workers import Ended, TooSlow, Worker, answered

__all__ = ["Differs", "build_sent", "differences", "keep"]

# Seconds that a process waits for another case of its workspace.
_PATIENCE = 30.0


class Differs(CasegenError):
    """A worker has another casegen, Python or package than the machine that sends the cases."""


def keep(shared: Shared) -> Shared:
    """*shared*, as a task: the scheduler has it made again where the workers that hold it are lost."""
    return shared


def differences(theirs: tuple[str, ...]) -> str:
    """How what is installed here differs from *theirs*, in words for those; empty where it does not."""
    here, there = sorted({*program()} - {*theirs}), sorted({*theirs} - {*program()})
    if not here and not there:
        return ""
    return f"it has {_some(here) or 'less'}, and here is {_some(there) or 'less'}"


def build_sent(shared: Shared, parcel: Parcel) -> Parcel | Exception:
    """What `casegen.build.cluster.bench` makes of the case in *parcel*.

    An exception is an answer, too (`casegen.workers.answered`), for Dask never tells of one that it cannot
    send: Differs where another casegen is installed here, CasegenError where what came is not what was sent.
    """
    answer: Parcel | Exception = answered(partial(_build_sent, shared), parcel)
    return answer


def _build_sent(shared: Shared, parcel: Parcel) -> Any:
    from distributed import get_worker

    worker = get_worker()
    if differs := differences(shared.program):
        raise Differs(f"the worker {worker.address} is not like this machine: {differs}")
    return _hands.build(shared, parcel, worker.local_directory)


class _Hand:
    """A process that builds cases of one workspace, in a folder of its own below *folder*."""

    def __init__(self, shared: Shared, folder: str) -> None:
        self.id = shared.id
        self.idle_since = 0.0
        with applied(shared.limits):
            self._longest = limit("build_seconds")
        self._scratch = TemporaryDirectory(prefix="casegen-", dir=folder, ignore_cleanup_errors=True)
        Path(self._scratch.name, SHARED).write_bytes(pickle.dumps(shared))
        self._worker = Worker("casegen.build.cluster.bench:build_parcel", self._scratch.name)

    def build(self, parcel: Parcel) -> Any:
        return self._worker.do(parcel, self._longest)

    def end(self) -> None:
        self._worker.end()
        self._worker.close()
        self._scratch.cleanup()


class _Hands:
    """The processes of this worker: for each of its threads one, as long as there is work for it."""

    def __init__(self) -> None:
        self._idle: list[_Hand] = []
        self._changing = Lock()

    def build(self, shared: Shared, parcel: Parcel, folder: str) -> Any:
        """What one of them makes of *parcel*, a case of *shared*, or what tells why it did not."""
        hand = self._take(shared) or _Hand(shared, folder)
        answer = hand.build(parcel)
        if isinstance(answer, Ended | TooSlow):
            hand.end()  # with what it left behind
        else:
            self._put_back(hand)
        return answer

    def _put_back(self, hand: _Hand) -> None:
        with self._changing:
            hand.idle_since = monotonic()
            self._idle.append(hand)
        timer = Timer(_PATIENCE, self._end_idle)
        timer.daemon = True
        timer.start()

    def _take(self, shared: Shared) -> _Hand | None:
        with self._changing:
            for hand in self._idle:
                if hand.id == shared.id:
                    self._idle.remove(hand)
                    return hand
        return None

    def _end_idle(self) -> None:
        with self._changing:
            latest = monotonic() - _PATIENCE
            ended = [hand for hand in self._idle if hand.idle_since <= latest]
            self._idle = [hand for hand in self._idle if hand not in ended]
        for hand in ended:
            hand.end()


_hands = _Hands()


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
