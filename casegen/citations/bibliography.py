"""What a citation engine gives back: the reference list, and every citation as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from casegen.reading.order import Place


class Piece(NamedTuple):
    """A run of text in one style; *key* leads to a reference, *href* out of the document.

    *covered*: the number of a reference inside a printed range ("4" in "3-5"). It is not printed, but
    leads to its reference as the ends of the range do.
    """

    text: str
    italic: bool = False
    bold: bool = False
    superscript: bool = False
    subscript: bool = False
    small_caps: bool = False
    key: str = ""
    covered: bool = False
    href: str = ""


class Entry(NamedTuple):
    """One entry of the reference list. *label* is as the style prints it: "1.", "[1]", or nothing."""

    key: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The reference list in print order, and the printed form of every citation by its place.

    Whatever engine makes it prints every citation of `order.reading_order`. *raised*: the style sets its
    citations as superscripts, which stand close to the word before them.
    """

    entries: tuple[Entry, ...] = ()
    citations: Mapping[Place, tuple[Piece, ...]] = field(default_factory=dict)
    raised: bool = False
