"""WebP: the chunks of a RIFF file. Those of the picture are kept, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.assets.metadata import exif
from casegen.assets.metadata.kinds import Kind, in_xmp
from casegen.files import Refused

__all__ = ["find", "strip"]

_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


def find(data: bytes) -> frozenset[Kind]:
    """What *data* tells beside the picture. Refused where it is damaged."""
    found: set[Kind] = set()
    for name, body, _ in _chunks(data):
        if name == b"EXIF":
            found |= exif.in_exif(body.removeprefix(exif.HEADER))
        elif name == b"XMP ":
            found |= in_xmp(body)
    if data[_end(data) :].strip(b"\0 \r\n"):
        found.add("behind")
    return frozenset(found)


def strip(data: bytes) -> bytes:
    """*data* without what it tells beside the picture. Refused where it is damaged."""
    chunks = list(_chunks(data))
    turned = next((exif.orientation(b.removeprefix(exif.HEADER)) for n, b, _ in chunks if n == b"EXIF"), 1)
    kept = exif.minimal(turned)
    out: list[bytes] = []
    for name, body, whole in chunks:
        if name == b"VP8X":
            flags = body[0] & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if kept else 0)
            out.append(_chunk(name, bytes((flags,)) + body[1:]))
        elif name in _KEPT:
            out.append(whole)
    if kept:
        out.append(_chunk(b"EXIF", kept))
    content = b"WEBP" + b"".join(out)
    return b"RIFF" + len(content).to_bytes(4, "little") + content


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name, body and all bytes of each chunk."""
    at, last = 12, _end(data)
    while at < last:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if at + 8 + size > last:
            raise Refused("it is damaged: a WebP chunk is cut short")
        body = data[at + 8 : at + 8 + size]
        if data[at : at + 4] == b"VP8X" and not body:
            raise Refused("it is damaged: its WebP header is empty")
        yield data[at : at + 4], body, data[at:end].ljust(end - at, b"\0")
        at = end


def _end(data: bytes) -> int:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise Refused("it is damaged: the WebP file is cut short")
    return end


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
