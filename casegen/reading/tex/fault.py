"""Why a formula cannot be set."""

from __future__ import annotations


class TexFault(Exception):
    """What is wrong in a formula, and where: *start* and *end* are offsets into its TeX."""

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message)
        self.start, self.end, self.hint = start, end, hint
