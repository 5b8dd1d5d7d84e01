"""The article as a tagged PDF (PDF/UA-1), laid out by WeasyPrint from the theme's print page.

Nothing is read from disk or network while the page is laid out: images and faces are handed over by
name, and every other address is refused.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from types import ModuleType
from typing import Any

from casegen.document import Document
from casegen.problem import CasegenError
from casegen.themes import Theme
from casegen.writers import writer

__all__ = ["Resources", "write_pdf"]

_log = logging.getLogger("casegen.pdf")

_NO_PANGO = (
    "PDF needs the Pango library, which is not installed: "
    "Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
    "Fedora: dnf install pango; macOS: brew install pango; "
    "Windows: in MSYS2, pacman -S mingw-w64-x86_64-pango"
)

# Print style sheets know it: page floats stand where they are cited.
_FLOATS_IN_PLACE = "floats-in-place"
# The part of a page's text area that floats may take together.
_LARGEST_FOOT = 0.8


class Resources:
    """What the PDF engine may read: the images and formulas handed over, and the packaged faces."""

    def __init__(self, images: Mapping[str, tuple[bytes, str]]) -> None:
        self._images = images

    def get(self, url: str) -> tuple[bytes, str]:
        """The bytes and media type behind *url*; ValueError for any address casegen did not make."""
        from casegen.writers.html.fonts import FONT_URL, read_font

        if url in self._images:
            return self._images[url]
        if url.startswith(FONT_URL):
            return read_font(url.removeprefix(FONT_URL)), "font/ttf"
        raise ValueError(f"not part of the article: {url[:80]}")


@writer(
    "pdf",
    suffix=".pdf",
    media_type="application/pdf",
    description="a journal page, tagged for assistive technology (PDF/UA-1)",
)
def write_pdf(document: Document, theme: Theme) -> bytes:
    """*document* as PDF; the same document and theme give the same bytes.

    What the layout engine complains of is logged as warnings of ``casegen.pdf``.
    CasegenError: Pango is not installed, a template or style sheet is broken, or an image has gone.
    """
    from casegen.writers.html.media import PrintMedia
    from casegen.writers.html.page import render, stylesheet

    weasyprint = _engine()
    media = PrintMedia()
    source = render(document, theme, "print", media)
    css = stylesheet(theme, "print.css")
    with _logged():
        fetcher = _fetcher(Resources(media.resources))
        style, fonts = _style(css)
        page = weasyprint.HTML(string=source, url_fetcher=fetcher)
        options = {
            "stylesheets": [style],
            "font_config": fonts,
            "pdf_variant": "pdf/ua-1",
            "pdf_identifier": sha256(source.encode() + css.encode()).digest()[:16],
        }
        laid_out = page.render(**options)
        if not _floats_are_sound(laid_out, page.etree_element):
            page.etree_element.set("class", _FLOATS_IN_PLACE)
            laid_out = page.render(**options)
        del options["font_config"]
        data: bytes = laid_out.write_pdf(**options)
    return data


def _floats_are_sound(laid_out: Any, root: Any) -> bool:
    """Whether what floats to the foot of a page is there in order, and leaves room for text.

    The engine moves what does not fit to later pages, at times out of order or past the page's head.
    """
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    order = {element: place for place, element in enumerate(root.iter())}
    seen: list[int] = []
    for page in laid_out.pages:
        box = page._page_box  # noqa: SLF001 -- the layout has no public form
        for area in box.children:
            if isinstance(area, FootnoteAreaBox):
                if area.margin_height() > _LARGEST_FOOT * box.height:
                    return False
                seen.extend(order[float_.element] for float_ in area.children)
    return seen == sorted(seen)


@cache
def _engine() -> ModuleType:
    try:
        import weasyprint
    except OSError:
        raise CasegenError(_NO_PANGO) from None
    module: ModuleType = weasyprint
    return module


@cache
def _style(css: str) -> tuple[Any, Any]:
    """The parsed style sheet with the fonts it names: parsing costs as much as laying out a page."""
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = _engine().CSS(string=css, font_config=fonts, url_fetcher=_fetcher(Resources({})))
    return style, fonts


def _fetcher(resources: Resources) -> Any:
    """A fetcher for the layout engine that knows *resources* and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc] # the engine has no types
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 -- its signature
            data, media_type = resources.get(url)
            return URLFetcherResponse(url, data, {"Content-Type": media_type})

    return Fetcher()


@contextmanager
def _logged() -> Iterator[None]:
    """The engine's messages become ours, for as long as it works."""
    engine = logging.getLogger("weasyprint")
    handler = _Forward()
    handlers, propagate = engine.handlers, engine.propagate
    engine.handlers, engine.propagate = [handler], False
    try:
        yield
    finally:
        engine.handlers, engine.propagate = handlers, propagate


class _Forward(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            _log.warning("%s", record.getMessage())
