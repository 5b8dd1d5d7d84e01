"""How far a long run is: a bar on a terminal, a line for each long step elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Timer
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

from casegen.cli.console import is_terminal, tell

if TYPE_CHECKING:
    import rich.progress
    import rich.text

# Seconds before anything is shown: a run that ends sooner needs no bar, and does not pay for one.
_PATIENCE = 0.5
# Seconds that one step may take before it is named where there is no bar.
_SILENCE = 5.0
# Seconds that one step may take before the bar tells them.
_SLOW = 3.0


class Progress:
    """How far a run of *total* steps is, on stderr.

    On a terminal a bar, from half a second on; elsewhere a line for each step that takes longer than
    anyone waits without a word.
    """

    def __init__(self, doing: str, total: int, *, late: bool = False) -> None:
        """*late*: nothing is shown of a run of a few seconds, for it is one of many."""
        self._patience = _SILENCE if late else _PATIENCE
        self._doing = doing
        self._total = total
        self._done = self._files = 0
        self._began = monotonic()
        # What has begun and is not done, with the time; the first of them has taken longest.
        self._running: dict[str, float] = {}
        self._bar: rich.progress.Progress | None = None
        self._lock = Lock()
        self._timer: Timer | None = None

    def __enter__(self) -> Self:
        if is_terminal(sys.stderr):
            self._start(self._patience, self._show)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._cancel()
            if self._bar is not None:
                with suppress(OSError):  # the terminal is gone
                    self._bar.stop()
                self._bar = None

    def next(self, name: str) -> None:
        """Say that the step before is done and *name* begins."""
        with self._changing():
            self._done += len(self._running)
            self._running = {name: monotonic()}

    def begin(self, name: str) -> None:
        """Say that *name* begins."""
        with self._changing():
            self._running[name] = monotonic()

    def done(self, name: str, files: int = 0) -> None:
        """Say that *name* is done, and has written so many *files*."""
        with self._changing():
            self._running.pop(name, None)
            self._done += 1
            self._files += files

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """What runs changes within; where that is what is waited for, it is told anew."""
        with self._lock:
            before = next(iter(self._running), "")
            yield
            self._update()
            if not is_terminal(sys.stderr) and before != next(iter(self._running), ""):
                self._cancel()
                self._start(_SILENCE, self._say)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away for as long as something is printed."""
        with self._lock:
            if self._bar is not None:
                self._bar.stop()
            yield
            if self._bar is not None:
                self._bar.start()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No thread of this waits within, so that the process can be forked; then it waits anew."""
        with self._lock:
            timer = self._timer if self._timer and self._timer.is_alive() else None
            if timer is not None:
                self._cancel()
        if timer is not None:
            timer.join()
        yield
        if timer is not None:
            with self._lock:
                self._start(timer.interval, timer.function)

    def _start(self, seconds: float, then: Callable[[], None]) -> None:
        self._timer = Timer(seconds, then)
        self._timer.daemon = True
        self._timer.start()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _say(self) -> None:
        with self._lock:
            if self._timer is not None and self._running:
                name = next(iter(self._running))
                tell(f"casegen: {self._doing} {name} ({self._done + 1} of {self._total})")

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, RenderableColumn, TextColumn
        from rich.progress import Progress as Bar
        from rich.table import Column

        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            RenderableColumn(self, table_column=Column(no_wrap=True)),
        )
        bar = Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
        bar.add_task(self._doing, total=self._total)
        with self._lock:
            if self._timer is not None:
                self._bar = bar
                self._update()
                bar.start()

    def __rich__(self) -> rich.text.Text:
        """What stands beside the bar: the files written, the rate, and how long a long step takes by now."""
        from rich.text import Text

        now = monotonic()
        parts = [f"{self._files} files"] if self._files else []
        if self._done > 0:
            parts.append(f"{self._done / (now - self._began):.1f}/s")
        spent = now - next(iter(self._running.values()), now)
        if spent > _SLOW:
            parts.append(f"{spent:.0f} s on this one")
        return Text(", ".join(parts))

    def _update(self) -> None:
        if self._bar is not None:
            from rich.markup import escape

            text = f"{self._doing} {escape(next(iter(self._running), ''))}"
            self._bar.update(self._bar.task_ids[0], description=text, completed=self._done)
