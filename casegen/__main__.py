"""The ``casegen`` command; ``python -m casegen`` is the same program."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line that the process was given, and exit with its code."""
    from casegen.cli import main as run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
