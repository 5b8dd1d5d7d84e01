"""What a formula is read into, one after the other, and in which style."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol
from xml.etree import ElementTree as ET

from casegen.reading.tex.cursor import Cursor, Token

__all__ = ["Atom", "Rows", "Style"]


class Style(NamedTuple):
    """How what is read is set: its alphabet, and whether sums have their bounds below and above."""

    font: str = ""
    display: bool = False

    @property
    def inline(self) -> Style:
        """The same in a line of text."""
        return self._replace(display=False)


class Atom(NamedTuple):
    """What was read, before its scripts.

    *limits*: when its scripts stand below and above it. *applied*: a function, which stands apart from what
    it is applied to. *run*: upright letters, which make one word with the next.
    """

    element: ET.Element
    limits: Literal["never", "in display", "always"] = "never"
    applied: bool = False
    run: bool = False


class Rows(Protocol):
    """What constructions ask of the reader: to read on."""

    cursor: Cursor

    def row(self, ends: Callable[[Token], bool], style: Style) -> list[ET.Element]:
        """Atoms up to a token that *ends* knows; it stays the next."""

    def argument(self, owner: Token, style: Style) -> ET.Element:
        """What *owner* is applied to: a group in braces, or one token."""
