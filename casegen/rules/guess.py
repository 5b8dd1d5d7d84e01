"""What somebody may have meant by a mistyped name."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Guesser"]

# To compare every name with every other one takes for ever where both are many.
_MOST_QUESTIONS = 20
_MOST_NAMES = 1_000
_LONGEST = 100


class Guesser:
    """Finds the known name closest to a mistyped one; gives up where it is asked too much."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = [name for name in known if len(name) <= _LONGEST][:_MOST_NAMES]
        self._questions = 0

    def closest(self, name: str) -> str | None:
        """The known name closest to *name*, or None."""
        self._questions += 1
        if self._questions > _MOST_QUESTIONS or len(name) > _LONGEST:
            return None
        from difflib import get_close_matches

        close = get_close_matches(name, self._known, n=1)
        return close[0] if close else None
