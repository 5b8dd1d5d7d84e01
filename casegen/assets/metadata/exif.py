"""EXIF, which is the directory of a TIFF file: what it tells, and the little of it that a picture needs."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from casegen.assets.metadata.kinds import Kind, in_comment, in_xmp
from casegen.values import Value

__all__ = ["HEADER", "in_exif", "minimal", "orientation"]

HEADER = b"Exif\0\0"

# Bytes of one value of each type (TIFF 6.0, section 2; EXIF 2.3).
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_ORIENTATION, _EXIF, _GPS, _XMP = 0x0112, 0x8769, 0x8825, 0x02BC
# More directories than any file has.
_MOST = 1000

_TAGS: dict[int, Kind] = {
    0x013B: "name", 0x8298: "name", 0x9C9D: "name", 0xA430: "name",  # Artist, Copyright, XPAuthor, owner
    0xA437: "name", 0xA438: "name", 0xA439: "name", 0x013C: "name",  # photographer, editors, HostComputer
    0xA431: "serial", 0xA435: "serial", 0xC62F: "serial", 0xA420: "serial",  # body, lens, camera, image
    0x0132: "date", 0x9003: "date", 0x9004: "date",  # DateTime, Original, Digitized
    0x010D: "note", 0x010E: "note", 0x011D: "note", 0x9286: "note",  # document, image, page; UserComment
    0x9C9B: "note", 0x9C9C: "note", 0x9C9E: "note", 0x9C9F: "note", 0xA436: "note",  # XPTitle and others
    0x927C: "maker",
    0x83BB: "iptc", 0x8649: "iptc",  # IPTC, and Photoshop's resources that hold it
}  # fmt: skip


# What is looked at; the GPS directory's tags have small numbers.
_PREVIEW = (0x0111, 0x0201)
_LOOKED_AT = frozenset((*_TAGS, *_PREVIEW, *range(32), _ORIENTATION, _EXIF, _GPS, _XMP))


class _Entry(Value):
    """A tag of a directory with the bytes of its value."""

    tag: int
    value: bytes


def in_exif(data: bytes, *, pages: bool = False) -> frozenset[Kind]:
    """What the EXIF *data* tells; it begins with the byte order, and may be damaged.

    With *pages* it is a TIFF file, which is built as EXIF is, with a directory for each page.
    """
    found: set[Kind] = set()
    for place, entries in _directories(data, pages=pages):
        for entry in entries:
            if place == "gps":
                found |= {"place"} if entry.tag and _told(entry.value) else set()
            elif place == "thumbnail" and entry.tag in _PREVIEW:
                found.add("thumbnail")
            else:
                found |= _in_entry(entry)
    return frozenset(found)


def _in_entry(entry: _Entry) -> frozenset[Kind]:
    if entry.tag == _XMP:
        return in_xmp(entry.value)
    kind = _TAGS.get(entry.tag)
    if kind == "note":
        return in_comment(_text(entry))
    if kind == "date":
        return frozenset(("date",)) if entry.value.strip(b"\0 :0") else frozenset()
    if kind == "iptc" and entry.tag == 0x8649:
        return frozenset(("iptc",)) if b"8BIM\x04\x04" in entry.value else frozenset()
    return frozenset((kind,)) if kind and _told(entry.value) else frozenset()


def _told(value: bytes) -> bool:
    return bool(value.strip(b"\0 \t\r\n"))


def _text(entry: _Entry) -> str:
    value = entry.value
    if entry.tag == 0x9286:  # its first eight bytes name the encoding
        value = value[8:]
    return value.replace(b"\0", b"").decode("utf-8", "replace")


def orientation(data: bytes) -> int:
    """How the picture is turned, 1 (upright) to 8."""
    for place, entries in _directories(data):
        for entry in entries:
            if place == "main" and entry.tag == _ORIENTATION and len(entry.value) >= 2:
                (value,) = struct.unpack(_order(data) + "H", entry.value[:2])
                return value if 1 <= value <= 8 else 1
    return 1


def minimal(turned: int) -> bytes:
    """EXIF that says how the picture is turned and nothing else; empty for one that is upright."""
    if turned == 1:
        return b""
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)


def _directories(data: bytes, *, pages: bool = False) -> Iterator[tuple[str, list[_Entry]]]:
    """Each directory of *data*: "main", "exif", "gps" or "thumbnail", with its entries.

    In EXIF the second of the chain is that of the thumbnail; in a TIFF file with *pages* all are main.
    Entries that tell nothing are left out, and all after those that would take more than the file holds.
    """
    order = _order(data)
    if not order or len(data) < 8:
        return
    waiting = [("main", int(struct.unpack_from(order + "I", data, 4)[0]))]
    seen: set[int] = set()
    left = len(data)
    while waiting and len(seen) < _MOST and left > 0:
        place, at = waiting.pop()
        if at in seen or not 8 <= at <= len(data) - 2:
            continue
        seen.add(at)
        entries, following = _directory(data, order, at)
        left -= sum(len(entry.value) for entry in entries)
        yield place, entries
        if place in ("main", "thumbnail") and following:
            waiting.append(("main" if pages else "thumbnail", following))
        for entry in entries:
            if entry.tag in (_EXIF, _GPS) and len(entry.value) == 4:
                (inner,) = struct.unpack(order + "I", entry.value)
                waiting.append(("exif" if entry.tag == _EXIF else "gps", inner))


def _order(data: bytes) -> str:
    return {b"II": "<", b"MM": ">"}.get(data[:2], "")


def _directory(data: bytes, order: str, at: int) -> tuple[list[_Entry], int]:
    """The entries of the directory at *at*, and where the next one is; what is cut off is left out."""
    (count,) = struct.unpack_from(order + "H", data, at)
    end = at + 2 + 12 * count
    entries: dict[int, _Entry] = {}
    left = len(data)
    for place in range(at + 2, min(end, len(data) - 11), 12):
        tag, kind, number = struct.unpack_from(order + "HHI", data, place)
        size = _SIZES.get(kind, 1) * number
        if tag not in _LOOKED_AT or tag in entries or size > left:
            continue
        left -= size
        start = place + 8 if size <= 4 else int(struct.unpack_from(order + "I", data, place + 8)[0])
        entries[tag] = _Entry(tag, data[start : start + size])
    following = struct.unpack_from(order + "I", data, end)[0] if end + 4 <= len(data) else 0
    return list(entries.values()), int(following)
