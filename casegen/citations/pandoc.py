"""Pandoc's inline nodes, as far as its citation processor takes and gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from casegen.citations.bibliography import Piece

__all__ = ["Node", "joined", "pieces_of", "words"]

Node = dict[str, Any]
_Run = tuple[str, Piece]

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
    runs: list[_Run] = []
    _add(runs, nodes, _PLAIN)
    return _joined(runs)


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """*pieces* with neighbours of one style made one, two spaces made one, and what is empty left out."""
    return _joined((piece.text, piece._replace(text="")) for piece in pieces)


def _joined(runs: Iterable[_Run]) -> tuple[Piece, ...]:
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


def _add(runs: list[_Run], nodes: Sequence[Node], style: Piece) -> None:
    # A list that is added to, and no generators in one another: an entry has a hundred nodes.
    for node in nodes:
        kind = node["t"]
        if kind == "Str":
            runs.append((node["c"], style))
        elif kind in _SPACES:
            runs.append((" ", style))
        elif kind in _STYLES:
            # Emphasis within emphasis stands upright, as CSL has it; the others only add up.
            said: dict[str, Any] = {_STYLES[kind]: not (kind == "Emph" and style.italic)}
            _add(runs, node["c"], style._replace(**said))
        elif kind in _VERBATIM:
            runs.append((node["c"][1], style))
        else:
            _add_container(runs, kind, node.get("c", ""), style)


def _add_container(runs: list[_Run], kind: str, content: Any, style: Piece) -> None:
    match kind:
        case "Link":
            target = content[2][0]
            # An address that was typed in words ("not yet online") is printed, and leads nowhere.
            href = "" if any(character.isspace() for character in target) else target
            place = {"key": target.removeprefix("#ref-")} if target.startswith("#ref-") else {"href": href}
            _add(runs, content[1], style._replace(**place))
        case "Span":
            # What stands on a line of its own within an entry runs on here.
            if not _OWN_LINE.isdisjoint(content[0][1]):
                runs.append((" ", style))
            _add(runs, content[1], style)
        case "Quoted":
            double = content[0]["t"] == "DoubleQuote"
            _add_between(runs, "\u201c\u201d" if double else "\u2018\u2019", content[1], style)
        case "Note":
            # A style that cites in footnotes; an article's citations stand in its sentences.
            _add_between(runs, "()", [inline for block in content for inline in block["c"]], style)
        case "Cite":
            _add(runs, content[1], style)
        case "Underline" | "Strikeout":
            _add(runs, content, style)


def _add_between(runs: list[_Run], marks: str, nodes: Sequence[Node], style: Piece) -> None:
    runs.append((marks[0], style))
    _add(runs, nodes, style)
    runs.append((marks[1], style))
