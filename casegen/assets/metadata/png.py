"""PNG: chunks. Those of the picture are kept, byte for byte."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from casegen.assets.metadata import exif
from casegen.assets.metadata.kinds import Kind, in_png_text, in_xmp
from casegen.files import Refused

__all__ = ["pieces"]

# Chunks beside the critical ones by which the picture looks as it does, or moves (PNG 3, section 11.3).
_KEPT = frozenset((
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"cICP",
    b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT",
))  # fmt: skip
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
# A text is looked into up to here.
_LONGEST = 1_000_000


def pieces(data: bytes) -> Iterator[tuple[bytes, frozenset[Kind]]]:
    """The parts of *data*: what is kept of each, and what the rest tells. Refused where it is damaged."""
    yield data[:8], frozenset()
    at = 8
    turned = False
    while at < len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if len(name) < 4 or end > len(data):
            raise Refused("it is damaged: a PNG chunk is cut short")
        body = data[at + 8 : end - 4]
        if not name[0] & 0x20 or name in _KEPT:
            yield data[at:end], frozenset()
        else:
            kept = b""
            inside = _exif(name, body)
            if inside and not turned and (kept := exif.minimal(exif.orientation(inside))):
                turned = True
            yield (_chunk(b"eXIf", kept) if kept else b""), _told(name, body, inside)
        if name == b"IEND":
            yield b"", frozenset(("behind",)) if data[end:].strip(b"\0 \r\n") else frozenset()
            return
        at = end
    raise Refused("it is damaged: the end of the PNG is missing")


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
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
