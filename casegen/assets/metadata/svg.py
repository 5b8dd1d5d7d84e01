"""SVG: what drawing programs put beside the drawing is cut out of the text, and nothing else is touched."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from xml.parsers import expat

from casegen.assets.metadata.kinds import Kind, has_path, in_xmp
from casegen.files import Refused

__all__ = ["Cut", "cuts"]

# A stretch of the file, what stands there instead, and what it told.
Cut = tuple[int, int, bytes, frozenset[Kind]]
Inside = Callable[[bytes], tuple[frozenset[Kind], bytes]]

# Attributes that hold names and paths of files; prefixes are those that the programs declare.
_PATHS = frozenset((
    "inkscape:export-filename", "sodipodi:docname", "sodipodi:docbase", "sodipodi:absref",
    "inkscape:export-batch-path", "sketch:file",
))  # fmt: skip
_ATTRIBUTE = rb"""\s+([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')"""
_PICTURE = rb"data:image/(?:png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=\s]+)"


def cuts(data: bytes, inside: Inside) -> list[Cut]:
    """What can be cut out of the SVG *data*, in order; *inside* says the same of a picture within it.

    Refused where the text is not UTF-8 or not well-formed.
    """
    reader = _Reader(data)
    try:
        data.decode("utf-8")
        reader.parser.Parse(data, True)
    except (expat.ExpatError, UnicodeError, ValueError, LookupError):
        raise Refused("it is not well-formed SVG in UTF-8") from None
    return sorted([*reader.found, *_pictures(data, inside)], key=lambda cut: cut[0])


class _Reader:
    """Notes where metadata elements, comments and editors' attributes begin and end."""

    def __init__(self, data: bytes) -> None:
        self.found: list[Cut] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CommentHandler = self._comment
        self.parser.EntityDeclHandler = self._entity
        self._data = data
        self._depth = 0
        # Where the outermost metadata element began, and how deep it stands.
        self._open: tuple[int, int] | None = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        self._depth += 1
        if self._open is None and name.rpartition(":")[2] == "metadata":
            self._open = (at, self._depth)
        elif self._open is None and not _PATHS.isdisjoint(attributes):
            self._attributes(at)

    def _attributes(self, at: int) -> None:
        """Cut out those of the tag at *at* that name files."""
        expression = re.compile(_ATTRIBUTE)
        at += 1
        while self._data[at : at + 1] not in (b"", b" ", b"\t", b"\n", b"\r", b"/", b">"):
            at += 1
        while match := expression.match(self._data, at):
            at = match.end()
            if match[1].decode() in _PATHS:
                self.found.append((match.start(), at, b"", _in_text(match[2][1:-1].decode())))

    def _end(self, name: str) -> None:
        if self._open is not None and self._open[1] == self._depth:
            start, end = self._open[0], self.parser.CurrentByteIndex
            # The index is that of the end tag; of an empty element, it is behind the only one.
            if self._data.startswith(b"</" + name.encode(), end):
                end = self._data.index(b">", end) + 1
            self.found.append((start, end, b"", in_xmp(self._data[start:end])))
            self._open = None
        self._depth -= 1

    def _comment(self, text: str) -> None:
        if self._open is None and has_path(text):
            at = self.parser.CurrentByteIndex
            self.found.append((at, self._data.index(b"-->", at) + 3, b"", _in_text(text)))

    def _entity(self, *_: object) -> None:
        raise Refused("it declares entities; remove them")


def _in_text(text: str) -> frozenset[Kind]:
    return frozenset(("path",)) if has_path(text) else frozenset()


def _pictures(data: bytes, inside: Inside) -> list[Cut]:
    """Photographs within the drawing that tell something themselves."""
    found: list[Cut] = []
    for match in re.finditer(_PICTURE, data):
        try:
            told, without = inside(base64.b64decode(match[1]))
        except (binascii.Error, Refused):
            continue
        if told:
            found.append((match.start(1), match.end(1), base64.b64encode(without), told))
    return found
