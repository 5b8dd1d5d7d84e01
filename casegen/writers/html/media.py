"""How a page carries its images and formulas: inside itself, or by name beside it."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

from markupsafe import Markup, escape

from casegen.document import Asset
from casegen.media.formulas import draw, mathml, spoken
from casegen.media.images import published

__all__ = ["IMAGE_URL", "PrintMedia", "ScreenMedia"]

IMAGE_URL = "casegen:image/"
"""How the address of an image handed over by casegen begins."""


class ScreenMedia:
    """Images as data URIs, formulas as MathML that is also spoken in *language*: a page in one file."""

    def __init__(self, language: str = "en") -> None:
        self._language = language

    def image(self, asset: Asset) -> str:
        """*asset* itself, as a data URI."""
        return f"data:{asset.media_type};base64,{b64encode(published(asset)).decode('ascii')}"

    def formula(self, tex: str, *, display: bool) -> Markup:
        """*tex* as MathML, or as code where it cannot be read."""
        return mathml(tex, display=display, language=self._language) or _as_code(tex)


class PrintMedia:
    """Images and formulas by address. *resources* fills with what stands behind each.

    The alternative of a formula is its words in *language* (PDF/UA-1, 7.7 wants one of every formula).
    """

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self.resources: dict[str, tuple[bytes, str]] = {}

    def image(self, asset: Asset) -> str:
        """The address of *asset*, which is kept for the PDF engine."""
        return self._keep(asset.name, published(asset), asset.media_type)

    def formula(self, tex: str, *, display: bool) -> Markup:
        """*tex* as an image that sits on the baseline, or as code where it cannot be read."""
        drawing = draw(tex, display=display)
        if drawing is None:
            return _as_code(tex)
        source = self._keep(f"formula-{len(self.resources) + 1}.svg", drawing.svg, "image/svg+xml")
        style = (
            f"width:{drawing.width:.4f}em;height:{drawing.height:.4f}em;vertical-align:{-drawing.depth:.4f}em"
        )
        words = spoken(tex, language=self._language)
        return Markup('<img class="formula" src="{}" alt="{}" style="{}">').format(source, words, style)

    def _keep(self, name: str, data: bytes, media_type: str) -> str:
        address = IMAGE_URL + quote(name)
        self.resources[address] = (data, media_type)
        return address


def _as_code(tex: str) -> Markup:
    return Markup('<code class="tex">{}</code>').format(escape(tex))
