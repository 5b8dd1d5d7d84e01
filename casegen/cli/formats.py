"""``casegen formats``."""

from __future__ import annotations

from casegen.cli.console import result
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command
from casegen.cli.tables import table
from casegen.writers import formats


@make_command(
    """
    casegen formats
    casegen build -f html,pdf
    """
)
def command() -> int:
    """List the formats that `casegen build -f` can write."""
    result(table([(f.format, f"<case>{f.suffix}", f.description) for f in formats()]))
    return CLEAN
