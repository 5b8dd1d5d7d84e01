"""The texts in a PDF: its strings and names, its metadata and attached files, and what its pages show.

A PDF draws glyphs by their numbers; which characters they stand for, each font's ToUnicode table says
(ISO 32000-2, 9.10.3). Objects are found by their words in the file rather than by its tables, so that what a
table leaves out is looked at as well.
"""

from __future__ import annotations

import re
from base64 import a85decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from casegen.build.leaks.decoded import SEPARATOR
from casegen.build.leaks.drawn import decoded, shown, strings, table
from casegen.files import Refused
from casegen.values import Value

__all__ = ["parts"]

_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_FIRST = re.compile(rb"/First\s+(\d+)")
_FILTER = re.compile(rb"/(FlateDecode|Fl|ASCIIHexDecode|AHx|ASCII85Decode|A85)\b")
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_FONTS = re.compile(rb"/Font\s*(?:<<(.*?)>>|(\d+)\s+\d+\s+R)", re.DOTALL)
_REFERENCE = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d+)\s+\d+\s+R")
# A font that stands where others are only named.
_WHOLE_FONT = re.compile(rb"/([^\s/<>\[\](){}%]+)\s*<<[^<>]*/ToUnicode\s+(\d+)\s+\d+\s+R")
_TO_UNICODE = re.compile(rb"/ToUnicode\s+(\d+)\s+\d+\s+R")
_FONT_FILE = re.compile(rb"/FontFile[23]?\s+(\d+)\s+\d+\s+R")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_STREAMS = ((b"/EmbeddedFile", "an attached file"), (b"/Metadata", "metadata (XMP)"))
_ENCRYPTED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<")


class _Object(Value):
    """An object without its stream, and the stream as it lies in the file, where it has one."""

    body: bytes
    stream: bytes | None = None


def parts(data: bytes, inflated: Callable[[bytes], bytes]) -> Iterator[tuple[str, str | bytes]]:
    """Each place of the PDF *data* with its text, or with the bytes of a file within it.

    *inflated* unpacks what is packed. Refused where the PDF is encrypted.
    """
    objects = _objects(data)
    if any(_ENCRYPTED.search(each.body) for each in objects.values()) or _ENCRYPTED.search(data, _tail(data)):
        raise Refused("a PDF that is encrypted cannot be looked into")
    streams = {
        number: _unpacked(each, inflated)
        for number, each in objects.items()
        if each.stream is not None and not _IMAGE.search(each.body)
    }
    bodies = {number: each.body for number, each in objects.items()}
    for number, each in objects.items():
        if b"/ObjStm" in each.body and number in streams:
            bodies |= _inside(each.body, streams[number])
    yield "properties and names", SEPARATOR.join(_told(b"\n".join(bodies.values()) + data[_tail(data) :]))
    fonts, no_text = _fonts(bodies, streams)
    for number, each in objects.items():
        if each.stream is None or number in no_text or b"/ObjStm" in each.body or b"/XRef" in each.body:
            continue
        if _IMAGE.search(each.body):
            if b"DCTDecode" in each.body:
                yield "an image", each.stream
        elif b"Tf" in streams[number] and b"BT" in streams[number]:
            for text in shown(streams[number], fonts):
                yield "a page", text
        else:
            kinds = (words for sign, words in _STREAMS if sign in each.body)
            yield next(kinds, "a stream"), streams[number]


def _tail(data: bytes) -> int:
    """Where the file's trailer begins, if it has one: behind its last object."""
    return max(data.rfind(b"endobj"), 0)


def _objects(data: bytes) -> dict[int, _Object]:
    """The objects of a file by their numbers; of those that were replaced, the older ones under others."""
    found: dict[int, _Object] = {}
    at = 0
    while match := _OBJECT.search(data, at):
        end = data.find(b"endobj", match.end())
        end = len(data) if end < 0 else end
        start = _STREAM.search(data, match.end(), end)
        number = int(match[1])
        if number in found:
            found[-len(found)] = found[number]
        if start is None:
            found[number] = _Object(data[match.end() : end])
            at = end
            continue
        body = data[match.end() : start.start()]
        length = _LENGTH.search(body)
        end = start.end() + int(length[1]) if length else -1
        if end < 0 or not data[end : end + 16].lstrip().startswith(b"endstream"):
            end = data.find(b"endstream", start.end())
            end = len(data) if end < 0 else end
        found[number] = _Object(body, data[start.end() : end])
        at = end
    return found


def _unpacked(each: _Object, inflated: Callable[[bytes], bytes]) -> bytes:
    data = each.stream or b""
    for name in _FILTER.findall(each.body):
        with suppress(ValueError):
            if name in (b"FlateDecode", b"Fl"):
                data = inflated(data)
            elif name in (b"ASCIIHexDecode", b"AHx"):
                data = bytes.fromhex(data.partition(b">")[0].decode("ascii", "ignore"))
            else:
                data = a85decode(data.strip().removesuffix(b"~>"))
    return data


def _inside(body: bytes, data: bytes) -> dict[int, bytes]:
    """The objects that lie packed together in *data*."""
    first = _FIRST.search(body)
    if first is None:
        return {}
    start = int(first[1])
    numbers = [int(word) for word in data[:start].split() if word.isdigit()]
    places = list(zip(numbers[::2], numbers[1::2], strict=False))
    ends = [at for _, at in places[1:]] + [len(data)]
    return {number: data[start + at : start + end] for (number, at), end in zip(places, ends, strict=False)}


def _told(bodies: bytes) -> Iterator[str]:
    """The strings and names of objects."""
    yield from map(decoded, strings(bodies))
    for name in dict.fromkeys(_NAME.findall(bodies)):
        yield _NAME_ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode()), name).decode(
            "utf-8", "replace"
        )


def _fonts(
    bodies: Mapping[int, bytes], streams: Mapping[int, bytes]
) -> tuple[dict[bytes, list[Mapping[bytes, str]]], set[int]]:
    """The tables of the fonts by the names that pages know them by, and the streams that hold no text."""
    no_text: set[int] = set()
    tables: dict[int, Mapping[bytes, str]] = {}
    for number, body in bodies.items():
        no_text |= {int(found) for found in _FONT_FILE.findall(body)}
        if (reference := _TO_UNICODE.search(body)) and int(reference[1]) in streams:
            no_text.add(int(reference[1]))
            tables[number] = table(streams[int(reference[1])])
    fonts: dict[bytes, list[Mapping[bytes, str]]] = {}
    for body in bodies.values():
        called: list[tuple[bytes, Mapping[bytes, str]]] = [
            (name, table(streams.get(int(at), b""))) for name, at in _WHOLE_FONT.findall(body)
        ]
        for inline, reference in _FONTS.findall(body):
            there = inline or bodies.get(int(reference or 0), b"")
            called += [(name, tables.get(int(font), {})) for name, font in _REFERENCE.findall(there)]
        for name, known in called:
            if known not in fonts.setdefault(name, []):
                fonts[name].append(known)
    return fonts, no_text
