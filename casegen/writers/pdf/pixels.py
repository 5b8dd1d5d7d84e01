"""PNG images in a PDF as they are in their files.

What compresses the pixels of a PNG is what a PDF may hold them in (ISO 32000-1, 7.4.4). But the engine
unpacks them, makes three bytes of the one that names a colour of the palette, and packs them anew, twice:
that takes a seventh of the time of an article with two large images, and makes its PDF nearly twice as large.
So the engine is handed a blank of the same size, and the pixels are put in the place of that when it has
drawn the pages.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

from casegen.values import Value

__all__ = ["Blanks"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Kinds of pixels, by the number that PNG has for them, and their channels: those without opacity.
_GREY, _COLOURS, _PALETTE = 0, 2, 3
_CHANNELS = {_GREY: 1, _COLOURS: 3, _PALETTE: 1}
# What a JPEG, which the blank is, has room for; and where its comment stands.
_LONGEST_SIDE = 65_000
_BEGINNING = 500


class _Pixels(Value):
    """The pixels of a PNG, *packed* as they are in it; *palette* is of three bytes for each colour."""

    width: int
    height: int
    bits: int
    kind: int
    palette: bytes
    packed: bytes


class Blanks:
    """Blanks that stand for images while pages are drawn."""

    def __init__(self) -> None:
        self._images: dict[bytes, tuple[_Pixels, bytes]] = {}

    def blank(self, png: bytes) -> bytes | None:
        """A JPEG to draw in the place of *png*; None where a PDF cannot hold it as it is."""
        from PIL import Image

        pixels = _pixels(png)
        if pixels is None:
            return None
        mark = sha256(png).hexdigest().encode("ascii")
        self._images[mark] = pixels, png
        made = BytesIO()
        Image.new("L", (pixels.width, pixels.height)).save(made, "JPEG", quality=1, comment=mark)
        return made.getvalue()

    def fill(self, pdf: Any) -> None:
        """Put the images in the place of their blanks in *pdf*, which the engine is about to write."""
        for thing in pdf.objects:
            extra = getattr(thing, "extra", {})
            if extra.get("Filter") != "/DCTDecode":
                continue
            beginning = thing.stream[0].data[:_BEGINNING]
            for mark, (pixels, png) in self._images.items():
                if mark in beginning:
                    size = extra["Width"], extra["Height"]
                    _fill(thing, pixels if size == (pixels.width, pixels.height) else _smaller(png, size))


def _fill(image: Any, pixels: _Pixels) -> None:
    """Make of *image*, an object of a PDF, one with these *pixels*."""
    # As the engine makes its own, in a class this module need not know.
    parameters = type(image.extra)(
        {
            "Predictor": 15,
            "Colors": _CHANNELS[pixels.kind],
            "BitsPerComponent": pixels.bits,
            "Columns": pixels.width,
        }
    )
    image.extra["ColorSpace"] = _space(pixels)
    image.extra["BitsPerComponent"] = pixels.bits
    image.extra["Filter"] = "/FlateDecode"
    image.extra["DecodeParms"] = parameters
    image.stream = [pixels.packed]


def _space(pixels: _Pixels) -> str:
    if pixels.kind != _PALETTE:
        return "/DeviceGray" if pixels.kind == _GREY else "/DeviceRGB"
    # As many as a pixel can name: a damaged one may name a colour that the file does not have.
    colours = pixels.palette[: 3 << pixels.bits].ljust(3 << pixels.bits, b"\0")
    return f"[/Indexed /DeviceRGB {(1 << pixels.bits) - 1} <{colours.hex()}>]"


def _smaller(png: bytes, size: tuple[int, int]) -> _Pixels:
    """The image *png* in no more pixels than can be printed."""
    from PIL import Image

    made = BytesIO()
    with Image.open(BytesIO(png)) as image:
        kept = image if image.mode in ("L", "RGB") else image.convert("RGB")
        kept.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0).save(made, "PNG")
    pixels = _pixels(made.getvalue())
    assert pixels is not None  # noqa: S101 -- Pillow writes what a PDF can hold
    return pixels


def _pixels(png: bytes) -> _Pixels | None:
    """The pixels of *png*; None where a PDF cannot hold them so: 16 bits, opacity, interlaced or damaged."""
    parts = list(_parts(png))
    names = [name for name, _ in parts]
    if names[:1] != [b"IHDR"] or b"tRNS" in names or len(parts[0][1]) != 13:
        return None
    header = parts[0][1]
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    bits, kind, *_, interlaced = header[8:]
    if bits > 8 or kind not in _CHANNELS or interlaced or max(width, height) > _LONGEST_SIDE:
        return None
    packed = b"".join(content for name, content in parts if name == b"IDAT")
    palette = b"".join(content for name, content in parts if name == b"PLTE")
    row = 1 + (width * bits * _CHANNELS[kind] + 7) // 8
    if not _is_whole(packed, row * height):
        return None
    return _Pixels(width, height, bits, kind, palette, packed)


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The name and content of each chunk."""
    at = len(_SIGNATURE)
    while png.startswith(_SIGNATURE) and at + 8 <= len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _is_whole(packed: bytes, size: int) -> bool:
    """Whether *packed* is sound, and of *size* bytes when it is unpacked."""
    unpacking = zlib.decompressobj()
    try:
        # Not in one piece, which may be of any size.
        while size > 0 and (part := unpacking.decompress(packed, 1 << 22)):
            size -= len(part)
            packed = unpacking.unconsumed_tail
        return size == 0 and not unpacking.decompress(packed, 1) and unpacking.eof
    except zlib.error:
        return False
