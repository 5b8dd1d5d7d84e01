"""Images as they are published: upright, without metadata, and with no pixel changed where that can be."""

from __future__ import annotations

import base64
import binascii
import re
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from casegen.assets.formats import format_of
from casegen.assets.metadata import strip_metadata
from casegen.assets.svg import measure_svg
from casegen.assets.svg_kept import Kept
from casegen.files import Refused

if TYPE_CHECKING:
    import PIL.Image

__all__ = ["published_drawing", "published_picture"]

_RASTERS = ("PNG", "JPEG", "GIF", "WEBP")
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
# What speaks of the drawing, or of a part of it, and is not drawn.
_BESIDE = tuple(f"{{{_SVG}}}{name}" for name in ("metadata", "title", "desc"))
_PICTURE = re.compile(r"data:(image/(?:png|jpe?g|gif|webp))((?:;[^,;\"')]*)*),([^\"')]*)", re.IGNORECASE)
# A turned picture that lossy compression made is turned at a quality whose loss nobody sees.
_WEBP_QUALITY = 95


def published_picture(data: bytes) -> bytes:
    """*data* (PNG, JPEG, GIF or WebP) without metadata, and upright.

    What is kept beside the pixels is what they are shown by: the colour profile, the resolution, how an
    animation moves. Bytes of pixels are not touched, but of a picture that its EXIF shows turned: that is
    turned and written anew, a JPEG with its own quantization tables, which keep its quality. An animation
    stays turned by its EXIF, which then says nothing else. Refused where it cannot be read.
    """
    if format_of(data) not in _RASTERS:
        raise Refused("it is no PNG, JPEG, GIF or WebP image")
    try:
        bare = strip_metadata(data)
    except Refused:  # a decoder may forgive what the reader of its parts cannot
        bare = strip_metadata(_written_anew(data))
    return strip_metadata(_written_anew(bare)) if _is_turned(bare) else bare


def published_drawing(data: bytes, rewrite: Callable[[str], str] | None = None) -> bytes:
    """*data*, an SVG image, with the drawing alone.

    Comments, metadata, titles and descriptions, elements and attributes of any other vocabulary (those of
    drawing programs), and identifiers and classes that nothing in it asks for are left out; pictures within
    it are published as others are. *rewrite*,
    where it is given, is applied to every text and to every attribute that may hold words. Refused where it
    is not well-formed, or could run or fetch: it may not be what it was when it was first read.
    """
    from xml.etree import ElementTree as ET

    measure_svg(data)
    try:
        root = ET.fromstring(data)  # noqa: S314 -- just read by a reader that refuses entities
    except (ET.ParseError, ValueError, LookupError):
        raise Refused("it is not well-formed SVG") from None
    kept = Kept(root)
    _clean(root, kept, rewrite)
    root.set("xmlns", _SVG)
    root.set("xmlns:xlink", _XLINK)
    return ET.tostring(root)


def _clean(element: Any, kept: Kept, rewrite: Callable[[str], str] | None) -> None:
    element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    given = kept.attributes(element.attrib)
    element.attrib.clear()
    for name, value in given.items():
        element.set(name, _attribute(value, rewrite))
    if element.text:
        is_style = element.tag == "style"
        element.text = (
            _attribute(kept.style(element.text), rewrite) if is_style else _words(element.text, rewrite)
        )
    before = None
    for child in list(element):
        if not child.tag.startswith(f"{{{_SVG}}}") or child.tag in _BESIDE:
            # What follows an element stands in its tail.
            if before is None:
                element.text = (element.text or "") + (child.tail or "")
            else:
                before.tail = (before.tail or "") + (child.tail or "")
            element.remove(child)
            continue
        _clean(child, kept, rewrite)
        if child.tail:
            child.tail = _words(child.tail, rewrite)
        before = child


def _words(text: str, rewrite: Callable[[str], str] | None) -> str:
    if "data:image/" in text.lower():
        return _PICTURE.sub(_picture, text)
    return rewrite(text) if rewrite else text


def _attribute(value: str, rewrite: Callable[[str], str] | None) -> str:
    """An attribute, or a style sheet: what is written into it must be a name still."""
    made = _words(value, rewrite)
    return made if made == value or not rewrite else re.sub(r"[\[\]]", "", made)


def _picture(match: re.Match[str]) -> str:
    """A picture within a drawing, as it is published."""
    kind, parameters, content = match.groups()
    data = unquote_to_bytes("".join(content.split()))
    if ";base64" in parameters.lower():
        try:
            data = base64.b64decode(data)
        except binascii.Error:
            raise Refused("it holds a picture that is damaged") from None
    return f"data:{kind};base64,{base64.b64encode(published_picture(data)).decode('ascii')}"


def _is_turned(bare: bytes) -> bool:
    """Whether *bare*, a picture without metadata, holds the EXIF that says how it is turned."""
    from casegen.assets.metadata.exif import minimal

    return any(minimal(turned) in bare for turned in range(2, 9))


def _written_anew(data: bytes) -> bytes:
    import PIL.Image
    import PIL.ImageOps

    out = BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with PIL.Image.open(BytesIO(data), formats=_RASTERS) as image:
                if getattr(image, "n_frames", 1) > 1:
                    return data
                image.load()
                upright = PIL.ImageOps.exif_transpose(image)
                upright.save(out, image.format, **_manner(image, data))
    except Exception:  # noqa: BLE001 - decoders raise whatever a damaged or rare file makes them
        raise Refused("it is damaged: it cannot be written without its metadata") from None
    return out.getvalue()


def _manner(image: PIL.Image.Image, data: bytes) -> dict[str, Any]:
    """How *image*, read from *data*, is to be written so that it stays what it is."""
    kept = {key: value for key in ("icc_profile", "dpi") if (value := image.info.get(key))}
    match image.format:
        case "JPEG":
            from PIL.JpegImagePlugin import get_sampling

            sampling = get_sampling(image)
            kept |= {"qtables": image.quantization, "progressive": "progressive" in image.info}  # type: ignore[attr-defined]
            return kept | ({"subsampling": sampling} if sampling >= 0 else {})
        case "WEBP":
            from casegen.assets.metadata.webp import is_lossless

            return kept | {"lossless": is_lossless(data), "exact": True, "quality": _WEBP_QUALITY}
    return kept
