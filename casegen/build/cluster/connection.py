"""A connection to a scheduler of Dask: what goes wrong with it is told in one line."""

from __future__ import annotations

import logging
import warnings
from asyncio import CancelledError
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from casegen.build.cluster.sending import program
from casegen.build.cluster.worker import differences
from casegen.problem import CasegenError

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Cluster", "connected", "require_address"]

# In seconds. How long it is tried to reach a scheduler,
_CONNECT = 10.0
# how long one that is there may take for a short answer,
_ANSWER = 30.0
# and to hand over what one case came to, which may be large;
_FETCH = 600.0
# how long it may be without any worker: one may just be starting;
_WITHOUT_WORKERS = 60.0
# and how often its workers are counted.
_GLANCE = 1.0
_LOGS = ("asyncio", "distributed", "tornado")


def require_address(address: str) -> None:
    """CasegenError where *address* can be no scheduler's."""
    if not address.startswith(("tcp://", "tls://")):
        raise CasegenError(f"{address!r} is no address of a scheduler, such as tcp://host:8786")


@contextmanager
def connected(address: str, say: Callable[[str], None]) -> Iterator[Cluster]:
    """The cluster whose scheduler is at *address*, once it has a worker, and all workers are as this machine.

    *say* is told that there is none yet. At the end the scheduler is left, and drops what it was asked for.
    CasegenError where it cannot be reached, has no worker for a minute, or one that is not as it should be.
    """
    require_address(address)
    try:
        import distributed
    except ImportError:
        raise CasegenError("--scheduler needs dask.distributed: pip install 'casegen[dask]'") from None
    with _silence():
        try:
            client = distributed.Client(address, timeout=_CONNECT, set_as_default=False, name="casegen")
        except Exception as error:  # noqa: BLE001 -- refused, no such host, no certificate: each has its own
            raise CasegenError(f"the scheduler at {address} cannot be reached: {_first(error)}") from None
        try:
            cluster = Cluster(client, address, say)
            cluster.wait_for_workers()
            cluster.require_same()
            yield cluster
        finally:
            with suppress(Exception):  # it is being left: nothing more is asked of it
                client.close(timeout=0.5)


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, client: Client, address: str, say: Callable[[str], None]) -> None:
        self._client, self._address, self._say = client, address, say
        self._threads = 0
        self._had_some = monotonic()
        self._looked = self._had_some - _GLANCE
        self._told = False

    def threads(self) -> int:
        """How many cases its workers can take at the same time.

        CasegenError where it is lost, or has been without workers for too long.
        """
        now = monotonic()
        if now - self._looked < _GLANCE:
            return self._threads
        self._threads = sum(self._ask(self._count).values())
        self._looked = now
        if self._threads:
            self._had_some, self._told = now, False
        elif now - self._had_some > _WITHOUT_WORKERS:
            raise CasegenError(
                f"the scheduler at {self._address} has no worker, after {_WITHOUT_WORKERS:.0f} seconds: "
                f"start one with `dask worker {self._address}`"
            )
        elif not self._told:
            self._say(f"the scheduler at {self._address} has no worker: waiting for one")
            self._told = True
        return self._threads

    def wait_for_workers(self) -> None:
        """Return when there is a worker. CasegenError as `threads`."""
        while not self.threads():
            sleep(0.1)

    def require_same(self) -> None:
        """CasegenError where a worker would write other bytes than this machine."""
        found = self._ask(self._client.run, differences, program(), on_error="return")
        for worker, differs in sorted(found.items()):
            if isinstance(differs, Exception):
                raise CasegenError(f"the worker {worker} cannot run this casegen: {_first(differs)}")
            if differs:
                raise CasegenError(f"the worker {worker} is not like this machine: {differs}")

    def submit(self, function: Callable[..., Any], *arguments: object, key: str) -> Future[Any]:
        """Have a worker do *function*, which is called *key*; the arguments may be futures."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a case is large
            try:
                return self._client.submit(function, *arguments, key=key)
            except Exception:  # noqa: BLE001 -- as in `_ask`
                raise self._lost() from None

    def answer(self, future: Future[Any]) -> Any:
        """What came of *future*, which is done; None where each worker that took it was lost.

        CasegenError where the cluster cannot do it, or is lost.
        """
        from distributed import KilledWorker

        error: Exception | None = None
        with suppress(CancelledError, OSError, TimeoutError):
            if future.status == "finished":
                return future.result(timeout=_FETCH)
            if future.status == "error":
                error = future.exception(timeout=_ANSWER)
        if isinstance(error, KilledWorker):
            return None
        if error is not None:  # what goes wrong with a case comes as an answer
            raise CasegenError(
                f"the cluster of {self._address} cannot do the work: {_first(error)}: "
                "are casegen and its packages installed for the scheduler, too?"
            )
        raise self._lost()

    def _count(self, **timeout: float) -> Any:
        scheduler: Any = self._client.scheduler
        return self._client.sync(scheduler.ncores, **timeout)

    def _ask(self, function: Callable[..., Any], *arguments: object, **named: object) -> Any:
        try:
            return function(*arguments, callback_timeout=_ANSWER, **named)
        except Exception:  # noqa: BLE001 -- closed, in the middle of closing, or silent: each has its own
            raise self._lost() from None

    def _lost(self) -> CasegenError:
        return CasegenError(
            f"the scheduler at {self._address} was lost: what is built is kept, and what is not is "
            "built when you build again"
        )


@contextmanager
def _silence() -> Iterator[None]:
    """Within it, Dask's own log is not shown: what matters of it is told in casegen's words."""
    mute = logging.NullHandler()
    above = [logging.getLogger(name) for name in _LOGS]
    below = [
        logger
        for name, logger in logging.root.manager.loggerDict.items()
        if isinstance(logger, logging.Logger) and name.partition(".")[0] in _LOGS and not logger.disabled
    ]
    before = [(logger, logger.handlers[:], logger.propagate) for logger in above]
    for logger in above:
        logger.handlers, logger.propagate = [mute], False
    for logger in below:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, handlers, propagate in before:
            logger.handlers, logger.propagate = handlers, propagate
        for logger in below:
            logger.disabled = False


def _first(error: BaseException) -> str:
    """The first line of what *error* says."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
