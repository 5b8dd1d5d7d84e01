"""WebP: the chunks of a RIFF file. Those of the picture are kept, cut to what a decoder reads of them."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.assets.metadata import exif, icc
from casegen.assets.metadata.kinds import Kind, in_xmp
from casegen.files import Refused

__all__ = ["find", "is_lossless", "strip"]

_PIXELS = (b"VP8 ", b"VP8L")
_ICC_FLAG, _EXIF_FLAG, _XMP_FLAG, _MOVING_FLAG = 0x20, 0x08, 0x04, 0x02
# The lengths of the header, of an animation's header, and of what a frame has before its chunks.
_HEADER, _ANIMATION, _FRAME = 10, 6, 16


def find(data: bytes) -> frozenset[Kind]:
    """What *data* tells beside the picture. Refused where it is damaged."""
    found: set[Kind] = set()
    for name, body in _chunks(data, 12, _end(data)):
        if name == b"EXIF":
            found |= exif.in_exif(body.removeprefix(exif.HEADER))
        elif name == b"XMP ":
            found |= in_xmp(body)
    if data[_end(data) :].strip(b"\0 \r\n"):
        found.add("behind")
    return frozenset(found)


def is_lossless(data: bytes) -> bool:
    """Whether *data*, one picture, was compressed without loss. Refused where it is damaged."""
    return any(name == b"VP8L" for name, _ in _chunks(data, 12, _end(data)))


def strip(data: bytes) -> bytes:
    """*data* without what it tells beside the picture. Refused where it is damaged."""
    chunks = list(_chunks(data, 12, _end(data)))
    turned = next((exif.orientation(b.removeprefix(exif.HEADER)) for n, b in chunks if n == b"EXIF"), 1)
    kept = exif.minimal(turned)
    head = next((body for name, body in chunks[:1] if name == b"VP8X"), b"")
    moving = bool(head and head[0] & _MOVING_FLAG)
    colours = next((icc.profile(body) for name, body in chunks if name == b"ICCP"), b"") if head else b""
    out: list[bytes] = []
    if head:
        flags = head[0] & ~(_ICC_FLAG | _EXIF_FLAG | _XMP_FLAG)
        flags |= (_ICC_FLAG if colours else 0) | (_EXIF_FLAG if kept else 0)
        out.append(_chunk(b"VP8X", bytes((flags,)) + head[1:_HEADER]))
    if colours:
        out.append(_chunk(b"ICCP", colours))
    out += _frames(chunks) if moving else _picture(chunks)
    if kept:
        out.append(_chunk(b"EXIF", kept))
    content = b"WEBP" + b"".join(out)
    return b"RIFF" + len(content).to_bytes(4, "little") + content


def _picture(chunks: list[tuple[bytes, bytes]]) -> list[bytes]:
    """The chunks of one picture: its pixels, and before them how transparent they are."""
    out: list[bytes] = []
    for name, body in chunks:
        if name == b"ALPH" and not out:
            out.append(_chunk(name, body))
        elif name in _PIXELS:
            return [*out, _chunk(name, body)]
    raise Refused("it is damaged: the pixels of the WebP are missing")


def _frames(chunks: list[tuple[bytes, bytes]]) -> list[bytes]:
    """The chunks of an animation."""
    start = next((body for name, body in chunks if name == b"ANIM"), b"")
    out = [_chunk(b"ANIM", start[:_ANIMATION])]
    for name, body in chunks:
        if name == b"ANMF":
            inner = _picture(list(_chunks(body, _FRAME, len(body))))
            out.append(_chunk(name, b"".join([body[:_FRAME], *inner])))
    return out


def _chunks(data: bytes, at: int, last: int) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of each chunk of *data* from *at* to *last*."""
    while at < last:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > last:
            raise Refused("it is damaged: a WebP chunk is cut short")
        body = data[at + 8 : at + 8 + size]
        if data[at : at + 4] == b"VP8X" and not body:
            raise Refused("it is damaged: its WebP header is empty")
        yield data[at : at + 4], body
        at += 8 + size + size % 2


def _end(data: bytes) -> int:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise Refused("it is damaged: the WebP file is cut short")
    return end


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
