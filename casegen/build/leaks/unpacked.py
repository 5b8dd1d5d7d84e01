"""Data that is packed as one stream (gzip, bzip2, xz), unpacked in full or not at all."""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from collections.abc import Callable

from casegen.files import Refused

__all__ = ["packed_by", "unpacked"]

_GZIP, _BZIP2, _XZ = "gzip", "bzip2", "xz"
_BEGINNINGS = (
    (re.compile(rb"\x1f\x8b\x08"), _GZIP),
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), _BZIP2),
    (re.compile(rb"\xfd7zXZ\0"), _XZ),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "7-Zip"),
    (re.compile(rb"Rar!\x1a\x07"), "RAR"),
    (re.compile(rb"\x28\xb5\x2f\xfd"), "Zstandard"),
    (re.compile(rb"\x04\x22\x4d\x18"), "LZ4"),
)
_STEP = 1 << 20
# What a damaged stream raises, and one that asks for more memory than is set aside for it.
_DAMAGED = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError)
_MEMORY = 256 * 1024 * 1024


def packed_by(data: bytes) -> str:
    """The name of the program that *data* is packed by; empty where it is not packed."""
    return next((name for pattern, name in _BEGINNINGS if pattern.match(data)), "")


def unpacked(data: bytes, kind: str, take: Callable[[int], None]) -> bytes:
    """*data*, which is packed by *kind*, with all its members; *take* is told the size of each piece.

    Refused where it is damaged, cut off, followed by something else, or packed in a way that is not known.
    """
    if kind not in (_GZIP, _BZIP2, _XZ):
        raise Refused(f"it is packed by {kind}, which cannot be opened")
    whole = bytearray()
    rest = data
    try:
        while rest.strip(b"\0"):
            if packed_by(rest) != kind:
                raise EOFError
            rest = _member(rest, kind, whole, take)
    except _DAMAGED:
        raise Refused(f"the data packed by {kind} are damaged") from None
    return bytes(whole)


def _member(data: bytes, kind: str, whole: bytearray, take: Callable[[int], None]) -> bytes:
    """Unpack the member that *data* begins with onto *whole*; what stands behind it."""
    if kind == _GZIP:
        inflating = zlib.decompressobj(31)
        while not inflating.eof:
            piece = inflating.decompress(data, _STEP)
            if not piece and not inflating.unconsumed_tail:
                break
            take(len(piece))
            whole += piece
            data = inflating.unconsumed_tail
        if not inflating.eof:
            raise EOFError
        return inflating.unused_data
    stream = bz2.BZ2Decompressor() if kind == _BZIP2 else lzma.LZMADecompressor(lzma.FORMAT_XZ, _MEMORY)
    while not stream.eof:
        piece = stream.decompress(data, _STEP)
        take(len(piece))
        whole += piece
        if not piece and stream.needs_input:
            break
        data = b""
    if not stream.eof:
        raise EOFError
    return stream.unused_data
