"""The citation processor: pandoc, in a process of its own that is kept for the next case.

It takes longer to start than to print a case's references, so it starts while the case is still read, and
stays. It ends by itself when casegen does: it reads requests until there are none to come.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

from casegen.citations.program import WHAT_TO_DO, environment, find_pandoc
from casegen.problem import CasegenError
from casegen.processes import apart, end

__all__ = ["Processor", "processor"]

_PROGRAM = Path(__file__).with_name("processor.lua")
_OLDEST = (3, 1, 9)
# Thousands of references in a style that tells authors apart by their given names take a minute.
_LONGEST = 300.0


class Processor:
    """One running pandoc, asked from any thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None
        self._greeted = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The number of the running process; None where none runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start pandoc, if it does not run yet. CasegenError where there is none."""
        with self._lock:
            self._start()

    def ask(self, request: dict[str, str]) -> list[Any]:
        """The blocks of the document in *request*, its citations and references printed.

        CasegenError where pandoc refuses, ends or takes too long.
        """
        line = json.dumps(request).encode("ascii") + b"\n"
        with self._lock:
            self._start()
            process = self._process
            assert process is not None  # noqa: S101 -- just started
            waiting = threading.Timer(_LONGEST, process.kill)
            waiting.start()
            try:
                answer = self._exchange(process, line)
            except (OSError, ValueError):
                late = not waiting.is_alive()
                raise CasegenError(self._failure(late=late)) from None
            except BaseException:  # an interrupt: its answer must not be taken for that of another request
                self._stop()
                raise
            finally:
                waiting.cancel()
        if isinstance(answer, dict) and "blocks" in answer:
            return list(answer["blocks"])
        told = str(answer.get("error", "")) if isinstance(answer, dict) else ""
        raise CasegenError(f"pandoc could not print the references: {_first_line(told)}")

    def stop(self) -> None:
        """End pandoc, if it runs; who waits for its answer is told."""
        if (process := self._process) is not None:
            process.kill()  # before the lock, which who waits for an answer holds
        with self._lock:
            self._stop()

    def _start(self) -> None:
        if self._process is not None:
            return
        import tempfile

        pandoc = find_pandoc()
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the process
        self._greeted = False
        try:
            self._process = subprocess.Popen(
                [pandoc, "lua", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env=environment(),
                **apart(),
            )
        except OSError as error:
            self._stop()
            raise CasegenError(f"{pandoc} does not start: {error.strerror}; {WHAT_TO_DO}") from None

    def _exchange(self, process: subprocess.Popen[bytes], line: bytes) -> Any:
        assert process.stdin is not None  # noqa: S101 -- both are pipes
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(line)
        process.stdin.flush()
        if not self._greeted:
            self._greet(process.stdout.readline())
        return json.loads(process.stdout.readline())

    def _greet(self, greeting: bytes) -> None:
        version = greeting.decode("ascii", "replace").strip()
        numbers = tuple(int(part) for part in version.split(".") if part.isdecimal())
        if numbers and numbers < _OLDEST:
            self._stop()
            oldest = ".".join(map(str, _OLDEST))
            raise CasegenError(f"pandoc {version} is too old, {oldest} is needed: {WHAT_TO_DO}")
        self._greeted = True

    def _failure(self, *, late: bool) -> str:
        """One line on why the process is of no use, which is ended."""
        told = ""
        if self._complaints is not None:
            with suppress(OSError, ValueError):
                self._complaints.seek(0)
                told = _first_line(self._complaints.read(10_000).decode("utf-8", "replace"))
        self._stop()
        if late:
            return f"pandoc took more than {_LONGEST:.0f} seconds to print the references"
        return f"pandoc ended before the references were printed{': ' if told else ''}{told}"

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)
            _clear(process.pid)
        if self._complaints is not None:
            self._complaints.close()
            self._complaints = None


@cache
def processor() -> Processor:
    """The one pandoc of this process, which ends before it does."""
    made = Processor()
    atexit.register(made.stop)
    return made


def _clear(pid: int) -> None:
    """Remove the history that the pandoc with the number *pid* keeps, which it leaves when it is killed."""
    import tempfile

    for path in Path(tempfile.gettempdir()).glob(f"pandoc-hist{pid}-*"):
        with suppress(OSError):
            path.unlink()


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0][:300] if lines else "it did not say why"
