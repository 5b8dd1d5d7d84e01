"""How a page carries its images and formulas: inside itself, or by name beside it."""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import quote

from markupsafe import Markup, escape

from casegen.document import Asset
from casegen.media.images import published

# A formula of more characters may be wider than a line on a small screen; and what of its markup is no text.
_LONGEST_IN_LINE = 20
_NO_TEXT = re.compile(r"<annotation.*?</annotation>|<[^>]*>|(?<=&)\w+;", re.DOTALL)

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
        """*tex* as MathML, or as code where it cannot be read; a long one in a line can be scrolled."""
        from casegen.media.formulas import mathml  # few articles have a formula

        markup = mathml(tex, display=display, language=self._language)
        if markup is None:
            return _as_code(tex)
        if display or len(_NO_TEXT.sub("", markup)) <= _LONGEST_IN_LINE:
            return markup
        return Markup('<span class="formula" tabindex="0">{}</span>').format(markup)


class PrintMedia:
    """Images and formulas by address. *resources* fills with what stands behind each.

    *undrawn* fills with the characters for which a formula stands as code, not drawn.

    The alternative of a formula is its words in *language* (PDF/UA-1, 7.7 wants one of every formula).
    """

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self.resources: dict[str, tuple[bytes, str]] = {}
        self.undrawn: set[str] = set()

    def image(self, asset: Asset) -> str:
        """The address of *asset*, which is kept for the PDF engine."""
        return self._keep(asset.name, published(asset), asset.media_type)

    def formula(self, tex: str, *, display: bool) -> Markup:
        """*tex* as an image that sits on the baseline, or as code where it cannot be read."""
        from casegen.media.formulas import draw, spoken, undrawn  # as above

        drawing = draw(tex, display=display)
        if drawing is None:
            self.undrawn.update(undrawn(tex))
            return _as_code(tex)
        source = self._keep(f"formula-{len(self.resources) + 1}.svg", drawing.svg, "image/svg+xml")
        # Its height follows: a style sheet may allow it no more than the width of the column.
        style = f"width:{drawing.width:.4f}em;vertical-align:{-drawing.depth:.4f}em"
        words = spoken(tex, language=self._language)
        return Markup('<img class="formula" src="{}" alt="{}" style="{}">').format(source, words, style)

    def _keep(self, name: str, data: bytes, media_type: str) -> str:
        address = IMAGE_URL + quote(name)
        self.resources[address] = (data, media_type)
        return address


def _as_code(tex: str) -> Markup:
    return Markup('<code class="tex">{}</code>').format(escape(tex))
