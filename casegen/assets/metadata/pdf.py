"""PDF: whom it names as its author, where that is not packed away. It is not taken out here."""

from __future__ import annotations

import re

from casegen.assets.metadata.kinds import Kind, in_xmp

__all__ = ["find"]

_AUTHOR = re.compile(rb"/Author\s*(?:\(([^()]{1,500})\)|<([0-9A-Fa-f\s]{1,2000})>)")
_LONGEST = 100_000


def find(data: bytes) -> frozenset[Kind]:
    """Whether *data* names its author."""
    for match in _AUTHOR.finditer(data):
        digits = b"".join((match[2] or b"").split()).decode()
        text = match[1] or bytes.fromhex(digits[: len(digits) // 2 * 2])
        if text.replace(b"\xfe\xff", b"").strip(b"\0 \t\r\n"):
            return frozenset(("name",))
    at = data.find(b"<?xpacket begin")
    return in_xmp(data[at : at + _LONGEST]) & {"name"} if at >= 0 else frozenset()
