"""JPEG: segments between markers. Those of the picture are kept, cut to what a decoder reads of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.assets.metadata import exif, icc
from casegen.assets.metadata.jpeg_tables import FRAMES, SCAN, TABLES, kept_tables
from casegen.assets.metadata.kinds import Kind, in_comment, in_xmp
from casegen.files import Refused

__all__ = ["parts", "pieces"]

_NONE: frozenset[Kind] = frozenset()
_COMMENT, _END = 0xFE, 0xD9
_JFIF, _EXIF, _ICC, _IPTC, _ADOBE = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
# Markers that nothing follows: for an encoder's own use, and those between restarts.
_ALONE = (0x01, *range(0xD0, 0xD8))
# Frames that are coded in one turn: Each component has one scan.
_SEQUENTIAL = (0xC0, 0xC1, 0xC3, 0xC9, 0xCB)
# A marker behind coded pixels: no stuffed zero, no restart.
_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_XMP = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
_PROFILE = b"ICC_PROFILE\0"
# Adobe's mark of how colours are coded.
_ADOBE_LENGTH = 12
_Segment = tuple[int, bytes, bytes]


def pieces(data: bytes) -> Iterator[tuple[bytes, frozenset[Kind]]]:
    """The parts of *data*: what is kept of each, and what the rest tells. Refused where it is damaged."""
    yield data[:2], _NONE
    segments, behind = _segments(data)
    picture = _Picture(segments)
    for number, (marker, body, coded) in enumerate(segments):
        if marker == _END:
            yield bytes((0xFF, _END)), _NONE
            continue
        kept = picture.kept(number, marker, body)
        yield (_segment(marker, kept) + coded if kept else b""), _told(marker, body)
    yield b"", frozenset(("behind",)) if behind.strip(b"\0 \r\n") else _NONE


def parts(data: bytes) -> tuple[list[bytes], list[bytes]]:
    """All that stands in *data* beside coded pixels, and these, in parts. Refused where it is damaged."""
    segments, behind = _segments(data)
    return [*(body for _, body, _ in segments), behind], [coded for *_, coded in segments if coded]


def _segments(data: bytes) -> tuple[list[_Segment], bytes]:
    """The segments of *data*, each with its marker, its body and the coded pixels behind it; and the rest."""
    found: list[_Segment] = []
    at = 2
    while at < len(data):
        start = at
        while at < len(data) and data[at] == 0xFF:
            at += 1
        if at == start or at >= len(data):
            raise Refused("it is damaged: a JPEG marker is missing")
        marker = data[at]
        if marker == _END:
            return [*found, (marker, b"", b"")], data[at + 1 :]
        if marker in _ALONE:
            at += 1
            continue
        length = int.from_bytes(data[at + 1 : at + 3], "big")
        end = behind = at + 1 + length
        if length < 2 or end > len(data):
            raise Refused("it is damaged: a JPEG segment is cut short")
        if marker == SCAN:
            follows = _MARKER.search(data, end)
            behind = follows.start() if follows else len(data)
        found.append((marker, data[at + 3 : end], data[end:behind]))
        at = behind
    return found, b""


class _Picture:
    """What is kept of the segments of a picture: one of each, with what is read of it."""

    def __init__(self, segments: list[_Segment]) -> None:
        self._tables = kept_tables([(marker, body) for marker, body, _ in segments])
        self._profile = _profile(segments)
        self._adobe = max((n for n, (m, b, _) in enumerate(segments) if _is_adobe(m, b)), default=-1)
        self._seen: set[str] = set()
        self._frame = 0
        self._components = 0
        self._scanned: set[int] = set()

    def kept(self, number: int, marker: int, body: bytes) -> bytes:
        """What is kept of the *body* of a segment; empty where it is left out."""
        if marker in FRAMES:
            return self._begun(marker, body)
        if marker == SCAN:
            return self._scan(body)
        if marker in TABLES:
            return self._tables[number]
        if marker == _ICC:
            return self._profile.get(number, b"")
        if number == self._adobe:
            return body[:_ADOBE_LENGTH]
        if marker == _JFIF and body.startswith(b"JFIF\0") and len(body) >= 12 and self._is_first("JFIF"):
            return body[:12] + b"\0\0"
        if marker == _EXIF and body.startswith(exif.HEADER):
            least = exif.minimal(exif.orientation(body[len(exif.HEADER) :]))
            # A second one would be read as part of the first.
            return exif.HEADER + least if least and self._is_first("EXIF") else b""
        return b""

    def _is_first(self, name: str) -> bool:
        first = name not in self._seen
        self._seen.add(name)
        return first

    def _begun(self, marker: int, body: bytes) -> bytes:
        """The header of the frame; empty for a second one, which no decoder reads."""
        if self._frame:
            return b""
        self._components = body[5] if len(body) > 5 else 0
        length = 6 + 3 * self._components
        if not self._components or len(body) < length or body[1:3] == b"\0\0":
            raise Refused("it is damaged: the header of the JPEG is wrong, or tells no height")
        self._frame = marker
        return body[:length]

    def _scan(self, body: bytes) -> bytes:
        """The header of a scan; empty where its components were all there already."""
        count = body[0] if body else 0
        length = 4 + 2 * count
        if not count or len(body) < length or not self._frame:
            raise Refused("it is damaged: the header of a scan of the JPEG is wrong")
        components = set(body[1 : 1 + 2 * count : 2])
        if self._frame in _SEQUENTIAL and components <= self._scanned:
            return b""
        self._scanned |= components
        return body[:length]


def _is_adobe(marker: int, body: bytes) -> bool:
    return marker == _ADOBE and body.startswith(b"Adobe") and len(body) >= _ADOBE_LENGTH


def _profile(segments: list[_Segment]) -> dict[int, bytes]:
    """What is kept of the segments of the colour profile, by their numbers; nothing where it is none."""
    parts: dict[int, tuple[int, bytes]] = {}
    for number, (marker, body, _) in enumerate(segments):
        if marker == _ICC and body.startswith(_PROFILE) and len(body) > len(_PROFILE) + 1:
            parts.setdefault(body[len(_PROFILE)], (number, body))
    head = len(_PROFILE) + 2
    whole = b"".join(parts[turn][1][head:] for turn in sorted(parts))
    left = len(icc.profile(whole))
    kept: dict[int, bytes] = {}
    for turn in sorted(parts):
        number, body = parts[turn]
        # Each says how many there are: that has to stay true.
        if left and sorted(parts) == list(range(1, body[head - 1] + 1)):
            kept[number] = body[: head + left]
        left = max(0, left - (len(body) - head))
    return kept


def _told(marker: int, body: bytes) -> frozenset[Kind]:
    """What a segment tells beside the picture."""
    if marker == _COMMENT:
        return in_comment(body.decode("utf-8", "replace"))
    if marker == _JFIF and (body.startswith(b"JFXX\0") or (body.startswith(b"JFIF\0") and len(body) > 14)):
        return frozenset(("thumbnail",))
    if marker == _EXIF and body.startswith(exif.HEADER):
        return exif.in_exif(body[len(exif.HEADER) :])
    if marker == _EXIF and body.startswith(_XMP):
        return in_xmp(body)
    if marker == _IPTC and b"8BIM\x04\x04" in body:
        return frozenset(("iptc",))
    return _NONE


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body
