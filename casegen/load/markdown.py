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
from casegen.source import Pointer, Source, Spot

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#(?:[ \t]+(?P<title>.*?))?(?:[ \t]+#+)?[ \t]*$")
_SUBHEADING = re.compile(r" {0,3}##[ \t]+(?P<title>.*?)(?:[ \t]+#+)?[ \t]*$")
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
    lines = source.text.splitlines()
    if not lines or lines[0].rstrip() != "---":
        tree = Tree()
        hint = "begin the file with ---, the case's keys as YAML, and --- again"
        tree.problems.append(
            structural("YML001", "no YAML front matter", source.span(0, 0), hint=hint)
        )
        return tree
    number = 2
    while source.line_start(number) < len(source.text) and source.line(number).rstrip() not in ("---", "..."):  # fmt: skip
        number += 1
    if source.line_start(number) >= len(source.text):
        tree = Tree()
        hint = "end the front matter with a line of three hyphens"
        tree.problems.append(
            structural("YML001", "the front matter has no end", source.span(0, 3), hint=hint)
        )
        return tree
    tree = read_yaml(source, source.line_start(2), source.line_start(number))
    if tree.data is None and not tree.problems:
        tree.data = {}
        tree.spots[Pointer()] = Spot(source, 0, 3)
    if isinstance(tree.data, dict):
        _Body(source, tree).read(number + 1)
    return tree


@cache
def _headings() -> dict[str, str]:
    table = tomllib.loads((Path(__file__).parent / "headings.toml").read_text("utf-8"))
    return {heading: key for key, headings in table.items() for heading in headings}


def _key_of(title: str) -> str | None:
    plain = re.sub(r"[^\w\s]|_", "", title.replace("-", " ").lower())
    return _headings().get(" ".join(plain.split()))


class _Body:
    def __init__(self, source: Source, tree: Tree) -> None:
        self._source = source
        self._tree = tree
        self._data: dict[str, Any] = tree.data

    def read(self, first: int) -> None:
        previous = ""
        for part in self._parts(first, _HEADING):
            key = _key_of(part.title) if part.line else None
            if part.line == 0:
                self._stray(part)
            elif key is None:
                self._section(part, previous)
                previous = part.title
            else:
                self._main(key, part)
                previous = key

    def _parts(self, first: int, heading: re.Pattern[str], last: int | None = None) -> list[_Part]:
        """The lines from *first* on, cut at headings; what stands before the first has no line."""
        parts: list[_Part] = []
        title, line, start = "", 0, first
        fence = ""
        number = first
        while self._source.line_start(number) < len(self._source.text) and number <= (last or number):
            text = self._source.line(number)
            mark = _FENCE.match(text)
            if mark and (not fence or text.strip().startswith(fence)):
                fence = "" if fence else mark.group(1)
            match = None if fence else heading.match(text)
            if match:
                parts.append(_Part(title, line, start, number - 1))
                title, line, start = match.group("title") or "", number, number + 1
            number += 1
        parts.append(_Part(title, line, start, number - 1))
        return parts

    # --- where each part goes -----------------------------------------------------------------------

    def _stray(self, part: _Part) -> None:
        text, spot = self._text(part)
        if text:
            span = self._source.span(spot.start, spot.start)
            hint = "put it under a heading such as `# Introduction`"
            message = "text before the first heading belongs to no section"
            self._tree.problems.append(structural("YML004", message, span, hint=hint))

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
        pieces = self._parts(part.first, _SUBHEADING, part.last)
        if len(pieces) == 1:
            self._put(self._data, at, *self._text(part), part)
            return
        if self._data.get("abstract") is not None:
            self._duplicate(at, part)
            return
        self._stray(pieces[0])
        self._data["abstract"] = holder = {}
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
            self._tree.spots[at / len(points)] = _cut(spot, start, end)
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
        numbers = list(range(part.first, part.last + 1))
        while numbers and not self._source.line(numbers[0]).strip():
            numbers.pop(0)
        while numbers and not self._source.line(numbers[-1]).strip():
            numbers.pop()
        if not numbers:
            start = self._source.line_start(max(part.line, 1))
            return "", Spot(self._source, start, start + len(self._source.line(part.line)))
        runs: list[tuple[int, int]] = []
        decoded = 0
        pieces: list[str] = []
        for number in numbers:
            runs.append((decoded, self._source.line_start(number)))
            pieces.append(self._source.line(number))
            decoded += len(pieces[-1]) + 1
        start = self._source.line_start(numbers[0])
        end = self._source.line_start(numbers[-1]) + len(pieces[-1])
        return "\n".join(pieces), Spot(self._source, start, end, runs=tuple(runs))


def _items(prose: Prose) -> list[tuple[int, int]]:
    """Where each learning point stands: the items of lists, and paragraphs."""
    found: list[tuple[int, int]] = []
    for block in prose.blocks:
        if isinstance(block, nodes.ListBlock):
            found.extend(
                (_start(item[0]), len(prose.text[: item[-1].end].rstrip()))
                for item in block.items
                if item
            )
        elif isinstance(block, nodes.Paragraph):
            found.append((block.start, block.end))
    return found


def _start(block: nodes.Block) -> int:
    if isinstance(block, nodes.Paragraph) and block.children:
        return block.children[0].start
    return block.start


def _cut(spot: Spot, start: int, end: int) -> Spot:
    """The spot of ``text[start:end]`` where *spot* is that of the whole text."""
    first = spot.offset(start) or spot.start
    last = spot.offset(max(start, end - 1)) or first
    later = tuple((at - start, typed) for at, typed in spot.runs if start < at < end)
    return Spot(spot.source, first, last + 1, runs=((0, first), *later))
