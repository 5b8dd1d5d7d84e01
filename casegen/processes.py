"""Other processes that work for this one: how they end."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

__all__ = ["close_pipes", "end"]


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
