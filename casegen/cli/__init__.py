"""The command line: one module per command, and the only place with exit codes and colour.

A command's module is imported when that command is run. Each holds a `command`, which returns its
exit code.
"""

from casegen.cli.app import main

__all__ = ["main"]
