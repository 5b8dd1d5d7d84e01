"""Regular expressions that cost nothing until a text could match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

__all__ = ["Pattern"]


class Pattern:
    """A regular expression that is compiled when a text first holds one of the words it *needs*.

    Compiling is a good part of what a rule costs on a short case. *needs* are in lower case, and one of them
    stands in lower-cased text wherever the expression can match; without any, every text is looked into.
    """

    def __init__(self, expression: str, flags: re.RegexFlag = re.NOFLAG, needs: tuple[str, ...] = ()) -> None:
        self._expression, self._flags, self._needs = expression, flags, needs

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return re.compile(self._expression, self._flags)

    def finditer(self, text: str, lower: str = "") -> Iterator[re.Match[str]]:
        """Every match in *text*; *lower* is the same text in lower case, where it is at hand."""
        return self.compiled.finditer(text) if self._possible(text, lower) else iter(())

    def search(self, text: str, lower: str = "") -> re.Match[str] | None:
        """The first match in *text*."""
        return self.compiled.search(text) if self._possible(text, lower) else None

    def _possible(self, text: str, lower: str) -> bool:
        if not self._needs:
            return True
        lowered = lower or text.lower()
        return any(map(lowered.__contains__, self._needs))
