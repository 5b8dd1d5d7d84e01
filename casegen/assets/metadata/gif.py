"""GIF: blocks. Those of the picture are kept, cut to what a decoder reads of them."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.assets.metadata import icc
from casegen.assets.metadata.kinds import Kind, in_comment, in_xmp
from casegen.files import Refused

__all__ = ["pieces"]

_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_TEXT, _CONTROL, _COMMENT, _APPLICATION = 0x01, 0xF9, 0xFE, 0xFF
# How often it plays, and its colours.
_LOOPS, _COLOURS = (b"NETSCAPE2.0", b"ANIMEXTS1.0"), b"ICCRGBG1012"


def pieces(data: bytes) -> Iterator[tuple[bytes, frozenset[Kind]]]:
    """The parts of *data*: what is kept of each, and what the rest tells. Refused where it is damaged."""
    try:
        at = 13 + _colours(data[10])
        yield data[:at], frozenset()
        control = b""  # how the next image is shown: the last one before it counts
        seen: set[bytes] = set()
        while data[at] != _END:
            start = at
            if data[at] == _IMAGE:
                at = _blocks(data, at + 11 + _colours(data[at + 9]))
                yield control + data[start:at], frozenset()
                control = b""
            elif data[at] == _EXTENSION:
                at = _blocks(data, at + 2)
                kept, told = _extension(data[start:at])
                if data[start + 1] in (_CONTROL, _TEXT):
                    control = kept
                else:
                    name = kept[:14]
                    yield (b"" if name in seen else kept), told
                    seen.add(name)
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
    none: frozenset[Kind] = frozenset()
    if block[1] == _COMMENT:
        return b"", in_comment(_content(block, 2).decode("utf-8", "replace"))
    if block[1] == _CONTROL:
        return block[:7] + b"\0" if block[2] == 4 else b"", none
    if block[1] != _APPLICATION:  # a text that no browser shows, or what nobody knows
        return b"", none
    name = block[3:14]
    if name in _LOOPS and block[14:16] == b"\3\1":
        return block[:18] + b"\0", none
    if name == _COLOURS:
        inside = _content(block, 14)
        found = icc.profile(inside)
        return (block if found == inside else block[:14] + _blocked(found)) if found else b"", none
    return b"", in_xmp(block)


def _blocked(content: bytes) -> bytes:
    """*content* as a row of blocks."""
    parts = [content[at : at + 255] for at in range(0, len(content), 255)]
    return b"".join(bytes((len(part),)) + part for part in parts) + b"\0"


def _content(block: bytes, at: int) -> bytes:
    parts = []
    while size := block[at]:
        parts.append(block[at + 1 : at + 1 + size])
        at += size + 1
    return b"".join(parts)
