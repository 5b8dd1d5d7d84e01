"""JPEG: segments between markers. Those of the picture are kept, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.assets.metadata import exif
from casegen.assets.metadata.kinds import Kind, in_comment, in_xmp
from casegen.files import Refused

__all__ = ["pieces"]

_COMMENT, _END, _SCAN = 0xFE, 0xD9, 0xDA
_APPS = range(0xE0, 0xF0)
# A marker behind coded pixels: no stuffed zero, no restart.
_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_XMP = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
# Colour, which the pixels need: profiles, and Adobe's mark of how they are coded.
_KEPT = ((0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))


def pieces(data: bytes) -> Iterator[tuple[bytes, frozenset[Kind]]]:
    """The parts of *data*: what is kept of each, and what the rest tells. Refused where it is damaged."""
    yield data[:2], frozenset()
    at = 2
    turned = False
    while at < len(data):
        start = at
        while at < len(data) and data[at] == 0xFF:
            at += 1
        if at == start or at >= len(data):
            raise Refused("it is damaged: a JPEG marker is missing")
        marker = data[at]
        if marker == _END:
            yield data[start : at + 1], frozenset()
            yield b"", _behind(data[at + 1 :])
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 1
            yield data[start:at], frozenset()
            continue
        length = int.from_bytes(data[at + 1 : at + 3], "big")
        end = at + 1 + length
        if length < 2 or end > len(data):
            raise Refused("it is damaged: a JPEG segment is cut short")
        if marker == _SCAN:
            follows = _MARKER.search(data, end)
            end = follows.start() if follows else len(data)
        body = data[at + 3 : end]
        if marker in _APPS or marker == _COMMENT:
            kept, kinds = _segment(marker, body)
            if kept.startswith(exif.HEADER):  # a second one would be read as part of the first
                kept, turned = (b"" if turned else kept), True
            yield (_segment_bytes(marker, kept) if kept else b""), kinds
        else:
            yield data[start:end], frozenset()
        at = end


def _segment(marker: int, body: bytes) -> tuple[bytes, frozenset[Kind]]:
    """What is kept of a segment's body, and what it tells."""
    none: frozenset[Kind] = frozenset()
    if marker == _COMMENT:
        return b"", in_comment(body.decode("utf-8", "replace"))
    if marker == 0xE0 and body.startswith(b"JFIF\0"):
        preview = len(body) > 14
        return body[:12] + b"\0\0", frozenset(("thumbnail",)) if preview else none
    if marker == 0xE0 and body.startswith(b"JFXX\0"):
        return b"", frozenset(("thumbnail",))
    if marker == 0xE1 and body.startswith(exif.HEADER):
        inner = body[len(exif.HEADER) :]
        kept = exif.minimal(exif.orientation(inner))
        return exif.HEADER + kept if kept else b"", exif.in_exif(inner)
    if marker == 0xE1 and body.startswith(_XMP):
        return b"", in_xmp(body)
    if marker == 0xED and b"8BIM\x04\x04" in body:
        return b"", frozenset(("iptc",))
    if any(marker == known and body.startswith(name) for known, name in _KEPT):
        return body, none
    return b"", none


def _segment_bytes(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def _behind(rest: bytes) -> frozenset[Kind]:
    return frozenset(("behind",)) if rest.strip(b"\0 \r\n") else frozenset()
