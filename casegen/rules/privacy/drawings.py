"""The text of a drawing, whose words may be placed letter by letter."""

from __future__ import annotations

import re

__all__ = ["letters_joined"]

# An element of one letter, and the space between it and the next.
_LETTER = re.compile(r"(?<=>)([^\W\d_])(</(?:\w+:)?(?:tspan|text|textPath)\s*>)\s+(?=<)")


def letters_joined(markup: str) -> str:
    """*markup* without the space that stands behind each element of a single letter."""
    return _LETTER.sub(r"\1\2", markup)
