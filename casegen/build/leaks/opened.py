"""Every text in a file, however it is packed: archives, PDF, metadata of images, files within files."""

from __future__ import annotations

import io
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from casegen.assets.formats import format_of
from casegen.assets.metadata import jpeg, png
from casegen.build.leaks import pdf
from casegen.build.leaks.carried import embedded, mailed, of_rich_text, without_embedded
from casegen.build.leaks.decoded import (
    as_text,
    readings,
    text_in_noise,
    texts_in_binary,
    texts_of_old_encodings,
    wide_texts_in_noise,
)
from casegen.build.leaks.unpacked import inflated_dicom, inflated_zlib, packed_by, unpacked
from casegen.files import Refused
from casegen.values import Value

__all__ = ["Opener", "Text"]

# How deep files may lie in files, and how much all that is unpacked of one may be.
_MAX_DEPTH = 6
_MAX_UNPACKED = 1024 * 1024 * 1024
_ZIP = b"PK\x03\x04"
# The end of an archive that has something else in front: a comment of up to 64 KB may follow it.
_ZIP_END, _ZIP_TAIL = b"PK\x05\x06", 22 + 0xFFFF
_TAR = b"ustar"
_ENCRYPTED = 0x1
# What is raised of an archive that is not as it should be.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError, ValueError)
# How much is unpacked behind the pixels of a PNG, and looked at where those of others end.
_MAX_BEHIND = 16 * 1024 * 1024
_LONGEST_END = 64 * 1024
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
            return
        if _is_archive(data):
            yield from self._zip(data, place, depth)
        if (inside := self._unpacked(data, place)) is not None:
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
            yield from _noise(data, place)

    def _unpacked(self, data: bytes, place: str) -> bytes | None:
        """What *data* are, if they are packed as one stream."""
        packed = packed_by(data)
        if not packed:
            return inflated_zlib(data, lambda size: self._take(size, place))
        try:
            return unpacked(data, packed, lambda size: self._take(size, place))
        except Refused as refusal:
            raise Refused(_in(place, str(refusal))) from None

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
        yield from _noise(unknown, where)
        if kind == "DICOM" and (whole := inflated_dicom(data, lambda size: self._take(size, place))):
            yield from _noise(whole, where)

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
        for number, inside in enumerate(embedded(text), 1):
            yield from self.texts(inside, _in(place, f"embedded file {number}"), depth + 1)
        for part in mailed(text):
            where = _in(place, "a part of a mail")
            if isinstance(part, bytes):
                yield from self.texts(part, where, depth + 1)
            else:
                yield Text(where, part)
        for reading in readings(without_embedded(text)):
            yield Text(place, reading)
        if words := of_rich_text(text):
            yield Text(place, words)

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


def _is_archive(data: bytes) -> bool:
    """Whether *data* ends as an archive of ZIP that can be read, whatever stands before it."""
    if _ZIP_END not in data[-_ZIP_TAIL:]:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return bool(archive.infolist())
    except _DAMAGED:
        return False


def _noise(data: bytes, place: str) -> Iterator[Text]:
    yield Text(place, text_in_noise(data), noise=True)
    yield from (Text(place, text, noise=True) for text in wide_texts_in_noise(data))


def _in(place: str, inner: str) -> str:
    return f"{place}: {inner}" if place else inner


def _apart(kind: str, data: bytes) -> tuple[list[bytes], bytes]:
    """What an image tells beside its pixels, in parts, and what may be either; its pixels are left out."""
    if kind == "PNG":
        beside = [chunk for chunk in _chunks(data) if chunk[4:8] != b"IDAT"]
        try:
            return [*beside, png.behind_pixels(data, _MAX_BEHIND)], b""
        except Refused:  # what cannot be read of it shows no picture, either
            return beside, data
    if kind == "WEBP":
        parts = list(_riff(data))
        coded = [part for part in parts if part[:4] in _WEBP_PIXELS]
        return [part for part in parts if part[:4] not in _WEBP_PIXELS], _ends(coded)
    if kind == "JPEG":
        try:
            beside, coded = jpeg.parts(data)
        except Refused:
            head, _, rest = data.partition(_SCAN)
            return [head], rest
        return beside, _ends(coded)
    return [], data


def _ends(coded: list[bytes]) -> bytes:
    """What may stand behind the last pixel of each part: only a decoder knows where that is."""
    return b"\0".join(part[-_LONGEST_END:] for part in coded)


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
