"""How a scalar's decoded text lies over what was typed.

Runs pair offsets in the decoded text with offsets in the file, each pair holding until the next. They
are built line by line and kept only if the whole text comes out of them, so that an escape or anything
else unforeseen gives no runs instead of wrong ones.
"""

from __future__ import annotations

import re

Runs = tuple[tuple[int, int], ...]

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|$)")
_FEEDS = re.compile(r"\n+")
_BLANK = " \t"


def runs(text: str, start: int, end: int, style: str | None, value: str) -> Runs:
    """The runs of *value*, typed in *style* as ``text[start:end]``; none where they are not exact."""
    if style == "|":
        return _literal(text, start, value)
    if style == ">":
        return _folded(_block_lines(text, start, end), value)
    if style in ("'", '"'):
        start, end = start + 1, end - 1
    if text[start:end] == value:
        return ((0, start),)
    return _folded(_flow_lines(text, start, end), value)


def _literal(text: str, start: int, value: str) -> Runs:
    """Each line of a literal block is a line of the file less the indentation."""
    lines = value.split("\n")
    found: list[tuple[int, int]] = []
    indent = 0
    decoded, at = 0, _next_line(text, start)
    for line in lines:
        match = _LINE.match(text, at)
        if match is None:
            return ()
        typed = match.group(1)
        if line:
            indent = len(typed) - len(line)
            if not typed.endswith(line):
                return ()
        found.append((decoded, at + min(indent, len(typed))))
        decoded += len(line) + 1
        at = match.end()
    return tuple(found)


def _block_lines(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """The lines of a folded block without indentation: where each stands, and its text."""
    lines: list[tuple[int, str]] = []
    at = _next_line(text, start)
    while at < end and (match := _LINE.match(text, at)):
        lines.append((at, match.group(1)))
        at = match.end()
    indent = next((len(line) - len(line.lstrip(" ")) for _, line in lines if line.strip(" ")), 0)
    return [(at + min(indent, len(line)), line[indent:]) for at, line in lines]


def _flow_lines(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """The lines of a plain or quoted scalar: the space around a line end is not part of its text."""
    lines: list[tuple[int, str]] = []
    at = start
    while at <= end and (match := _LINE.match(text, at, end)):
        line = match.group(1)
        lead = len(line) - len(line.lstrip(_BLANK)) if at > start else 0
        last = match.end() >= end
        lines.append((at + lead, line[lead:] if last else line[lead:].rstrip(_BLANK)))
        if last:
            break
        at = match.end()
    return lines


def _folded(lines: list[tuple[int, str]], value: str) -> Runs:
    """Lines joined by a space, or by one line feed for each blank line between them."""
    found: list[tuple[int, int]] = []
    decoded = 0
    for at, line in lines:
        if not line:
            continue
        feeds = _FEEDS.match(value, decoded)
        if feeds:
            decoded = feeds.end()
        elif found and value.startswith(" ", decoded):
            decoded += 1
        elif found:
            return ()
        if not value.startswith(line, decoded):
            return ()
        found.append((decoded, at))
        decoded += len(line)
    return tuple(found) if not value[decoded:].strip("\n") else ()


def _next_line(text: str, start: int) -> int:
    match = _LINE.match(text, start)
    return match.end() if match else len(text)
