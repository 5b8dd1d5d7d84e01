"""A real scheduler of Dask with its workers, each a process of its own on this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WORKER = Path(__file__).with_name("cluster_worker.py")
# No test waits this long, in seconds, unless it fails.
LONG = 120


class Machines:
    """A scheduler and its workers, in a *folder* of their own; they cannot read that of the *client*.

    A case may cost the scheduler so many workers, its *failures*, and is given to the next.
    """

    def __init__(self, folder: Path, client: Path, failures: int) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self.messages = folder / "messages"
        self.messages.mkdir()
        modules = folder / "modules"
        modules.mkdir()
        # Imported by every process of this interpreter as it starts.
        shutil.copy(WORKER, modules / "sitecustomize.py")
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(modules), *filter(None, sys.path)]),
            "TEST_CLIENT": str(client),
            "TEST_MESSAGES": str(self.messages),
            "TMPDIR": str(folder),
            "TZ": "Pacific/Auckland",
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures),
        }
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", "scheduler.json")
        said = folder / "scheduler.json"
        # It is there before it is written.
        waited_for(lambda: said.exists() and said.read_text("utf-8").rstrip().endswith("}"))
        self.address: str = json.loads(said.read_text("utf-8"))["address"]

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            started = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "dask",
                    *command,
                    "--host",
                    "127.0.0.1",
                    "--dashboard-address",
                    "127.0.0.1:0",
                ],
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        self._running.append(started)
        return started

    def add_worker(self, threads: int = 1) -> None:
        """Start a worker, which nobody starts anew when it is killed."""
        self._start(
            "worker", self.address, "--nthreads", str(threads), "--no-nanny", "--local-directory", "."
        )

    def left_behind(self) -> list[Path]:
        """The files of cases that lie on the machines."""
        return [path for path in self._folder.rglob("cases/*/*") if path.is_file()]

    def end(self) -> None:
        """End them all."""
        # What they have begun ends with them, however they end (`casegen.workers.serve`).
        for process in self._running:
            process.kill()
            process.wait()


def waited_for(there: Callable[[], object]) -> None:
    until = time.monotonic() + LONG
    while not there():
        assert time.monotonic() < until
        time.sleep(0.02)


@contextmanager
def machines(folder: Path, client: Path, failures: int) -> Iterator[Machines]:
    made = Machines(folder, client, failures)
    try:
        yield made
    finally:
        made.end()
