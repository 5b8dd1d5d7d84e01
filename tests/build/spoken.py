"""What a process of casegen says, whatever the speed of the machine."""

from __future__ import annotations


def said(stderr: bytes | str) -> list[str]:
    """The lines of *stderr*, without those that name what takes long."""
    text = stderr.decode() if isinstance(stderr, bytes) else stderr
    return [line for line in text.splitlines() if line and not line.startswith("casegen: building ")]
