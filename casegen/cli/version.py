"""``casegen version``."""

from __future__ import annotations

from casegen import __version__
from casegen.cli.console import result
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command


@make_command("casegen version")
def command() -> int:
    """Print the version."""
    result(f"casegen {__version__}")
    return CLEAN
