"""What metadata may tell of a patient or an author, and how that is recognised in texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from casegen.lists import read_list, read_pairs

__all__ = ["Kind", "has_path", "in_comment", "in_png_text", "in_xmp", "says"]

Kind = Literal["place", "name", "serial", "date", "note", "thumbnail", "path", "iptc", "maker", "behind"]

_CALLED: dict[Kind, str] = {
    "place": "a place (GPS)",
    "name": "a name (artist, author or owner)",
    "serial": "a serial number",
    "date": "a date",
    "note": "a title, description or comment",
    "thumbnail": "a small preview, which may show what was cut off",
    "path": "a path on somebody's computer",
    "iptc": "a press caption (IPTC)",
    "maker": "notes of the camera's maker",
    "behind": "more data behind the picture",
}
_DATA = Path(__file__).parent / "data"
_COMMENTS = _DATA / "harmless_comments.txt"
_PNG_KEYS = _DATA / "png_keys.txt"
_PNG_PREFIXES = _DATA / "png_prefixes.txt"
_XMP = _DATA / "xmp_properties.txt"

# Expressions are compiled when they are first used, which for most files is never.
_NAMED = rb"[\s<]([A-Za-z0-9-]+:[A-Za-z]+)(?=[\s=>/])"
_VALUE = rb"""\s*=\s*(?:"([^"<]*)"|'([^'<]*)')"""
_TAG = rb"<[^<>]*>"
# How much of a property's value is looked at.
_LONGEST = 2000
# A path, as programs keep it.
_PATH = r"file:/|[A-Za-z]:\\|\\\\\w|/(?:Users|home|Volumes|mnt|media)/"


def says(kinds: Iterable[Kind]) -> tuple[str, ...]:
    """The *kinds* in words, in a fixed order."""
    found = frozenset(kinds)
    return tuple(_CALLED[kind] for kind in get_args(Kind) if kind in found)


def has_path(text: str) -> bool:
    """Whether *text* holds a path of somebody's computer."""
    return bool(re.search(_PATH, text))


def in_comment(text: str) -> frozenset[Kind]:
    """What a comment tells: a note, unless it is empty or a program speaks of itself."""
    plain = text.strip("\0 \t\r\n").lower()
    if not plain or plain.startswith(read_list(_COMMENTS)):
        return frozenset()
    return frozenset(("path",)) if has_path(text) else frozenset(("note",))


def in_png_text(keyword: str, text: str) -> frozenset[Kind]:
    """What the *text* under a PNG's *keyword* tells."""
    key = keyword.strip().lower()
    kind = read_pairs(_PNG_KEYS).get(key)
    if kind == "none" or key.startswith(read_list(_PNG_PREFIXES)) or not text.strip("\0 \t\r\n"):
        return frozenset()
    return frozenset((_as_kind(kind),)) if kind else in_comment(text)


def in_xmp(packet: bytes) -> frozenset[Kind]:
    """What an XMP packet, or RDF in an SVG, tells: by its properties that are not empty."""
    properties = read_pairs(_XMP)
    found: set[Kind] = set()
    for match in re.finditer(_NAMED, packet):
        kind = properties.get(match[1].decode("ascii").lower())
        if kind and kind not in found and in_comment(_value(packet, match).decode("utf-8", "replace")):
            found.add(_as_kind(kind))
    return frozenset(found)


def _value(packet: bytes, name: re.Match[bytes]) -> bytes:
    """The text of an attribute, or of all in an element."""
    rest = packet[name.end() : name.end() + _LONGEST]
    if attribute := re.match(_VALUE, rest):
        return attribute[1] or attribute[2] or b""
    head, bracket, inside = rest.partition(b">")
    if not bracket or head.endswith(b"/"):
        return b""
    return re.sub(_TAG, b"", inside.partition(b"</" + name[1])[0])


def _as_kind(name: str) -> Kind:
    return next(kind for kind in get_args(Kind) if kind == name)
