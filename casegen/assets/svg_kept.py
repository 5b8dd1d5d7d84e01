"""What is kept of the attributes and styles of a published drawing: what decides how it looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from casegen.lists import read_set

__all__ = ["Kept"]

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK, _XML = "{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}"
# Not xml:base, which would make an address of a name within the drawing.
_PREFIXED = {f"{_XLINK}href": "xlink:href", f"{_XML}space": "xml:space", f"{_XML}lang": "xml:lang"}
_ATTRIBUTES = Path(__file__).parent / "data" / "svg_attributes.txt"
_ANIMATION = ("begin", "end")

# A name behind a sign, as addresses and as style sheets have it.
_REFERENCE = re.compile(r"#([^\s\"'();,]+)")
_SELECTED = re.compile(r"([.#])([^\s\"'()\[\]{}.#:,;>+~*]+)")
_COMMENT = re.compile(r"(\"[^\"]*\"|'[^']*')|/\*.*?(?:\*/|\Z)", re.DOTALL)
_USED = re.compile(r"var\(\s*(--[^\s,()]+)")
_PROPERTY = re.compile(
    r"(?<![\w.#-])(--[^\s:;{}()]+)\s*:(?:\"[^\"]*\"|'[^']*'|\([^()]*\)|[^;{}\"'(])*;?", re.DOTALL
)


class Kept:
    """What is kept of one drawing; it has to be asked before anything is taken out of that."""

    def __init__(self, root: Any) -> None:
        self._known = read_set(_ATTRIBUTES)
        self._ids: set[str] = set()
        self._classes: set[str] = set()
        self._properties: set[str] = set()
        # A selector may ask for an attribute by a part of its value.
        self._all = False
        for element in root.iter():
            if element.tag == f"{_SVG}style":
                self._read_sheet("".join(element.itertext()))
            for name, value in element.attrib.items():
                self._properties.update(_USED.findall(value))
                if "#" in value:
                    for found in _REFERENCE.findall(value):
                        self._ids |= {found, unquote(found)}
                if name in _ANIMATION:
                    self._ids.update(part.strip().partition(".")[0] for part in value.split(";"))

    def _read_sheet(self, sheet: str) -> None:
        css = _COMMENT.sub(_without_comment, sheet)
        self._all = self._all or "[" in css
        self._properties.update(_USED.findall(css))
        self._ids.update(_REFERENCE.findall(css))
        for sign, name in _SELECTED.findall(css):
            (self._ids if sign == "#" else self._classes).add(name)

    def attributes(self, given: Mapping[str, str]) -> dict[str, str]:
        """What is written of the attributes *given*, whose names are as ElementTree has them."""
        kept: dict[str, str] = {}
        for name, value in given.items():
            if name == "id":
                if self._all or value in self._ids:
                    kept[name] = value
            elif name == "class":
                if words := [word for word in value.split() if self._all or word in self._classes]:
                    kept[name] = " ".join(words)
            elif name in self._known:
                kept[name] = value if name == "href" else self.style(value)
            elif name in _PREFIXED:
                kept[_PREFIXED[name]] = value
        return kept

    def style(self, css: str) -> str:
        """The style *css* without comments, and without properties of its own that nothing uses."""
        if "/*" in css:
            css = _COMMENT.sub(_without_comment, css)
        if "--" in css:
            css = _PROPERTY.sub(lambda found: found[0] if found[1] in self._properties else " ", css)
        return css


def _without_comment(found: re.Match[str]) -> str:
    # An empty comment parts what a comment parted: two halves never become a name that has not been checked.
    return found[1] or "/**/"
