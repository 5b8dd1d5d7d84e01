"""The rows of a PNG's pixels: how many bytes they are, and the stream that packs these and no more."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from casegen.files import Refused
from casegen.limits import limit
from casegen.values import Value

__all__ = ["Header", "behind", "exact", "header"]

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Where each pass of an interlaced picture begins, and how far its pixels are apart (PNG 3, section 8.1).
_PASSES = (
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
)  # fmt: skip
_STEP = 1 << 22


class Header(Value):
    """What the header of a PNG says of its rows: sides in pixels, bits of a sample, kind of colour."""

    width: int
    height: int
    depth: int
    colour: int
    interlaced: bool

    @property
    def is_huge(self) -> bool:
        """Whether the picture has more pixels than a figure may have; then its rows are not unpacked."""
        return self.width * self.height > limit("image_pixels") * 1_000_000

    def rows(self, width: int, height: int) -> int:
        """How many bytes the rows of a picture of these sides are before they are packed."""
        bits = self.depth * _CHANNELS[self.colour]
        passes = _PASSES if self.interlaced else ((0, 0, 1, 1),)
        total = 0
        for left, top, across, down in passes:
            columns, lines = -((left - width) // across), -((top - height) // down)
            if columns > 0 and lines > 0:
                total += lines * (1 + (columns * bits + 7) // 8)
        return total


def header(body: bytes) -> Header:
    """The header in the *body* of its chunk. Refused where it is damaged."""
    if len(body) != 13 or body[9] not in _CHANNELS or not 0 < body[8] <= 16 or body[12] > 1:
        raise Refused("it is damaged: the header of the PNG is wrong")
    width, height = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
    return Header(width, height, body[8], body[9], bool(body[12]))


def exact(stream: bytes, rows: int) -> bytes:
    """*stream*, which packs *rows* bytes of pixels, without what it packs or holds behind them.

    It is the same but for what is cut off its end, or packed anew where more is packed than the rows. No more
    than one byte above *rows* is unpacked. Refused where it packs less.
    """
    inflating = zlib.decompressobj()
    length = 0
    try:
        for piece in _unpacked(inflating, stream, rows + 1):
            length += len(piece)
    except zlib.error:
        raise _damaged() from None
    if length < rows:
        raise _damaged()
    if length == rows and inflating.eof:
        return stream[: len(stream) - len(inflating.unused_data)]
    packing = zlib.compressobj()
    pieces = _unpacked(zlib.decompressobj(), stream, rows)
    return b"".join([*map(packing.compress, pieces), packing.flush()])


def behind(stream: bytes, rows: int, most: int) -> bytes:
    """What *stream* packs and holds behind *rows* bytes of pixels, up to *most* bytes of what is packed."""
    inflating = zlib.decompressobj()
    found = bytearray()
    at = 0
    try:
        for piece in _unpacked(inflating, stream, rows + most):
            found += piece[max(0, rows - at) :]
            at += len(piece)
    except zlib.error:
        return bytes(found)
    return bytes(found) + inflating.unused_data


def _unpacked(inflating: zlib._Decompress, stream: bytes, most: int) -> Iterator[bytes]:
    """The first *most* bytes that *stream* packs, in pieces."""
    while most > 0 and not inflating.eof:
        piece = inflating.decompress(stream, min(_STEP, most))
        stream = inflating.unconsumed_tail
        if not piece and not stream:
            return
        most -= len(piece)
        yield piece


def _damaged() -> Refused:
    return Refused("it is damaged: its pixels cannot be unpacked")
