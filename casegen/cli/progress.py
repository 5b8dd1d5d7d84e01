"""How far a long run is, on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import rich.progress

# Seconds before anything is shown: a run that ends sooner needs no bar, and does not pay for one.
_PATIENCE = 0.5


class Progress:
    """A bar on stderr for *total* steps, from half a second on; nothing where stderr is no terminal."""

    def __init__(self, doing: str, total: int) -> None:
        self._doing = doing
        self._total = total
        self._done = -1
        self._name = ""
        self._bar: rich.progress.Progress | None = None
        self._lock = Lock()
        self._timer: Timer | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            self._timer = Timer(_PATIENCE, self._show)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if self._bar is not None:
                self._bar.stop()
                self._bar = None

    def next(self, name: str) -> None:
        """Say that the step before is done and *name* begins."""
        with self._lock:
            self._done += 1
            self._name = name
            self._update()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away for as long as something is printed."""
        with self._lock:
            if self._bar is not None:
                self._bar.stop()
            yield
            if self._bar is not None:
                self._bar.start()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bar = Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
        bar.add_task(self._doing, total=self._total)
        with self._lock:
            if self._timer is not None:
                self._bar = bar
                self._update()
                bar.start()

    def _update(self) -> None:
        if self._bar is not None:
            from rich.markup import escape

            text = f"{self._doing} {escape(self._name)}"
            self._bar.update(self._bar.task_ids[0], description=text, completed=max(0, self._done))
