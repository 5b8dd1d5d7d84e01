"""TIFF: its directories hold picture and metadata alike. So it is written anew, without loss."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from casegen.files import Refused

if TYPE_CHECKING:
    import PIL.Image

__all__ = ["strip"]

_OTHERWISE = "export it as a TIFF without metadata, or as PNG"
# Directories within directories, and the version of DNG: the raw data of cameras are built so.
_RAW = (0x014A, 0xC612)


def strip(data: bytes) -> bytes:
    """*data* with its pages alone, and the first one's colour profile and resolution for all.

    Refused where that cannot be done without a change of the picture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pages = _pages(data)
            options = {key: value for key in ("dpi", "icc_profile") if (value := pages[0].info.get(key))}
            bare = [_bare(page) for page in pages]
            out = BytesIO()
            bare[0].save(
                out, "TIFF", compression="tiff_lzw", save_all=True, append_images=bare[1:], **options
            )
            written = _pages(out.getvalue())
    except Exception:  # noqa: BLE001 - decoders raise whatever a damaged or rare file makes them
        raise Refused(f"it cannot be written again; {_OTHERWISE}") from None
    if [_seen(page) for page in written] != [_seen(page) for page in pages]:
        raise Refused(f"it cannot be written again without a change; {_OTHERWISE}")
    return out.getvalue()


def _pages(data: bytes) -> list[PIL.Image.Image]:
    import PIL.Image
    import PIL.ImageSequence

    with PIL.Image.open(BytesIO(data), formats=("TIFF",)) as image:
        if data[8:10] == b"CR" or any(tag in getattr(image, "tag_v2", {}) for tag in _RAW):
            raise Refused("it holds more than pictures")
        return [page.copy() for page in PIL.ImageSequence.Iterator(image)]


def _bare(page: PIL.Image.Image) -> PIL.Image.Image:
    """The pixels of *page*, without what Pillow knows of its file."""
    import PIL.Image

    bare = PIL.Image.frombytes(page.mode, page.size, page.tobytes())
    if page.palette is not None:
        bare.putpalette(page.palette)
    return bare


def _seen(page: PIL.Image.Image) -> tuple[str, tuple[int, int], bytes]:
    colours = page.convert("RGB") if page.mode == "P" else page
    return colours.mode, colours.size, colours.tobytes()
