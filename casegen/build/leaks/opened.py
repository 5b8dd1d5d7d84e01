"""Every text in a file, however it is packed: archives, PDF, metadata of images, files within files."""

from __future__ import annotations

import io
import re
import struct
import tarfile
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator

from casegen.assets.formats import format_of
from casegen.build.leaks import pdf
from casegen.build.leaks.decoded import (
    as_text,
    readings,
    text_in_noise,
    texts_in_binary,
    texts_of_old_encodings,
)
from casegen.build.leaks.unpacked import packed_by, unpacked
from casegen.files import Refused
from casegen.values import Value

__all__ = ["Opener", "Text"]

# How deep files may lie in files, and how much all that is unpacked of one may be.
_MAX_DEPTH = 6
_MAX_UNPACKED = 1024 * 1024 * 1024
_DATA_URI = re.compile(r"(data:[\w/+.-]*)[^,\"'<>\s]{0,60};base64,([A-Za-z0-9+/=%\s]{8,})")
_ZIP = b"PK\x03\x04"
_TAR = b"ustar"
_ENCRYPTED = 0x1
# What is raised of an archive that is not as it should be.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError, ValueError)
# Where the pixels of a JPEG begin, and the parts of a WebP that hold them.
_SCAN = b"\xff\xda"
_WEBP_PIXELS = (b"VP8 ", b"VP8L", b"ALPH")
_PACKED_CHUNKS = (b"zTXt", b"iTXt", b"iCCP")


class Text(Value):
    """A *text*, and the *place* in the file where it stands; *noise*: it may be of pixels or sound."""

    place: str
    text: str
    noise: bool = False


class Opener:
    """Opens one file. Nothing that it holds can take more memory or time than is set aside for it."""

    def __init__(self) -> None:
        self._left = _MAX_UNPACKED

    def texts(self, data: bytes, place: str = "", depth: int = 0) -> Iterator[Text]:
        """Every text in *data*. Refused where it cannot be looked into: encrypted, or too large or deep."""
        if depth > _MAX_DEPTH:
            raise Refused(f"{place}: files lie in files more than {_MAX_DEPTH} deep")
        if data.startswith(_ZIP):
            yield from self._zip(data, place, depth)
        elif packed := packed_by(data):
            try:
                inside = unpacked(data, packed, lambda size: self._take(size, place))
            except Refused as refusal:
                raise Refused(_in(place, str(refusal))) from None
            yield from self.texts(inside, _in(place, "unpacked"), depth + 1)
        elif data[257:262] == _TAR:
            yield from self._tar(data, place, depth)
        elif kind := format_of(data):
            yield from self._of_kind(kind, data, place, depth)
        elif (text := as_text(data)) is not None:
            yield from self._text(text, place, depth)
        elif old := texts_of_old_encodings(data):
            for text in old:
                yield from self._text(text, place, depth)
        else:
            yield Text(place, text_in_noise(data), noise=True)

    def _of_kind(self, kind: str, data: bytes, place: str, depth: int) -> Iterator[Text]:
        if kind == "PDF":
            for inner, found in pdf.parts(data, lambda packed: self._inflated(packed, place)):
                where = _in(place, inner)
                if isinstance(found, bytes):
                    yield from self.texts(found, where, depth + 1)
                else:
                    yield from (Text(where, reading) for reading in readings(found))
            return
        told, unknown = _apart(kind, data)
        where = _in(place, "metadata")
        for part in told:
            if (text := as_text(part)) is not None:
                yield from self._text(text, where, depth)
            else:
                for found in texts_in_binary(part):
                    yield from (Text(where, reading) for reading in readings(found))
            if part[4:8] in _PACKED_CHUNKS:
                yield from self._packed_text(part[8:], where)
        yield Text(where, text_in_noise(unknown), noise=True)

    def _packed_text(self, chunk: bytes, place: str) -> Iterator[Text]:
        """The text in a chunk of a PNG, which lies packed behind its keyword."""
        for start in [match.end() for match in re.finditer(rb"\0", chunk)][:6]:
            for at in (start, start + 1):
                try:
                    data = zlib.decompressobj().decompress(chunk[at:], 1024 * 1024)
                except zlib.error:
                    continue
                yield from self._text(data.decode("utf-8", "replace"), place, 0)

    def _text(self, text: str, place: str, depth: int) -> Iterator[Text]:
        for number, match in enumerate(_DATA_URI.finditer(text), 1):
            data = re.sub(r"[^A-Za-z0-9+/]", "", match[2].replace("%2B", "+").replace("%2F", "/"))
            inside = b64decode(data + "=" * (-len(data) % 4) if len(data) % 4 != 1 else data[:-1])
            yield from self.texts(inside, _in(place, f"embedded file {number}"), depth + 1)
        for reading in readings(_DATA_URI.sub(r"\1", text)):
            yield Text(place, reading)

    def _zip(self, data: bytes, place: str, depth: int) -> Iterator[Text]:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED:
            raise Refused(f"{place}: the archive is damaged".removeprefix(": ")) from None
        with archive:
            yield Text(_in(place, "comment"), archive.comment.decode("utf-8", "replace"))
            for entry in archive.infolist():
                yield Text(_in(place, "name of a file"), entry.filename)
                yield Text(_in(place, "name of a file"), entry.comment.decode("utf-8", "replace"))
                where = _in(place, entry.filename)
                if entry.flag_bits & _ENCRYPTED:
                    raise Refused(f"{where} is encrypted")
                self._take(entry.file_size, where)
                try:
                    inside = archive.read(entry)
                except _DAMAGED:
                    raise Refused(f"{where} is damaged, or packed in a way that is not known") from None
                yield from self.texts(inside, where, depth + 1)

    def _tar(self, data: bytes, place: str, depth: int) -> Iterator[Text]:
        # Its headers hold the names of the files, and of those who own them.
        yield Text(_in(place, "headers"), text_in_noise(data), noise=True)
        try:
            with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
                for entry in archive:
                    yield Text(_in(place, "name of a file"), entry.name)
                    if entry.isreg() and (inside := archive.extractfile(entry)):
                        where = _in(place, entry.name)
                        self._take(entry.size, where)
                        yield from self.texts(inside.read(), where, depth + 1)
        except (tarfile.TarError, *_DAMAGED):
            raise Refused(_in(place, "the archive is damaged")) from None

    def _inflated(self, data: bytes, place: str) -> bytes:
        """A stream of a PDF unpacked as far as it is whole, as it is shown."""
        whole = bytearray()
        stream = zlib.decompressobj()
        try:
            while data and not stream.eof:
                piece = stream.decompress(data, 1 << 20)
                self._take(len(piece), place)
                whole += piece
                data = stream.unconsumed_tail
        except zlib.error:
            pass
        return bytes(whole)

    def _take(self, size: int, place: str) -> None:
        self._left -= size
        if self._left < 0:
            raise Refused(f"{place}: it is over {_MAX_UNPACKED >> 20} MB when it is unpacked")


def _in(place: str, inner: str) -> str:
    return f"{place}: {inner}" if place else inner


def _apart(kind: str, data: bytes) -> tuple[list[bytes], bytes]:
    """What an image tells beside its pixels, in parts, and what may be either; its pixels are left out."""
    if kind == "PNG":
        return [chunk for chunk in _chunks(data) if chunk[4:8] != b"IDAT"], b""
    if kind == "WEBP":
        return [chunk for chunk in _riff(data) if chunk[:4] not in _WEBP_PIXELS], b""
    if kind == "JPEG":
        start, end = data.find(_SCAN), data.rfind(b"\xff\xd9") + 2
        if 0 < start < end:
            return [data[:start], data[end:]], b""
    return [], data


def _chunks(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(data):
        size = 12 + int.from_bytes(data[at : at + 4], "big")
        yield data[at : at + size]
        at += size
    yield b"\0" * 8 + data[at:]


def _riff(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        yield data[at : at + 8 + size]
        at += 8 + size + size % 2
    yield data[at:]
