"""Pandoc's inline nodes, as far as its citation processor takes and gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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


def pieces_of(nodes: Sequence[Node]) -> tuple[Piece, ...]:
    """*nodes* as pieces; a link to a reference is a piece with its key, any other one with its address."""
    return _joined(_runs(nodes, _PLAIN))


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """*pieces* with neighbours of one style made one, two spaces made one, and what is empty left out."""
    return _joined((piece.text, piece._replace(text="")) for piece in pieces)


def _joined(runs: Iterable[tuple[str, Piece]]) -> tuple[Piece, ...]:
    found: list[tuple[list[str], Piece]] = []
    last = ""
    for run, style in runs:
        text = run.lstrip(" ") if last == " " else run
        if not text:
            continue
        if found and not style.covered and (found[-1][1] is style or found[-1][1] == style):
            found[-1][0].append(text)
        else:
            found.append(([text], style))
        last = text[-1]
    return tuple(style._replace(text="".join(texts)) for texts, style in found)


def _runs(nodes: Sequence[Node], style: Piece) -> Iterator[tuple[str, Piece]]:
    for node in nodes:
        kind, content = node["t"], node.get("c", "")
        if kind == "Str":
            yield content, style
        elif kind in _SPACES:
            yield " ", style
        elif kind in _STYLES:
            # Emphasis within emphasis stands upright, as CSL has it; the others only add up.
            name = _STYLES[kind]
            yield from _runs(content, _with(style, **{name: not (kind == "Emph" and style.italic)}))
        elif kind in _VERBATIM:
            yield content[1], style
        else:
            yield from _container(kind, content, style)


def _container(kind: str, content: Any, style: Piece) -> Iterator[tuple[str, Piece]]:
    match kind:
        case "Link":
            target = content[2][0]
            # An address that was typed in words ("not yet online") is printed, and leads nowhere.
            href = "" if any(character.isspace() for character in target) else target
            place = {"key": target.removeprefix("#ref-")} if target.startswith("#ref-") else {"href": href}
            yield from _runs(content[1], _with(style, **place))
        case "Span":
            # What stands on a line of its own within an entry runs on here.
            if not _OWN_LINE.isdisjoint(content[0][1]):
                yield " ", style
            yield from _runs(content[1], style)
        case "Quoted":
            double = content[0]["t"] == "DoubleQuote"
            yield from _between("\u201c\u201d" if double else "\u2018\u2019", content[1], style)
        case "Note":
            # A style that cites in footnotes; an article's citations stand in its sentences.
            yield from _between("()", [inline for block in content for inline in block["c"]], style)
        case "Cite":
            yield from _runs(content[1], style)
        case "Underline" | "Strikeout":
            yield from _runs(content, style)


def _between(marks: str, nodes: Sequence[Node], style: Piece) -> Iterator[tuple[str, Piece]]:
    yield marks[0], style
    yield from _runs(nodes, style)
    yield marks[1], style


def _with(style: Piece, **changes: Any) -> Piece:
    return style._replace(**changes)
