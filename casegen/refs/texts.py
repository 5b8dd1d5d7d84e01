"""Titles, names and dates of other people's records, made fit for an item of CSL-JSON.

Whatever a record holds in a place, these give text that can be printed, or nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

__all__ = ["filled", "first", "marked_up", "name", "parts_of_date", "plain"]

_TAG = re.compile(r"</?((?:[A-Za-z]+:)?[A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
# The face markup that Crossref's schema and JATS have, as CSL writes it; the others leave their text.
_MARKUP = {
    "i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b", "sub": "sub", "inf": "sub",
    "sup": "sup", "scp": "sc", "sc": "sc",
}  # fmt: skip
_DROPPED = {
    "a", "br", "break", "div", "fn", "font", "monospace", "ovl", "overline", "p", "small", "span", "title",
    "tt", "u", "underline", "xref",
}  # fmt: skip
# The source of a formula stands beside it.
_ANNOTATION = re.compile(r"<((?:mml:)?annotation(?:-xml)?|tex-math)\b[^<>]*>[^<]*</\1>")
# Of the markup that is left; before these are used, each run of white space is one space.
_BEFORE_END = re.compile(r" ((?:</(?:i|b|su[bp]|sc)>)+)")
_AFTER_START = re.compile(r"((?:<(?:i|b|su[bp]|sc)>)+) ")
_EMPTY = re.compile(r"<(i|b|su[bp]|sc)></\1>")
_NAME_WORD = re.compile(r"[^\W\d_]+")
_BROKEN = frozenset(("Cc", "Cs"))
_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF))


def plain(value: Any) -> str:
    """*value* as one line of text, without markup or entities; empty where it is no text or number."""
    return _one_line(_TAG.sub(_without, _decoded(value)))


def marked_up(value: Any) -> str:
    """*value* as one line of text with CSL's markup: italics, bold, sub- and superscripts, small capitals.

    Every tag in it is closed.
    """
    text = _ANNOTATION.sub("", _decoded(value))
    pieces: list[str] = []
    opened: list[str] = []
    at = 0
    for match in _TAG.finditer(text):
        pieces.append(text[at : match.start()])
        at = match.end()
        tag = _MARKUP.get(_local(match))
        if tag is None:
            pieces.append(_without(match))
        elif match[0].startswith("</"):
            if tag in opened:
                while opened[-1] != tag:
                    pieces.append(f"</{opened.pop()}>")
                pieces.append(f"</{opened.pop()}>")
        elif not match[0].endswith("/>") and tag not in opened:
            opened.append(tag)
            pieces.append(f"<{tag}>")
    pieces.append(text[at:])
    pieces += [f"</{tag}>" for tag in reversed(opened)]
    line = _BEFORE_END.sub(r"\1 ", _AFTER_START.sub(r" \1", _one_line("".join(pieces))))
    while (shorter := _EMPTY.sub("", line)) != line:
        line = shorter
    return _one_line(line)


def _decoded(value: Any) -> str:
    """The text of *value*; entities are decoded twice, for many records hold "&amp;lt;i&amp;gt;"."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        return str(value)
    return html.unescape(html.unescape(value)) if isinstance(value, str) else ""


def _local(tag: re.Match[str]) -> str:
    return tag[1].lower().removeprefix("jats:")


def _without(tag: re.Match[str]) -> str:
    """What stands for a *tag* that CSL does not have: nothing, or itself where it is none ("<foo>")."""
    name_ = _local(tag)
    if name_ in ("br", "break"):
        return " "
    return "" if name_ in _MARKUP or name_ in _DROPPED or ":" in name_ else tag[0]


def _one_line(text: str) -> str:
    words = text.translate(_NO_CHARACTERS).split()
    return " ".join(words) if text.isprintable() else _printable(words)


def _printable(words: list[str]) -> str:
    """*words* in one line, without control characters and halves of characters."""
    kept = ("".join(c for c in word if unicodedata.category(c) not in _BROKEN) for word in words)
    return " ".join(filter(None, kept))


def first(value: Any) -> Any:
    """The first of a list; anything else is itself."""
    if isinstance(value, list):
        return value[0] if value else None
    return value


def filled(item: dict[str, Any]) -> dict[str, Any]:
    """*item* without what is empty."""
    return {key: value for key, value in item.items() if value}


def name(family: Any, given: Any, suffix: Any = "", literal: Any = "", particle: Any = "") -> dict[str, str]:
    """A CSL name; nothing where none is given. Names typed in capitals get small letters."""
    family, given, group = plain(family), plain(given), plain(literal)
    if not family:
        return filled({"literal": group or given})
    return filled(
        {
            "family": _recased(family, shortest=2) if given else family,
            "given": _recased(given, shortest=3) if _is_shouted(given) else given,
            "non-dropping-particle": plain(particle),
            "suffix": plain(suffix),
        }
    )


def _is_shouted(given: str) -> bool:
    """Whether *given* may be names in capitals: initials ("JH", "ANM") are shorter."""
    return any(len(word) > 3 for word in _NAME_WORD.findall(given))


def _recased(text: str, shortest: int) -> str:
    """``O'BRIEN-SMITH`` -> ``O'Brien-Smith``: words of *shortest* letters or more, in a text of capitals."""
    if text != text.upper():
        return text
    return _NAME_WORD.sub(lambda word: word[0].capitalize() if len(word[0]) >= shortest else word[0], text)


def parts_of_date(value: Any) -> list[int]:
    """The year, month and day of the first of CSL's `date-parts` in *value*, as far as they are a date's."""
    rows = value.get("date-parts") if isinstance(value, dict) else None
    row = first(rows) if isinstance(rows, list) else None
    parts: list[int] = []
    for part in row[:3] if isinstance(row, list) else ():
        number = _number(part)
        if number is None or not _is_date([*parts, number]):
            break
        parts.append(number)
    return parts


def _number(part: Any) -> int | None:
    if isinstance(part, str) and part.isascii() and part.isdecimal() and len(part) <= 4:
        return int(part)
    return part if isinstance(part, int) and not isinstance(part, bool) else None


def _is_date(parts: Iterable[int]) -> bool:
    year, month, day = ([*parts, 1, 1])[:3]
    try:
        date(year, month, day)
    except (ValueError, OverflowError):
        return False
    return year >= 1000
