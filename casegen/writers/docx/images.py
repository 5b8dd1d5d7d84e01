"""Images as every version of Word shows them: no SVG, and no WebP."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath

from casegen.assets.svg import measure_svg
from casegen.document import Asset
from casegen.files import Refused
from casegen.media.images import published
from casegen.problem import CaseError, CasegenError
from casegen.writers.docx.drawing import drawn

__all__ = ["for_word"]

# Of a drawing, over the width at which it is printed, for 300 dots in each inch of 96 CSS pixels.
_DOTS = 300 / 96
_AS_THEY_ARE = frozenset({"image/png", "image/jpeg", "image/gif"})


def for_word(asset: Asset, width: float) -> Asset:
    """*asset* as it is published, printed *width* CSS pixels wide; PNG where Word would not show it.

    CasegenError where its file has gone or cannot be drawn.
    """
    data = published(asset)
    if asset.media_type in _AS_THEY_ARE:
        return asset.replace(data=data, path=None)
    data = _drawn(asset, data, width) if asset.media_type == "image/svg+xml" else _converted(data)
    name = f"{PurePath(asset.name).stem}.png"
    return asset.replace(name=name, media_type="image/png", data=data, path=None)


def _converted(data: bytes) -> bytes:
    from PIL import Image

    target = BytesIO()
    with Image.open(BytesIO(data)) as image:
        image.save(target, "PNG")
    return target.getvalue()


def _drawn(asset: Asset, data: bytes, width: float) -> bytes:
    """The drawing *data* as PNG."""
    try:
        # What draws it reads every file that a drawing names, and cannot be told not to.
        measure_svg(data)
        return drawn(data.decode("utf-8-sig"), max(1, round(width * _DOTS)))
    except (Refused, ValueError, RuntimeError, CasegenError) as error:
        raise CaseError(f"the image {asset.name} cannot be drawn: {error}") from None
