"""Other processes that work for this one: how they start and end."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess

__all__ = ["apart", "close_pipes", "end"]


def apart() -> dict[str, Any]:
    """What starts a process in a group of its own: an interrupt from the keyboard is casegen's to pass on."""
    if sys.platform == "win32":
        import subprocess

        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}


def end(process: subprocess.Popen[bytes]) -> None:
    """End *process*, whatever it does, and close the pipes to it."""
    process.kill()
    process.wait()
    # Not before it has ended: closing waits for who still reads.
    close_pipes(process)


def close_pipes(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes to *process*, which has ended."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
