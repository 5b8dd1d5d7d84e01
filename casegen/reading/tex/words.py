"""Text inside a formula."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

from casegen.reading.tex import markup as m
from casegen.reading.tex.fault import TexFault
from casegen.reading.tex.symbols import styled, table

__all__ = ["text"]

_PIECE = re.compile(
    r"\$(?P<formula>(?:\\.|[^\\$])*)\$|(?P<command>\\(?:[A-Za-z]+\s*|.))|(?P<sign>---?|[{}~$])|(?P<plain>[^\\${}~-]+|-)",
    re.DOTALL,
)
_SIGNS = {"--": "–", "---": "—", "~": "\xa0", "{": "", "}": ""}
_SPACES = frozenset((" ", "\n", ",", ";", ":", "quad"))


def text(content: str, start: int, font: str, read: Callable[[str, int], list[ET.Element]]) -> ET.Element:
    r"""What stands in the braces of ``\text``, from *start* on. *read* reads a formula inside it, ``$...$``.

    TexFault where it holds a command that is not for a single character.
    """
    row: list[ET.Element] = []
    words = ""
    at = 0
    while at < len(content):
        match = _PIECE.match(content, at)
        if match is None or match["sign"] == "$":
            message = "a dollar sign is alone in text" if match else "the text ends in a backslash"
            raise TexFault(message, start + at, start + at + 1, r"the sign itself is \$" if match else "")
        if match["formula"] is not None:
            row += [_words(words, font)] if words else []
            row += read(match["formula"], match.start("formula"))
            words = ""
        elif match["command"] is not None:
            words += _command(match["command"][1:].rstrip() or " ", start + at)
        else:
            words += _SIGNS.get(match["sign"] or "", match["plain"] or "")
        at = match.end()
    if words or not row:
        row.append(_words(words, font))
    return m.together(row)


def _command(name: str, at: int) -> str:
    if name in table("signs"):
        return str(table("signs")[name])
    if name in "{}&":
        return name
    if name in _SPACES:
        return "\xa0"
    raise TexFault(rf"\{name} cannot stand in text", at, at + len(name) + 1)


def _words(words: str, font: str) -> ET.Element:
    made = m.element("mtext")
    words = re.sub(r"[ \t\n]+", " ", words)
    # Browsers drop spaces at the ends of an element.
    inner = words.strip(" ")
    before = "\xa0" if words.startswith(" ") else ""
    after = "\xa0" if inner and words.endswith(" ") else ""
    made.text = before + styled(inner, font) + after
    return made
