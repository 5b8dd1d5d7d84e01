"""Colour profiles: what is one, and where it ends."""

from __future__ import annotations

__all__ = ["profile"]

# The header and the number of tags that follows it; the signature in the header (ICC.1, section 7.2).
_SHORTEST = 132
_SIGNATURE, _AT = b"acsp", 36


def profile(data: bytes) -> bytes:
    """The colour profile that *data* begins with, without what stands behind it; empty where it is none."""
    size = int.from_bytes(data[:4], "big")
    is_one = data[_AT : _AT + 4] == _SIGNATURE and _SHORTEST <= size <= len(data)
    return data[:size] if is_one else b""
