"""The ``casegen`` command; ``python -m casegen`` is the same program."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line that the process was given, and exit with its code."""
    # A run makes much and drops little: looking for garbage after every 700 objects finds none. To look
    # through 100,000 takes a tenth of a build. Half a million are more than one case makes, and some 50 MB.
    gc.set_threshold(500_000, 20, 20)
    from casegen.cli import main as run

    code = run(sys.argv[1:])
    # The system takes back the memory at once; the interpreter would first free each object by itself,
    # which takes a fifth of the time of a check.
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
