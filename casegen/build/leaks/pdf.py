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
from casegen.build.leaks.drawn import by_names, decoded, shown, strings, table
from casegen.files import Refused
from casegen.values import Value

__all__ = ["parts"]

_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_FIRST = re.compile(rb"/First\s+(\d+)")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/[^\s/<>\[\](){}%]+|\d+\s+\d+\s+R)")
_POINTER = re.compile(rb"(\d+)\s+\d+\s+R")
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_FONTS = re.compile(rb"/Font\s*(?:<<(.*?)>>|(\d+)\s+\d+\s+R)", re.DOTALL)
_REFERENCE = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d+)\s+\d+\s+R")
# A font that stands where others are only named.
_WHOLE_FONT = re.compile(rb"/([^\s/<>\[\](){}%]+)\s*<<[^<>]*/ToUnicode\s+(\d+)\s+\d+\s+R")
_WHOLE_DICTIONARY = re.compile(rb"/([^\s/<>\[\](){}%]+)\s*<<((?:[^<>]|<<[^<>]*>>)*)>>")
_TO_UNICODE = re.compile(rb"/ToUnicode\s+(\d+)\s+\d+\s+R")
# A font whose glyphs have numbers of their own, and one that gives numbers to glyphs by their names.
_BY_NUMBER = re.compile(rb"/Subtype\s*/Type0\b")
_ENCODING = re.compile(rb"/Encoding\s+(\d+)\s+\d+\s+R")
_DIFFERENCES = re.compile(rb"/Differences\s*(?:\[([^\]]*)\]|(\d+)\s+\d+\s+R)")
_FONT_FILE = re.compile(rb"/FontFile[23]?\s+(\d+)\s+\d+\s+R")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_STREAMS = ((b"/EmbeddedFile", "an attached file"), (b"/Metadata", "metadata (XMP)"))
_FONT = re.compile(rb"/Type\s*/Font\b|/Subtype\s*/(?:Type1|TrueType|Type3|MMType1)\b")
_NO_TABLE = "a PDF with a font that does not say which characters it shows cannot be looked into"
_ENCRYPTED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<")


class _Object(Value):
    """An object without its stream, and the stream as it lies in the file, where it has one."""

    body: bytes
    stream: bytes | None = None


def parts(data: bytes, inflated: Callable[[bytes], bytes]) -> Iterator[tuple[str, str | bytes]]:
    """Each place of the PDF *data* with its text, or with the bytes of a file within it.

    *inflated* unpacks what is packed. Refused where the PDF is encrypted, packed in a way that is not known
    here, or has a font that does not say which characters it shows.
    """
    objects = _objects(data)
    if any(_ENCRYPTED.search(each.body) for each in objects.values()) or _ENCRYPTED.search(data, _tail(data)):
        raise Refused("a PDF that is encrypted cannot be looked into")
    streams = {
        number: _unpacked(each, objects, inflated)
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


def _unpacked(each: _Object, objects: Mapping[int, _Object], inflated: Callable[[bytes], bytes]) -> bytes:
    data = each.stream or b""
    for name in _filters(each.body, objects):
        with suppress(ValueError):
            if name in (b"FlateDecode", b"Fl"):
                data = inflated(data)
            elif name in (b"ASCIIHexDecode", b"AHx"):
                data = bytes.fromhex(data.partition(b">")[0].decode("ascii", "ignore"))
            elif name in (b"ASCII85Decode", b"A85"):
                data = a85decode(data.strip().removesuffix(b"~>"))
            else:
                raise Refused("a PDF that is packed in a way that is not known cannot be looked into")
    return data


def _filters(body: bytes, objects: Mapping[int, _Object]) -> list[bytes]:
    """The names of the ways in which a stream is packed, wherever they stand."""
    match = _FILTER.search(_without_escapes(body))
    told = match[1] if match else b""
    # A reference may lead to a list of references.
    for _ in range(2):
        told = _POINTER.sub(lambda found: _there(objects, int(found[1])), told)
    if _POINTER.search(told) or (match and not (_NAME.search(told) or told.strip(b"[] \r\n\t") == b"")):
        raise Refused("a PDF whose streams do not say how they are packed cannot be looked into")
    return [_without_escapes(name) for name in _NAME.findall(told)]


def _there(objects: Mapping[int, _Object], number: int) -> bytes:
    return objects[number].body if number in objects else b"?"


def _without_escapes(code: bytes) -> bytes:
    """*code* with its names as they are meant."""
    return _NAME_ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode()), code)


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
        yield _without_escapes(name).decode("utf-8", "replace")


def _differences(body: bytes, bodies: Mapping[int, bytes]) -> bytes:
    """The list of the glyphs that a font without a table gives numbers to; empty where *body* is no such."""
    if not _FONT.search(body):
        return b""
    if reference := _ENCODING.search(body):
        body = bodies.get(int(reference[1]), b"")
    match = _DIFFERENCES.search(body)
    if match is None:
        return b""
    return match[1] if match[1] is not None else bodies.get(int(match[2]), b"")


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
        elif _BY_NUMBER.search(body):
            raise Refused(_NO_TABLE)
        elif names := _differences(body, bodies):
            tables[number] = by_names(names)
            if not tables[number]:
                raise Refused(_NO_TABLE)
    fonts: dict[bytes, list[Mapping[bytes, str]]] = {}
    for body in bodies.values():
        called: list[tuple[bytes, Mapping[bytes, str]]] = [
            (name, table(streams.get(int(at), b""))) for name, at in _WHOLE_FONT.findall(body)
        ]
        called += [
            (name, by_names(names))
            for name, inner in _WHOLE_DICTIONARY.findall(body)
            if b"/Differences" in inner and (names := _differences(inner, bodies))
        ]
        for inline, reference in _FONTS.findall(body):
            there = inline or bodies.get(int(reference or 0), b"")
            called += [(name, tables.get(int(font), {})) for name, font in _REFERENCE.findall(there)]
        for name, known in called:
            if known not in fonts.setdefault(name, []):
                fonts[name].append(known)
    return fonts, no_text
