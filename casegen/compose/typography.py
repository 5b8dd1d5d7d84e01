"""Quotation marks and dashes as printed, from those a keyboard has."""

from __future__ import annotations

import re

_DASHES = re.compile(r"---|--|\.\.\.")
_PRINTED = {"---": "\u2014", "--": "\u2013", "...": "\u2026"}
_OPENERS = "([{\u2014\u2013-/\u201c\u2018\u201e\u201a\u00ab"


class Typographer:
    """Curls quotes over a run of texts; it remembers what stood before.

    ``"`` and ``'`` after a space, a bracket or a dash open, others close; between letters ``'`` is an
    apostrophe. Straight marks after a digit stay: they are inches, feet, minutes or seconds.
    """

    def __init__(self, quotes: tuple[str, str, str, str], *, typed: bool = False) -> None:
        self._double = quotes[:2]
        self._single = quotes[2:]
        self._typed = typed
        self._before = ""
        self._open = 0

    def text(self, text: str) -> str:
        """*text* as printed."""
        if self._typed:
            return text
        if "--" in text or "..." in text:
            text = _DASHES.sub(lambda match: _PRINTED[match.group()], text)
        if '"' in text or "'" in text:
            text = "".join(self._mark(text, at) for at in range(len(text)))
        if text:
            self._before = text[-1]
        return text

    def passed(self, char: str) -> None:
        """Note that *char* was printed by something that is not text, such as a citation."""
        self._before = char

    def _mark(self, text: str, at: int) -> str:
        char = text[at]
        before = text[at - 1] if at else self._before
        after = text[at + 1] if at + 1 < len(text) else " "
        if char == '"':
            return self._quote(before, after)
        if char == "'":
            if (not before or before.isspace() or before in _OPENERS) and after.isalpha():
                return self._single[0]
            if before.isdigit() and not after.isalpha():
                return char
            return "\u2019" if before.isalnum() and after.isalnum() else self._single[1]
        return char

    def _quote(self, before: str, after: str) -> str:
        if (not before or before.isspace() or before in _OPENERS) and not after.isspace():
            self._open += 1
            return self._double[0]
        if self._open:
            self._open -= 1
        elif before.isdigit():
            return '"'
        return self._double[1]
