"""Images as the PDF engine draws them rightly: 8 bits a channel, grey or sRGB, drawings in casegen's faces.

A PDF/A whose output intent is sRGB can hold no CMYK (ISO 19005-3, 6.2.4.3). And the engine takes 16 bits for
8, and passes over colour profiles, which the photographs of most telephones have.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageCms import ImageCmsProfile

__all__ = ["printable"]

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_COLOURS = ("P", "RGB", "RGBA")
_DRAWN = ("1", "L", "LA", *_COLOURS)
# Of a JPEG that is coded anew: finer than the eye sees in what was coded before.
_QUALITY = 95
# Where a drawing asks for the faces that casegen brings, under the names they have elsewhere.
_FACE = re.compile(rb"(font(?:-family)?\s*[:=][^;<>]{0,200}?)Source (Sans|Serif) Pro")


def printable(data: bytes, media_type: str) -> tuple[bytes, str]:
    """The image *data*, and its media type, as the engine draws it rightly.

    What it draws rightly is as it was. A drawing gets casegen's own faces where it asks for these, whatever
    the machine has under their names.
    """
    if media_type == "image/svg+xml":
        return _FACE.sub(rb"\1casegen \2", data), media_type
    if media_type not in _PICTURES:
        return data, media_type
    from PIL import Image

    with Image.open(BytesIO(data)) as image:
        profile = _profile(image)
        if image.mode in _DRAWN and profile is None:
            return data, media_type
        drawn = _drawn(image, profile)
    made = BytesIO()
    if media_type == "image/jpeg":
        drawn.save(made, "JPEG", quality=_QUALITY, icc_profile=None)
        return made.getvalue(), media_type
    drawn.save(made, "PNG", icc_profile=None)
    return made.getvalue(), "image/png"


def _profile(image: Image.Image) -> ImageCmsProfile | None:
    """The colour profile of *image*; None where there is none to heed: colours without one are sRGB."""
    if "icc_profile" not in image.info or image.mode not in (*_COLOURS, "CMYK"):
        return None
    from PIL import ImageCms

    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(image.info["icc_profile"]))
        return None if "srgb" in ImageCms.getProfileDescription(profile).lower() else profile
    except (OSError, ImageCms.PyCMSError):
        return None


def _drawn(image: Image.Image, profile: ImageCmsProfile | None) -> Image.Image:
    """*image* in one of the modes that are drawn."""
    if image.mode.startswith("I"):
        # Pillow would cut off what is above 255.
        return image.point(lambda value: value / 256).convert("L")
    if profile is not None:
        return _in_srgb(image, profile)
    return image.convert("RGB")


def _in_srgb(image: Image.Image, profile: ImageCmsProfile) -> Image.Image:
    from PIL import ImageCms

    opacity = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    colours = image if image.mode == "CMYK" else image.convert("RGB")
    try:
        changed = ImageCms.profileToProfile(
            colours, profile, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except ImageCms.PyCMSError:
        # Such as a profile of other channels than the image's.
        changed = None
    changed = changed or colours.convert("RGB")
    if opacity is not None:
        changed.putalpha(opacity)
    return changed
