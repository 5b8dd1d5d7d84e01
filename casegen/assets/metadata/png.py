"""PNG: chunks. Those of the picture are kept as they are, cut to what a decoder reads of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import groupby

from casegen.assets.metadata import exif, icc, rows
from casegen.assets.metadata.kinds import Kind, in_png_text, in_xmp
from casegen.files import Refused

__all__ = ["behind_pixels", "pieces"]

_NONE: frozenset[Kind] = frozenset()
_BEHIND: frozenset[Kind] = frozenset(("behind",))
# Chunks by which the picture looks as it does, and their lengths: of some, by the kind of its colours
# (PNG 3, section 11.3). The name of a suggested palette may be anything, and no browser looks at one.
_LENGTHS = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"pHYs": 9, b"cICP": 4, b"mDCV": 24, b"cLLI": 8, b"acTL": 8}
_BY_COLOUR: dict[bytes, dict[int, int]] = {
    b"sBIT": {0: 1, 2: 3, 3: 3, 4: 2, 6: 4},
    b"bKGD": {0: 2, 2: 6, 3: 1, 4: 2, 6: 6},
    b"tRNS": {0: 2, 2: 6},
}
_PALETTE = 3
_FRAME = 26
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
# A text, and a colour profile, is looked into up to here.
_LONGEST = 1_000_000
_LONGEST_PROFILE = 16_000_000


def pieces(data: bytes) -> Iterator[tuple[bytes, frozenset[Kind]]]:
    """The parts of *data*: what is kept of each, and what the rest tells. Refused where it is damaged."""
    yield data[:8], _NONE
    picture: _Picture | None = None
    turned = False
    end = 8
    for name, run in groupby(_chunks(data), key=lambda chunk: chunk[0]):
        bodies = [body for _, body in run]
        end += sum(12 + len(body) for body in bodies)
        if picture is None:
            if name != b"IHDR":
                raise Refused("it is damaged: the header of the PNG is missing")
            picture = _Picture(bodies[0])
            yield _chunk(name, bodies[0]), _NONE
        elif name in (b"IDAT", b"fdAT"):
            yield picture.pixels(name, bodies)
        elif name == b"IEND":
            yield _chunk(name, b""), _BEHIND if bodies[0] else _NONE
        elif kept := picture.kept(name, bodies):
            yield _chunk(name, kept), _NONE
        else:
            for body in bodies:
                inside = _exif(name, body)
                least = exif.minimal(exif.orientation(inside)) if inside and not turned else b""
                turned = turned or bool(least)
                yield (_chunk(b"eXIf", least) if least else b""), _told(name, body, inside)
    yield b"", _BEHIND if data[end:].strip(b"\0 \r\n") else _NONE


def behind_pixels(data: bytes, most: int) -> bytes:
    """What the chunks of the pixels hold that no decoder reads; of what is packed, up to *most* bytes.

    Of a picture that is too large to be a figure, nothing. Refused where *data* is damaged.
    """
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR":
        raise Refused("it is damaged: the header of the PNG is missing")
    head = rows.header(chunks[0][1])
    if head.is_huge:
        return b""
    runs = [
        b"".join(body for _, body in run) for name, run in groupby(chunks, lambda c: c[0]) if name == b"IDAT"
    ]
    first = b"".join(runs[:1])
    return b"".join([rows.behind(first, head.rows(head.width, head.height), most), *runs[1:]])


class _Picture:
    """What has been met of a picture: each chunk is kept once, and the frames are counted."""

    def __init__(self, head: bytes) -> None:
        self._header = rows.header(head)
        self._seen: set[bytes] = set()
        self._colours = 0
        self._frames = 0
        self._sequence = 0
        # The sides of the frame whose pixels follow.
        self._frame: tuple[int, int] | None = None

    def kept(self, name: bytes, bodies: list[bytes]) -> bytes:
        """What is kept of chunks of one *name* that follow one another; empty for nothing."""
        if name == b"fcTL":
            return self._begun(bodies[-1])
        if name in self._seen:
            return b""
        body = self._cut(name, bodies[0])
        if body:
            self._seen.add(name)
        return body

    def _cut(self, name: bytes, body: bytes) -> bytes:
        colour = self._header.colour
        if name == b"PLTE":
            self._colours = min(len(body) // 3, 1 << self._header.depth) if colour == _PALETTE else 0
            return body[: 3 * self._colours]
        if name == b"tRNS" and colour == _PALETTE:
            return body[: self._colours]
        if name == b"iCCP":
            return _profile(body)
        if name == b"acTL":
            self._frames = 0 if b"IDAT" in self._seen else int.from_bytes(body[:4], "big")
        length = _LENGTHS.get(name) or _BY_COLOUR.get(name, {}).get(colour, 0)
        return body[:length] if len(body) >= length else b""

    def _begun(self, body: bytes) -> bytes:
        """A frame's header; empty for one more than the animation has."""
        self._frame = None
        if self._frames <= 0 or len(body) < _FRAME:
            return b""
        self._frames -= 1
        self._frame = int.from_bytes(body[4:8], "big"), int.from_bytes(body[8:12], "big")
        return self._next() + body[4:_FRAME]

    def _next(self) -> bytes:
        """The number of the next part of an animation."""
        self._sequence += 1
        return (self._sequence - 1).to_bytes(4, "big")

    def pixels(self, name: bytes, bodies: list[bytes]) -> tuple[bytes, frozenset[Kind]]:
        """The chunks of the pixels of the picture, or of a frame, without what is behind the last row."""
        head = self._header
        if name == b"IDAT":
            if name in self._seen:
                return b"", _BEHIND
            self._seen.add(name)
            sides, parts = (head.width, head.height), bodies
        else:
            if self._frame is None or b"IDAT" not in self._seen:
                return b"", _BEHIND
            sides, parts = self._frame, [body[4:] for body in bodies]
            if sides[0] > head.width or sides[1] > head.height:
                raise Refused("it is damaged: a frame of the PNG is larger than the picture")
        self._frame = None
        stream = b"".join(parts)
        # No figure is huge; a supplementary file may be, and is left as it is.
        exact = stream if head.is_huge else rows.exact(stream, head.rows(*sides))
        same = exact == stream
        made = [
            _chunk(name, part if name == b"IDAT" else self._next() + part)
            for part in (parts if same else [exact])
        ]
        return b"".join(made), _NONE if same else _BEHIND


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of each chunk up to the last. Refused where it is damaged; a text may be."""
    at = 8
    while at < len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if len(name) < 4 or end > len(data):
            raise Refused("it is damaged: a PNG chunk is cut short")
        body = data[at + 8 : end - 4]
        if name in (b"IHDR", b"PLTE", b"IDAT") and data[end - 4 : end] != _check(name, body):
            raise Refused("it is damaged: the check value of a PNG chunk is wrong")
        yield name, body
        if name == b"IEND":
            return
        at = end
    raise Refused("it is damaged: the end of the PNG is missing")


def _profile(body: bytes) -> bytes:
    """The chunk of a colour profile under another name; empty where it holds no profile."""
    packed = body.partition(b"\0")[2][1:]
    inflating = zlib.decompressobj()
    try:
        whole = inflating.decompress(packed, _LONGEST_PROFILE)
    except zlib.error:
        return b""
    found = icc.profile(whole)
    if not found:
        return b""
    same = found == whole and inflating.eof and not inflating.unused_data
    return b"icc\0\0" + (packed if same else zlib.compress(found))


def _told(name: bytes, body: bytes, inside: bytes) -> frozenset[Kind]:
    if inside:
        return exif.in_exif(inside)
    if name not in _TEXTS:
        return frozenset()
    keyword, text = _text(name, body)
    if keyword == "XML:com.adobe.xmp":
        return in_xmp(text)
    if keyword.lower().startswith("raw profile type"):
        kinds: dict[str, Kind] = {"iptc": "iptc", "8bim": "iptc"}
        kind = kinds.get(keyword.lower().rpartition(" ")[2])
        return frozenset((kind,)) if kind else in_xmp(_unpacked(text))
    return in_png_text(keyword, text.decode("utf-8", "replace"))


def _exif(name: bytes, body: bytes) -> bytes:
    """The EXIF that the chunk holds; ImageMagick writes it as a text."""
    if name == b"eXIf":
        return body.removeprefix(exif.HEADER)
    if name in _TEXTS and body[:21].lower() in (b"raw profile type exif", b"raw profile type app1"):
        inside = _unpacked(_text(name, body)[1])
        return inside.removeprefix(exif.HEADER) if not inside.startswith(b"http") else b""
    return b""


def _text(name: bytes, body: bytes) -> tuple[str, bytes]:
    """Keyword and text of a chunk; empty where the text cannot be unpacked."""
    keyword, _, text = body.partition(b"\0")
    packed = name == b"zTXt"
    if name == b"iTXt":
        packed = text[:1] == b"\1"
        text = text[2:].partition(b"\0")[2].partition(b"\0")[2]
    elif packed:
        text = text[1:]
    if packed:
        try:
            text = zlib.decompressobj().decompress(text, _LONGEST)
        except zlib.error:
            text = b""
    return keyword.decode("latin-1"), text


def _unpacked(text: bytes) -> bytes:
    """The bytes of a profile that is written as a name, a length and hexadecimal digits on lines."""
    try:
        return bytes.fromhex(b"".join(text.strip().split(b"\n")[2:]).decode("ascii"))
    except (UnicodeDecodeError, ValueError):
        return b""


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + _check(name, body)


def _check(name: bytes, body: bytes) -> bytes:
    return zlib.crc32(name + body).to_bytes(4, "big")
