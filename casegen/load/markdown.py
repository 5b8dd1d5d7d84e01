"""The Markdown dialect: YAML front matter, then prose under headings -> the same data as YAML gives."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casegen.load.codes import structural
from casegen.load.yamltree import Tree, read_yaml
from casegen.problem import Related
from casegen.prose import Prose, nodes
from casegen.source import Pointer, Source, Span, Spot

_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>.*)")
_ATTRIBUTES = re.compile(r"\s\{[#.\-][^{}]*\}$")
# Keys whose prose is one field of a mapping.
_STATEMENTS = ("consent", "ethics", "funding")


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines under one heading, *first* to *last* (from 1, inclusive)."""

    title: str
    line: int
    first: int
    last: int


def read_markdown(source: Source) -> Tree:
    """Read a ``case.md``. Never raises, whatever the text."""
    if source.line(1).rstrip() != "---":
        hint = "begin the file with ---, the case's keys as YAML, and --- again"
        return _unreadable("no YAML front matter", source.span(0, 0), hint)
    number = 2
    while source.line(number).rstrip() not in ("---", "..."):
        if source.line_start(number) >= len(source.text):
            hint = "end the front matter with a line of three hyphens"
            return _unreadable("the front matter has no end", source.span(0, 3), hint)
        number += 1
    tree = read_yaml(source, source.line_start(2), source.line_start(number))
    if tree.data is None and not tree.problems:
        tree.data = {}
        tree.spots[Pointer()] = Spot(source, 0, 3)
    if isinstance(tree.data, dict):
        _Body(source, tree).read(number + 1)
    return tree


def _unreadable(message: str, span: Span, hint: str) -> Tree:
    return Tree(problems=[structural("YML001", message, span, hint=hint)])


@cache
def _headings() -> dict[str, str]:
    table = tomllib.loads((Path(__file__).parent / "headings.toml").read_text("utf-8"))
    return {heading: key for key, headings in table.items() for heading in headings}


def _key_of(title: str) -> str | None:
    plain = re.sub(r"[^\w\s]|_", "", title.replace("-", " ").lower())
    return _headings().get(" ".join(plain.split()))


def _heading(line: str, level: int) -> str | None:
    """The title of *line* if it is a heading of *level*, without closing hashes and attributes; else None."""
    text = line.strip()
    hashes, rest = text[:level], text[level:]
    if hashes != "#" * level or (rest and rest[0] not in " \t") or len(line) - len(line.lstrip(" ")) > 3:
        return None
    title = rest.strip()
    bare = title.rstrip("#")
    if bare != title and (not bare or bare[-1] in " \t"):
        title = bare.rstrip()
    return _ATTRIBUTES.sub("", title).rstrip()


class _Verbatim:
    """Tells which lines stand in a code fence or a comment, where a hash begins no heading."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._fence = ""
        self._comment_end = 0
        self._last_comment_end = source.text.rfind("-->")

    def holds(self, number: int, line: str) -> bool:
        """Whether *line*, the next one and line *number* of the file, is verbatim."""
        start = self._source.line_start(number)
        if start < self._comment_end:
            return True
        mark = _FENCE.match(line)
        if self._fence:
            if mark and mark["mark"].startswith(self._fence) and not mark["info"].strip():
                self._fence = ""
            return True
        if mark and not (mark["mark"].startswith("`") and "`" in mark["info"]):
            self._fence = mark["mark"]
            return True
        if start < self._last_comment_end and line.lstrip(" ").startswith("<!--"):
            self._comment_end = self._source.text.find("-->", start) + 3
            return True
        return False


class _Body:
    def __init__(self, source: Source, tree: Tree) -> None:
        self._source = source
        self._tree = tree
        self._data: dict[str, Any] = tree.data

    def read(self, first: int) -> None:
        previous = ""
        for part in self._parts(first, 1):
            key = _key_of(part.title) if part.line else None
            if part.line == 0:
                self._stray(part)
            elif not part.title:
                self._untitled(part)
            elif key is None:
                self._section(part, previous)
                previous = part.title
            else:
                self._main(key, part)
                previous = key

    def _parts(self, first: int, level: int, last: int | None = None) -> list[_Part]:
        """The lines from *first* on, cut at headings; what stands before the first has no line."""
        parts: list[_Part] = []
        title, line, start = "", 0, first
        verbatim = _Verbatim(self._source)
        number = first
        while self._source.line_start(number) < len(self._source.text) and number <= (last or number):
            text = self._source.line(number)
            heading = None if verbatim.holds(number, text) else _heading(text, level)
            if heading is not None:
                parts.append(_Part(title, line, start, number - 1))
                title, line, start = heading, number, number + 1
            number += 1
        parts.append(_Part(title, line, start, number - 1))
        return parts

    # --- where each part goes -----------------------------------------------------------------------

    def _stray(self, part: _Part, heading: str = "# Introduction") -> None:
        text, spot = self._text(part)
        if all(isinstance(block, nodes.CommentBlock) for block in Prose(text).blocks):
            return
        span = self._source.span(spot.start, spot.start)
        hint = f"put it under a heading such as `{heading}`"
        message = "text before the first heading belongs to no section"
        self._tree.problems.append(structural("YML004", message, span, hint=hint))

    def _untitled(self, part: _Part) -> None:
        span = self._source.span(self._source.line_start(part.line), self._source.line_start(part.line) + 1)
        hint = "write its title after the hash"
        self._tree.problems.append(structural("YML005", "a heading without a title", span, hint=hint))

    def _main(self, key: str, part: _Part) -> None:
        text, spot = self._text(part)
        at = Pointer((key,))
        if key == "references":
            if text:
                hint = "list them under `references:` in the front matter, or name a `bibliography:`"
                message = "references are not read from prose"
                span = self._source.span(spot.start, spot.start)
                self._tree.problems.append(structural("YML004", message, span, at, hint=hint))
            return
        if key in _STATEMENTS:
            holder = self._data.setdefault(key, {})
            if isinstance(holder, str):
                self._duplicate(at, part)
                return
            if isinstance(holder, dict):
                self._tree.spots.setdefault(at, spot)
                self._put(holder, at / "statement", text, spot, part)
            return
        if key == "learning_points":
            self._points(part, text, spot)
        elif key == "abstract":
            self._abstract(part)
        else:
            self._put(self._data, at, text, spot, part)

    def _put(self, holder: dict[str, Any], at: Pointer, text: str, spot: Spot, part: _Part) -> None:
        if holder.get(str(at[-1])) is not None:
            self._duplicate(at, part)
            return
        holder[str(at[-1])] = text
        self._tree.spots[at] = spot

    def _abstract(self, part: _Part) -> None:
        at = Pointer(("abstract",))
        pieces = self._parts(part.first, 2, part.last)
        if len(pieces) == 1:
            self._put(self._data, at, *self._text(part), part)
            return
        if self._data.get("abstract") is not None:
            self._duplicate(at, part)
            return
        self._stray(pieces[0], "## Background")
        holder: dict[str, Any] = {}
        self._data["abstract"] = holder
        self._tree.spots[at] = self._text(part)[1]
        for piece in pieces[1:]:
            label = piece.title.strip().rstrip(":.").lower()
            self._put(holder, at / label, *self._text(piece), piece)

    def _points(self, part: _Part, text: str, spot: Spot) -> None:
        at = Pointer(("learning_points",))
        if self._data.get("learning_points") is not None:
            self._duplicate(at, part)
            return
        points: list[str] = []
        for start, end in _items(Prose(text)):
            self._tree.spots[at / len(points)] = spot.cut(start, end) or spot
            points.append(text[start:end])
        self._data["learning_points"] = points
        self._tree.spots[at] = spot

    def _section(self, part: _Part, after: str) -> None:
        sections = self._data.setdefault("sections", [])
        if not isinstance(sections, list):
            return
        at = Pointer(("sections",))
        text, spot = self._text(part)
        line = self._source.line(part.line)
        start = self._source.line_start(part.line) + max(0, line.find(part.title))
        title = Spot(self._source, start, start + len(part.title), runs=((0, start),))
        self._tree.spots.setdefault(at, title)
        at = at / len(sections)
        self._tree.spots.update({at: title, at / "title": title, at / "body": spot, at / "after": title})
        sections.append({"title": part.title, "after": after, "body": text})

    def _duplicate(self, at: Pointer, part: _Part) -> None:
        earlier = self._tree.spots.get(at)
        related = () if earlier is None else (
            Related(earlier.source.span(earlier.start, earlier.start), "first given here"),
        )  # fmt: skip
        start = self._source.line_start(part.line)
        span = self._source.span(start, start + len(self._source.line(part.line)))
        message = f"{str(at[0])!r} is given twice"
        self._tree.problems.append(structural("YML002", message, span, at, related=related))

    def _text(self, part: _Part) -> tuple[str, Spot]:
        """The part's lines without blank ones at either end, and where they stand."""
        first, last = part.first, part.last
        while first <= last and not self._source.line(first).strip():
            first += 1
        while first <= last and not self._source.line(last).strip():
            last -= 1
        if first > last:
            start = self._source.line_start(max(part.line, 1))
            return "", Spot(self._source, start, start + len(self._source.line(part.line)))
        runs: list[tuple[int, int]] = []
        decoded = 0
        pieces: list[str] = []
        for number in range(first, last + 1):
            runs.append((decoded, self._source.line_start(number)))
            pieces.append(self._source.line(number))
            decoded += len(pieces[-1]) + 1
        start = self._source.line_start(first)
        end = self._source.line_start(last) + len(pieces[-1])
        return "\n".join(pieces), Spot(self._source, start, end, runs=tuple(runs))


def _items(prose: Prose) -> list[tuple[int, int]]:
    """Where each learning point stands: the items of lists, and paragraphs."""
    found: list[tuple[int, int]] = []
    for block in prose.blocks:
        if isinstance(block, nodes.ListBlock):
            found.extend((_start(item[0]), item[-1].end) for item in block.items if item)
        elif isinstance(block, nodes.Paragraph):
            found.append((block.start, block.end))
    return found


def _start(block: nodes.Block) -> int:
    if isinstance(block, nodes.Paragraph) and block.children:
        return block.children[0].start
    return block.start
