"""Pandoc's inline nodes, as far as its citation processor takes and gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from casegen.citations.bibliography import Piece

__all__ = ["Node", "joined", "pieces_of", "words"]

Node = dict[str, Any]

_STYLES = {
    "Emph": "italic",
    "Strong": "bold",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "SmallCaps": "small_caps",
}
_ITALIC = re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_]+)(?<=\S)\1(?![\w*_])")
_SPACES = frozenset({"Space", "SoftBreak", "LineBreak"})
_VERBATIM = frozenset({"Code", "Math", "RawInline"})
_OWN_LINE = frozenset({"csl-block", "csl-indent"})
_PLAIN = Piece("")


def words(text: str) -> list[Node]:
    """*text* as words and spaces, which is how the processor finds its way in it; ``*text*`` is italic."""
    nodes: list[Node] = []
    at = 0
    for match in _ITALIC.finditer(text):
        nodes += [*_words(text[at : match.start()]), {"t": "Emph", "c": _words(match[2])}]
        at = match.end()
    return [*nodes, *_words(text[at:])]


def _words(text: str) -> list[Node]:
    nodes: list[Node] = []
    for at, word in enumerate(text.split(" ")):
        if at:
            nodes.append({"t": "Space"})
        if word:
            nodes.append({"t": "Str", "c": word})
    return nodes


def pieces_of(nodes: Sequence[Node], style: Piece = _PLAIN) -> tuple[Piece, ...]:
    """*nodes* as pieces; a link to a reference is a piece with its key, any other one with its address."""
    return joined(_pieces(nodes, style))


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """*pieces* with neighbours of one style made one, two spaces made one, and what is empty left out."""
    found: list[Piece] = []
    for piece in pieces:
        text = piece.text
        if found and text[:1] == " " and found[-1].text[-1:] == " ":
            text = text.lstrip(" ")
        if not text:
            continue
        if found and not piece.covered and replace(found[-1], text="") == replace(piece, text=""):
            text = found.pop().text + text
        found.append(replace(piece, text=text))
    return tuple(found)


def _pieces(nodes: Sequence[Node], style: Piece) -> Iterator[Piece]:
    for node in nodes:
        kind, content = node["t"], node.get("c", "")
        if kind == "Str":
            yield replace(style, text=content)
        elif kind in _SPACES:
            yield replace(style, text=" ")
        elif kind in _STYLES:
            # Emphasis within emphasis stands upright, as CSL has it; the others only add up.
            name = _STYLES[kind]
            yield from _pieces(content, _with(style, **{name: not (kind == "Emph" and style.italic)}))
        elif kind in _VERBATIM:
            yield replace(style, text=content[1])
        else:
            yield from _container(kind, content, style)


def _container(kind: str, content: Any, style: Piece) -> Iterator[Piece]:
    match kind:
        case "Link":
            target = content[2][0]
            place = {"key": target.removeprefix("#ref-")} if target.startswith("#ref-") else {"href": target}
            yield from _pieces(content[1], _with(style, **place))
        case "Span":
            # What stands on a line of its own within an entry runs on here.
            if not _OWN_LINE.isdisjoint(content[0][1]):
                yield replace(style, text=" ")
            yield from _pieces(content[1], style)
        case "Quoted":
            double = content[0]["t"] == "DoubleQuote"
            yield from _between("\u201c\u201d" if double else "\u2018\u2019", content[1], style)
        case "Note":
            # A style that cites in footnotes; an article's citations stand in its sentences.
            yield from _between("()", [inline for block in content for inline in block["c"]], style)
        case "Cite":
            yield from _pieces(content[1], style)
        case "Underline" | "Strikeout":
            yield from _pieces(content, style)


def _between(marks: str, nodes: Sequence[Node], style: Piece) -> Iterator[Piece]:
    yield replace(style, text=marks[0])
    yield from _pieces(nodes, style)
    yield replace(style, text=marks[1])


def _with(style: Piece, **changes: Any) -> Piece:
    return replace(style, **changes)
