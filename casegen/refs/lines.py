"""Lines of a file, by their numbers (from 1), as editing them asks for."""

from __future__ import annotations

import re

from casegen.source import Source

__all__ = ["column", "comments_above", "first_place", "indent_of", "is_blank", "is_comment", "line_end_of",
           "number_of", "whole"]  # fmt: skip

_LINE_END = re.compile(r"\r\n|\r|\n")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")


def line_end_of(source: Source) -> str:
    """The line end that *source* uses first."""
    found = _LINE_END.search(source.text)
    return found[0] if found else "\n"


def whole(source: Source, first: int, last: int) -> str:
    """Lines *first* to *last* with their line ends."""
    return source.text[source.line_start(first) : source.line_start(last + 1)]


def number_of(source: Source, offset: int) -> int:
    """The line of the character at *offset*."""
    return source.place(offset)[0]


def column(source: Source, offset: int) -> int:
    """How many characters stand before *offset* in its line."""
    return source.place(offset)[1] - 1


def first_place(source: Source, start: int) -> int:
    """Where the value at *start* begins, after its anchor or tag."""
    found = _PROPERTIES.match(source.text, start)
    return found.end() if found else start


def indent_of(line: str) -> int:
    """How many spaces *line* begins with."""
    return len(line) - len(line.lstrip(" "))


def is_blank(line: str) -> bool:
    """Whether nothing is to be seen in *line*."""
    return not line.strip()


def is_comment(line: str) -> bool:
    """Whether *line* is a comment and nothing else, outside a block of text."""
    return line.lstrip().startswith("#")


def comments_above(source: Source, number: int, indent: int, top: int = 1) -> int:
    """The first of the comment lines that stand right above line *number*, no higher than *top*."""
    while number > top and is_comment(above := source.line(number - 1)) and indent_of(above) == indent:
        number -= 1
    return number
