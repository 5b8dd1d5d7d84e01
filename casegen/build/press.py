"""Writing documents, here or in a second process.

The PDF engine takes about as long to start as a case takes to be read, checked and composed. So it
starts in a process of its own, before all else, and lays out one case while the next is read. For the
same reason this module imports as little as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

from casegen.limits import applied, in_force, limit
from casegen.problem import CaseError
from casegen.values import Value
from casegen.workers import Ended, TooSlow, Worker

if TYPE_CHECKING:
    import logging
    from concurrent.futures import Future, ThreadPoolExecutor
    from tempfile import TemporaryDirectory

    from casegen.document import Document
    from casegen.themes import Theme
    from casegen.writers import Artifact

__all__ = ["Press", "Print", "make", "out_of_memory"]

# The formats that the second process writes.
_APART = frozenset({"meca", "pdf"})
_WORK = "casegen.build.printing:prints"


class Print(Value):
    """An artifact, what its writer complained of, and characters no font draws, with what is to be said.

    *unshown* are the names of images that it lacks, for they cannot be drawn. *seconds*: what it took.
    """

    artifact: Artifact
    messages: tuple[str, ...] = ()
    undrawn: tuple[str, str] = ("", "")
    unshown: tuple[str, ...] = ()
    seconds: float = 0.0


class Press:
    """Writes documents in any format; for some, a second process stands ready.

    Used in a ``with`` statement, at whose end the second process is gone.
    """

    def __init__(self, *, alone: bool = False) -> None:
        """*alone*: no second process is wanted, for this one is one of many."""
        self._apart: frozenset[str] = frozenset() if alone else _APART
        self._worker: Worker | None = None
        self._queue: ThreadPoolExecutor | None = None
        # The engine keeps fonts in temporary files. They are put where this process can clear them away,
        # because that one is ended without ceremony: to take itself down properly takes it as long as
        # laying out a page.
        self._scratch: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._queue is None or self._worker is None or self._scratch is None:
            return
        # What waits is dropped before what runs is ended, or it would start the process anew.
        self._queue.shutdown(wait=False, cancel_futures=True)
        self._worker.end()
        self._queue.shutdown()
        self._worker.close()
        self._scratch.cleanup()

    def ready(self, formats: Iterable[str]) -> None:
        """Start the second process now, if it is not there and one of *formats* calls for it."""
        if self._queue is None and self._apart.intersection(formats):
            from concurrent.futures import ThreadPoolExecutor
            from tempfile import TemporaryDirectory

            self._scratch = TemporaryDirectory(prefix="casegen-", ignore_cleanup_errors=True)
            self._worker = Worker(_WORK, self._scratch.name)
            self._queue = ThreadPoolExecutor(max_workers=1)

    def submit(self, document: Document, formats: Sequence[str], theme: Theme) -> Callable[[], list[Print]]:
        """Begin to write *document*; what is returned waits for the prints, in the order of *formats*.

        CasegenError, here or while waiting, where a format cannot be written.
        """
        self.ready(formats)
        apart: Future[list[Print]] | None = None
        wanted = [name for name in formats if name in self._apart]
        if wanted and self._queue is not None:
            # The thread that asks has no limits of its own.
            apart = self._queue.submit(self._ask, document, wanted, theme, dict(in_force()))
        here = make(document, [name for name in formats if name not in self._apart], theme)

        def prints() -> list[Print]:
            made = {each.artifact.format: each for each in (*here, *(apart.result() if apart else ()))}
            return [made[name] for name in formats]

        return prints

    def _ask(
        self, document: Document, formats: Sequence[str], theme: Theme, given: Mapping[str, int]
    ) -> list[Print]:
        assert self._worker is not None  # noqa: S101 -- made with the queue
        with applied(given):
            longest, largest = limit("build_seconds"), limit("build_memory")
        # A theme's mappings are read-only views, which do not travel.
        sent = theme.replace(declared=dict(theme.declared), options=dict(theme.options))
        answer: list[Print] | Exception = self._worker.do((document, formats, sent, given), longest)
        names = " and ".join(formats)
        match answer:
            case TooSlow():
                raise TooSlow(f"{names} took over {longest:,} seconds; {longest.remedy}")
            case Ended(how=how, hungry=hungry):
                memory = f": is there memory enough? It may take {largest:,} MB; {largest.remedy}"
                raise CaseError(f"the process that writes {names} was {how}{memory if hungry else ''}")
            case Exception():
                raise answer
        return answer


def out_of_memory(limits: Mapping[str, int]) -> str:
    """What is said where the memory that a case may take under *limits* was not enough."""
    with applied(limits):
        most = limit("build_memory")
    return f"it took over {most:,} MB of memory, or all there is; {most.remedy}"


def make(document: Document, formats: Iterable[str], theme: Theme) -> list[Print]:
    """Write *document* in *formats*, in this process. CasegenError where that cannot be done."""
    from casegen.writers import once

    with once():
        return [_made(document, name, theme) for name in formats]


def _made(document: Document, format: str, theme: Theme) -> Print:
    from casegen.writers import write

    start = perf_counter()
    with _listening() as records:
        artifact = write(document, format, theme)
    took = perf_counter() - start
    undrawn = [(record.undrawn, record.getMessage()) for record in records if hasattr(record, "undrawn")]
    unshown = dict.fromkeys(record.unshown for record in records if hasattr(record, "unshown"))
    others = dict.fromkeys(
        record.getMessage() for record in records if not {"undrawn", "unshown"} & vars(record).keys()
    )
    characters, messages = zip(*undrawn, strict=True) if undrawn else ((), ())
    told = ("".join(characters), "; ".join(messages))
    return Print(artifact, tuple(others), told, tuple(unshown), took)


@contextmanager
def _listening() -> Iterator[list[logging.LogRecord]]:
    """Collect what casegen's writers log as warnings, which nobody else is told."""
    import logging

    records: list[logging.LogRecord] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    logger = logging.getLogger("casegen")
    handler = Handler(logging.WARNING)
    logger.addHandler(handler)
    # A library that logs may have set up a log on stderr (`logging.warning` does): they are not for that one.
    propagate, logger.propagate = logger.propagate, False
    try:
        yield records
    finally:
        logger.propagate = propagate
        logger.removeHandler(handler)
