"""GIF: blocks. Those of the picture are kept, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.assets.metadata.kinds import Kind, in_comment, in_xmp
from casegen.files import Refused

__all__ = ["pieces"]

_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_COMMENT, _APPLICATION = 0xFE, 0xFF
# How often it plays, and its colours.
_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def pieces(data: bytes) -> Iterator[tuple[bytes, frozenset[Kind]]]:
    """The parts of *data*: what is kept of each, and what the rest tells. Refused where it is damaged."""
    try:
        at = 13 + _colours(data[10])
        yield data[:at], frozenset()
        while data[at] != _END:
            start = at
            if data[at] == _IMAGE:
                at = _blocks(data, at + 11 + _colours(data[at + 9]))
                yield data[start:at], frozenset()
            elif data[at] == _EXTENSION:
                at = _blocks(data, at + 2)
                yield _extension(data[start:at])
            else:
                raise Refused("it is damaged: a GIF block is missing")
        yield data[at : at + 1], frozenset()
        yield b"", frozenset(("behind",)) if data[at + 1 :].strip(b"\0 \r\n") else frozenset()
    except IndexError:
        raise Refused("it is damaged: the GIF is cut short") from None


def _colours(flags: int) -> int:
    """The bytes of a colour table."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """Where the row of blocks that begins at *at* ends."""
    while size := data[at]:
        at += size + 1
    return at + 1


def _extension(block: bytes) -> tuple[bytes, frozenset[Kind]]:
    if block[1] == _COMMENT:
        return b"", in_comment(_content(block, 2).decode("utf-8", "replace"))
    if block[1] == _APPLICATION and not block[3:14].startswith(_KEPT):
        return b"", in_xmp(block)
    return block, frozenset()


def _content(block: bytes, at: int) -> bytes:
    parts = []
    while size := block[at]:
        parts.append(block[at + 1 : at + 1 + size])
        at += size + 1
    return b"".join(parts)
