"""Images a case names: what they are by their content, and how large they are."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

from casegen.assets.formats import format_of
from casegen.assets.svg import measure_svg
from casegen.files import Refused, kept_by_stamp, read_inside, resolve_inside, stamp
from casegen.limits import in_force, limit, size
from casegen.values import Value

__all__ = ["MEDIA_TYPES", "Image", "is_wide", "read_image"]

# What both browsers and the PDF engine draw, by the names of the decoders.
MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "SVG": "image/svg+xml",
}
_USABLE = "use PNG, JPEG, GIF, WebP or SVG"
_UNUSABLE = {
    "DICOM": "a DICOM file, which may name the patient",
    "TIFF": "a TIFF image",
    "PDF": "a PDF file",
}
_NO_IMAGES = (
    (4, b"ftyp", "a HEIC, AVIF or video file"),
    (0, b"BM", "a BMP image"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"\x1f\x8b", "a compressed file"),
    (0, b"PK\x03\x04", "a ZIP archive or an Office file"),
)
_ORIENTATION = 0x0112
# A figure this much wider than high deserves the whole page.
_WIDE = 1.9
# A raster narrower than this would be blurred over the whole page (150 dpi on 170 mm).
_PIXELS_FOR_FULL = 1000


class Image(Value):
    """A readable image: its size as it is shown, in pixels (CSS pixels for SVG), and its declared DPI."""

    path: Path
    media_type: str
    width: float
    height: float
    dpi: int | None = None


def is_wide(image: Image) -> bool:
    """Whether *image* deserves the whole width of the page, and is sharp enough for it."""
    sharp = image.media_type == "image/svg+xml" or image.width >= _PIXELS_FOR_FULL
    return sharp and image.width > _WIDE * image.height


def read_image(folder: Path, name: str) -> Image:
    """The image that *name* means inside *folder*.

    Its kind is told by its content, not its suffix. Refused, with the reason, where there is no such
    file in the folder, or it is no image that can be shown, damaged, too large, or an SVG that asks for
    more than to be drawn.
    """
    path = resolve_inside(folder, name)
    return _read(path, *stamp(path), in_force())


@kept_by_stamp(256, of_case=True)
def _read(path: Path, modified: int, length: int, limits: object) -> Image:  # noqa: ARG001 - they tell one content from another
    data = read_inside(path, size("image_file"))
    kind = _kind(data)
    if kind == "SVG":
        width, height = measure_svg(data)
        return Image(path, MEDIA_TYPES[kind], width, height)
    return _raster(path, data, kind)


def _kind(data: bytes) -> str:
    if not data:
        raise Refused("it is empty")
    kind = format_of(data)
    if kind in MEDIA_TYPES:
        return kind
    other = _UNUSABLE.get(kind) or next((n for at, magic, n in _NO_IMAGES if data.startswith(magic, at)), "")
    if other:
        raise Refused(f"it is {other}; {_USABLE}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return "SVG"
    raise Refused(f"it is not an image; {_USABLE}")


def _raster(path: Path, data: bytes, kind: str) -> Image:
    import PIL.Image
    import PIL.ImageFile

    most = limit("image_pixels")
    too_many = f"it has over {most} million pixels; {most.remedy}"
    # WeasyPrint, once imported, tells Pillow to take truncated images.
    truncated, PIL.ImageFile.LOAD_TRUNCATED_IMAGES = PIL.ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            # Pillow's own limits are others than ours.
            warnings.simplefilter("ignore")
            with PIL.Image.open(BytesIO(data), formats=(kind,)) as image:
                width, height = image.size
                whole = width * height <= most * 1_000_000
                turned = whole and image.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8)
                dpi = _dpi(image.info.get("dpi"))
                if whole:
                    # Only decoding tells a whole image from a truncated one; JPEG does it at an eighth.
                    image.draft("L", (max(1, width // 8), max(1, height // 8)))
                    image.load()
    except PIL.Image.DecompressionBombError:
        raise Refused(too_many) from None
    except MemoryError:  # says nothing of the image
        raise
    except Exception:  # noqa: BLE001 - decoders raise whatever a damaged file makes them
        raise Refused(f"it is damaged or cut short: it cannot be read as {_named(kind)}") from None
    finally:
        PIL.ImageFile.LOAD_TRUNCATED_IMAGES = truncated
    if not whole:
        raise Refused(too_many)
    if turned:
        width, height = height, width
    return Image(path, MEDIA_TYPES[kind], width, height, dpi)


def _dpi(declared: object) -> int | None:
    """The declared resolution; None for none, or for the 1 × 1 that stands for an aspect ratio."""
    try:
        lowest = min(float(value) for value in declared)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return round(lowest) if 2 <= lowest <= 100_000 else None


def _named(kind: str) -> str:
    return {"WEBP": "WebP"}.get(kind, kind)
