"""Runs first in every process of test_cluster.py's machines: they cannot read what the client reads, and some
cases are trouble.
"""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

# The folder of the client; and one of the test's, which leaves messages there.
CLIENT, MESSAGES = os.environ["TEST_CLIENT"], Path(os.environ["TEST_MESSAGES"])
READING = {"open", "os.listdir", "os.scandir"}
# Cases that end their worker, the machine's part in it; and one that ends the process it is built in.
KILLERS = {"kills-one": os.getppid, "kills-all": os.getppid, "kills-itself": os.getpid}


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Stands in for a disk that is not there."""
    if event in READING and arguments and str(arguments[0]).startswith(CLIENT):
        raise PermissionError(f"{arguments[0]} is on another machine")


class Finder:
    """Has a case do what its name asks for before it is built."""

    def find_spec(self, name: str, *_: object) -> None:
        if name != "casegen.build.cluster.bench" or "casegen.workers" not in " ".join(sys.orig_argv):
            return
        sys.meta_path.remove(self)
        from casegen.build import case

        work = case.work

        def troubled(job: Any, before: Any) -> Any:
            (MESSAGES / f"{job.slug}-began").touch()
            killed = MESSAGES / f"{job.slug}-killed"
            if job.slug in KILLERS and not (job.slug == "kills-one" and killed.exists()):
                killed.touch()
                os.kill(KILLERS[job.slug](), signal.SIGKILL)
                time.sleep(60)
            while job.slug == "waits" and not (MESSAGES / "go").exists():
                time.sleep(0.02)
            return work(job, before)

        case.work = troubled  # type: ignore[assignment]


sys.addaudithook(refuse)
sys.meta_path.insert(0, Finder())
