"""SVG images: their size, and whether they are drawings and nothing more.

A browser runs nothing inside an image, but the file may be published on its own, and the PDF engine
follows references. So what could run, or fetch, or grow without end is refused.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from casegen.assets.svg_weight import Weight
from casegen.files import Refused
from casegen.limits import limit, size

__all__ = ["measure_svg"]

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_LENGTH = re.compile(r"\s*([0-9]+\.?[0-9]*|\.[0-9]+)\s*([a-zA-Z%]*)\s*", re.ASCII)
_PIXELS = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0,
}  # fmt: skip
_IMAGE_DATA = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_CSS_URL = re.compile(r"""url\(\s*+["']?+\s*+(?!#|data:image/(?:png|jpe?g|gif|webp)[;,])""", re.IGNORECASE)
_CSS_FETCH = re.compile(r"@import|image-set\(|expression\s*\(|\\", re.IGNORECASE)
# What makes a style of an attribute; a backslash and a number in base 16 may stand for a letter of it.
_IS_STYLE = re.compile(r"url|image-set|\\[0-9a-f]", re.IGNORECASE)
# Attributes of names, where a backslash stands for itself.
_NAMES = ("id", "class", "data-")
# What an animation must not set: it would come about only when it is shown.
_ANIMATED = re.compile(r"\s*(?:[\w-]+:)?(?:href|src|style|on\w+)\s*", re.IGNORECASE)


def measure_svg(data: bytes) -> tuple[float, float]:
    """Width and height in CSS pixels of the SVG image *data*; Refused where it must not be shown."""
    if len(data) > (most := size("svg_file")):
        raise Refused(f"it is an SVG image of over {most // 2**20} MB; {most.remedy}")
    reader = _Reader()
    reader.read(data)
    reader.weight.require()
    return _size(reader.root or {})


class _Reader:
    """Goes through the elements once, without building a tree."""

    def __init__(self) -> None:
        self.root: dict[str, str] | None = None
        self.weight = Weight()
        self._deepest = limit("svg_levels")
        self._level = 0
        self._in_style = False
        self._style: list[str] = []

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            if self.root is None:
                raise Refused("it looks like XML or HTML, but is not an SVG image") from None
            raise Refused(f"it is not well-formed SVG: {what} on line {error.lineno}") from None
        except (UnicodeError, ValueError, LookupError):
            raise Refused("it is not an SVG image: its encoding is unknown") from None

    # --- what the parser meets ----------------------------------------------------------------------

    def _doctype(self, name: str, system: str | None, public: str | None, subset: bool) -> None:  # noqa: ARG002
        # Plotting programs write a bare DOCTYPE, which nobody follows; declarations inside it can do harm.
        if subset:
            raise Refused("it is an SVG image with declarations in its DOCTYPE; remove them")

    def _entity(self, *_: object) -> None:
        raise Refused("it is an SVG image that declares entities; remove them")

    def _instruction(self, target: str, data: str) -> None:  # noqa: ARG002
        if target == "xml-stylesheet":
            raise Refused("it is an SVG image that asks for a style sheet; put the styles inside")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        if not self._level and (namespace, tag) != (_SVG, "svg"):
            hint = "; its svg element lacks xmlns" if tag == "svg" else ""
            raise Refused(f"it is XML, but not an SVG image{hint}")
        if not self._level:
            self.root = attributes
        if self._level >= self._deepest:
            told = f"it is an SVG image nested more than {self._deepest} levels deep"
            raise Refused(f"{told}; {self._deepest.remedy}")
        if tag.lower() in ("script", "foreignobject", "iframe", "object", "embed", "handler", "listener"):
            raise Refused(f"it is an SVG image with a <{tag}> element; export it as a plain drawing")
        for attribute, value in attributes.items():
            _check_attribute(attribute, value)
        if self._in_style:
            # What follows it would be read as a style, but not here.
            raise Refused(f"it is an SVG image with a <{tag}> element within a <style>; remove it")
        self._in_style = tag == "style"
        href = attributes.get("href", attributes.get(f"{_XLINK} href", "")).strip()
        self.weight.begin(tag, attributes, href)
        self._level += 1

    def _end(self, name: str) -> None:  # noqa: ARG002
        if self._in_style:
            css = "".join(self._style)
            _check_style(css)
            self.weight.style(css)
            self._style.clear()
        self._in_style = False
        self._level -= 1
        self.weight.end()

    def _characters(self, text: str) -> None:
        if self._in_style:
            self._style.append(text)


def _check_attribute(name: str, value: str) -> None:
    local = name.rpartition(" ")[2].lower()
    if local.startswith("on"):
        raise Refused(f"it is an SVG image with an event handler ({local}); export it as a plain drawing")
    if local == "attributename" and _ANIMATED.fullmatch(value):
        raise Refused(f"it is an SVG image that animates {value.strip()!r}; export it as a plain drawing")
    if local in ("href", "src"):
        target = value.strip()
        if target and not target.startswith("#") and not _IMAGE_DATA.match(target):
            raise Refused(f"it is an SVG image that refers to something outside it ({target[:60]!r})")
    elif local == "style" or (" " not in name and not local.startswith(_NAMES) and _IS_STYLE.search(value)):
        _check_style(value)


def _check_style(css: str) -> None:
    if _CSS_URL.search(css) or _CSS_FETCH.search(css):
        raise Refused("it is an SVG image whose styles refer to something outside it")


def _size(root: dict[str, str]) -> tuple[float, float]:
    """Its width and height; one that is missing or relative follows from the viewBox."""
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) == 4 and all(0 < side <= limit("svg_side") for side in box[2:]):
        if width is None and height is None:
            width, height = box[2], box[3]
        elif width is None and height is not None:
            width = height * box[2] / box[3]
        elif height is None and width is not None:
            height = width * box[3] / box[2]
    if not width or not height:
        raise Refused("it is an SVG image without a size: give it width and height, or a viewBox")
    if max(width, height) > (most := limit("svg_side")):
        raise Refused(f"it is an SVG image of over {most:,} pixels in width or height; {most.remedy}")
    return width, height


def _pixels(length: str) -> float | None:
    match = _LENGTH.fullmatch(length)
    if match is None or match.group(2).lower() not in _PIXELS:
        return None
    return float(match.group(1)) * _PIXELS[match.group(2).lower()]
