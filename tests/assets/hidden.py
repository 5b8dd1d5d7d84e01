"""What is hidden in pictures, and what these show all the same."""

from __future__ import annotations

from tests.assets.test_metadata import seen

SECRET = b" Joana Prates "


def shown(data: bytes, plain: bytes) -> object:
    """What *data* shows; of what a strict decoder refuses, the same as *plain*."""
    try:
        return seen(data)
    except (OSError, SyntaxError):
        return seen(plain)
