"""WeasyPrint, kept to what casegen hands it.

Nothing is read from disk or network while a page is laid out: images and faces are handed over by
name, and every other address is refused.
"""

from __future__ import annotations

import atexit
import gc
import logging
import re
import unicodedata
import warnings
from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from types import ModuleType
from typing import Any, Literal
from urllib.parse import unquote

from casegen.problem import CasegenError
from casegen.values import Value
from casegen.writers.html.fonts import FONT_URL, read_font
from casegen.writers.html.media import IMAGE_URL
from casegen.writers.pdf.attributes import free_attributes
from casegen.writers.pdf.directions import order_directions
from casegen.writers.pdf.images import printable
from casegen.writers.pdf.library import weasyprint
from casegen.writers.pdf.lines import number_lines
from casegen.writers.pdf.pages import lay_out
from casegen.writers.pdf.pixels import Blanks
from casegen.writers.pdf.standards import conform
from casegen.writers.pdf.streams import pack
from casegen.writers.pdf.tags import mend_tags
from casegen.writers.pdf.words import divide_words

__all__ = ["Attached", "Engine", "Resources", "tell_undrawn"]

_log = logging.getLogger("casegen.pdf")

_NO_PANGO = (
    "PDF needs the Pango library, which is not installed: "
    "Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
    "Fedora: dnf install pango; macOS: brew install pango; "
    "Windows: in MSYS2, pacman -S mingw-w64-x86_64-pango"
)
# What the engine says of a character that no font has, and how many of them a message names.
_UNDRAWN = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)")
_MOST_NAMED = 5
# What it says of an image that it leaves out: one that it cannot read, or cannot draw.
_UNSHOWN = re.compile(rf"Failed to (?:load image at|render SVG image) '?{re.escape(IMAGE_URL)}([^\s:']+)")
# Images are made no finer: that is what lines are printed at, and photographs at a quarter of it.
_DPI = 1200
# A picture within a drawing, which stands in it whole; others were refused when it was read.
_PICTURE = re.compile(r"data:(image/(?:png|jpe?g|gif|webp))[^,]*;base64,", re.IGNORECASE)
# An attached file must have a date: where none is known, the first of those that archives can tell.
_UNKNOWN = "1980-01-01T00:00:00Z"
_ATTACHED_URL = "casegen:attached"


class Attached(Value):
    """A file inside a PDF; *relationship* is what it is to the article (ISO 19005-3, annex E)."""

    name: str
    data: bytes
    media_type: str
    description: str
    relationship: Literal["Alternative", "Data", "Source", "Supplement"] = "Alternative"


class Resources:
    """What the engine may read: the images and formulas handed over, and the packaged faces."""

    def __init__(self, images: Mapping[str, tuple[bytes, str]]) -> None:
        self._images = images
        self.blanks = Blanks()

    def get(self, url: str) -> tuple[bytes, str]:
        """The bytes and media type behind *url*; ValueError for any address casegen did not make.

        In the place of an image that the PDF can hold as it is, one of the `blanks`.
        """
        if url in self._images:
            return self._drawn(*self._images[url])
        if url.startswith(FONT_URL):
            return read_font(url.removeprefix(FONT_URL)), "font/ttf"
        if picture := _PICTURE.match(url):
            return self._drawn(b64decode(url[picture.end() :]), picture[1].lower())
        raise ValueError(f"not part of the article: {url[:80]}")

    def _drawn(self, data: bytes, media_type: str) -> tuple[bytes, str]:
        data, media_type = printable(data, media_type)
        blank = self.blanks.blank(data) if media_type == "image/png" else None
        return (blank, "image/jpeg") if blank else (data, media_type)


class Engine:
    """Lays print pages out with one style sheet and the images they may show."""

    def __init__(self, css: str, images: Mapping[str, tuple[bytes, str]], *, numbered: bool = False) -> None:
        """*numbered*: the lines have numbers in the margin. CasegenError: Pango is not installed."""
        self._weasyprint = _weasyprint()
        self._css = css
        self._numbered = numbered
        self._resources = Resources(images)
        self._fetcher = _fetcher(self._resources)

    def pdf(self, source: str, made: str = "", attached: Sequence[Attached] = ()) -> bytes:
        """The print page *source* as PDF/A-3a and PDF/UA-1, with files *attached* to it.

        It says that it was *made* then (ISO 8601), where that is known. Its identifier is a digest of what it
        is made from.
        """
        identifier = sha256(source.encode() + self._css.encode()).digest()[:16]
        with _messages(), _no_collection():
            return self._laid_out_and_written(source, made, attached, identifier)

    def _laid_out_and_written(
        self, source: str, made: str, attached: Sequence[Attached], identifier: bytes
    ) -> bytes:
        style, fonts = _style(self._css)
        options = {
            "stylesheets": [style],
            "pdf_variant": "pdf/a-3a",
            "pdf_identifier": identifier,
            "dpi": _DPI,
        }

        page = self._weasyprint.HTML(string=source, url_fetcher=self._fetcher)
        order_directions(page.etree_element, fonts.font_map)
        divide_words(page.etree_element)
        laid_out = lay_out(page, font_config=fonts, **options)
        if self._numbered:
            number_lines(laid_out)
        laid_out.metadata.created = made
        files = [self._attachment(file, made or _UNKNOWN) for file in attached]

        def finish(_: object, pdf: Any) -> None:
            self._resources.blanks.fill(pdf)
            mend_tags(pdf, page.etree_element)
            conform(pdf)
            pack(pdf)

        data: bytes = laid_out.write_pdf(finisher=finish, attachments=files, **options)
        return data

    def _attachment(self, file: Attached, made: str) -> Any:
        """*file* for the engine, which takes its media type from where it fetches it."""
        moment = datetime.fromisoformat(made)
        return self._weasyprint.Attachment(
            url=_ATTACHED_URL,
            url_fetcher=_fetcher(Resources({_ATTACHED_URL: (file.data, file.media_type)})),
            name=file.name,
            description=file.description,
            created=moment,
            modified=moment,
            relationship=file.relationship,
        )


@cache
def _weasyprint() -> ModuleType:
    try:
        engine = weasyprint()
    except OSError:
        raise CasegenError(_NO_PANGO) from None
    free_attributes()
    return engine


@lru_cache(maxsize=4)  # who works on a theme gives many, one after the other
def _style(css: str) -> tuple[Any, Any]:
    """The parsed style sheet and the fonts it names: parsing costs as much as laying out a page."""
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = _weasyprint().CSS(string=css, font_config=fonts, url_fetcher=_fetcher(Resources({})))
    return style, fonts


# Fonts lie in a temporary folder that can no longer be removed once the interpreter takes itself down.
atexit.register(_style.cache_clear)


def _fetcher(resources: Resources) -> Any:
    """A fetcher for the layout engine that knows *resources* and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc] # the engine has no types
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 -- its signature
            data, media_type = resources.get(url)
            return URLFetcherResponse(url, data, {"Content-Type": media_type})

    return Fetcher()


@contextmanager
def _messages() -> Iterator[None]:
    """The engine's messages become ours, for as long as it works."""
    engine = logging.getLogger("weasyprint")
    handlers, propagate = engine.handlers, engine.propagate
    forward = _Forward()
    engine.handlers, engine.propagate = [forward], False
    try:
        with warnings.catch_warnings():
            # It leaves the file of its colour profile open, and Pillow has a limit of its own for pictures.
            warnings.simplefilter("ignore", ResourceWarning)
            warnings.filterwarnings("ignore", "Image size")
            yield
    finally:
        engine.handlers, engine.propagate = handlers, propagate
        forward.finish()


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for garbage meanwhile: all boxes live to the layout's end, and it takes a quarter longer.

    At the end it is searched for among what was made meanwhile: next to all of it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(1)
        if was_on:
            gc.enable()


class _Forward(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: set[str] = set()
        self._undrawn: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Each message once, however often the page was laid out; characters without a shape are gathered."""
        message = record.getMessage()
        if message in self._seen:
            return
        self._seen.add(message)
        if undrawn := _UNDRAWN.search(message):
            self._undrawn.append(chr(int(undrawn[1], base=16)))
        elif unshown := _UNSHOWN.match(message):
            name = unquote(unshown[1])
            _log.warning("the PDF cannot show the image %s", name, extra={"unshown": name})
        else:
            _log.warning("%s", message)

    def finish(self) -> None:
        """Tell, in one line, which characters no font could draw."""
        if self._undrawn:
            tell_undrawn(self._undrawn, "no installed font draws %s: the PDF shows boxes for them")


def tell_undrawn(characters: Collection[str], text: str) -> None:
    """Log *text*, in which "%s" is the names of *characters*: build makes a problem of them in the case."""
    shown = ", ".join(_named(character) for character in sorted(characters)[:_MOST_NAMED])
    more = f" and {len(characters) - _MOST_NAMED} more" if len(characters) > _MOST_NAMED else ""
    _log.warning(text, shown + more, extra={"undrawn": "".join(sorted(characters))})


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '(no character)')}"
