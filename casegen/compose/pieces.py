"""A citation engine's pieces -> the article's inline nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from casegen import document as d
from casegen.citations import Piece
from casegen.compose.context import reference_anchor
from casegen.compose.typography import Quotes, typeset

# Each kind of style with what a piece says of it and the node that bears it, the outermost first: a raised
# cluster is one, and its numbers are links in it.
_Wrap = Callable[[Piece, d.Inlines], d.Inline]
_WRAPPERS: tuple[tuple[Callable[[Piece], object], _Wrap], ...] = (
    (lambda piece: piece.superscript, lambda _, inside: d.Superscript(inside)),
    (lambda piece: piece.subscript, lambda _, inside: d.Subscript(inside)),
    (lambda piece: piece.href, lambda piece, inside: d.Link(piece.href, inside)),
    (
        lambda piece: piece.key and (piece.key, piece.covered),
        lambda piece, inside: d.ReferenceLink(reference_anchor(piece.key), inside, piece.covered),
    ),
    (lambda piece: piece.bold, lambda _, inside: d.Strong(inside)),
    (lambda piece: piece.italic, lambda _, inside: d.Emphasis(inside)),
    (lambda piece: piece.small_caps, lambda _, inside: d.SmallCaps(inside)),
)
# Spaces at which a citation is not divided: before a year, number or bracket, and in "et al."
_KEPT = re.compile(r"(?<![,;\s]) (?=[\[(]?\d)|(?<=[^\W\d],) (?=\d{4})|(?<=\.,) (?=\d{4})|(?<=\bet) (?=al\b)")


def styled(pieces: Iterable[Piece]) -> d.Inlines:
    """*pieces* as inline nodes; neighbours of one style, or of one link, stand in one node."""
    return _nested([piece for piece in pieces if piece.text], 0)


def kept_together(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """*pieces*, a citation, with no-break spaces where the end of a line would tear it: "Kim et al. [3]"."""
    text = "".join("" if piece.covered else piece.text for piece in pieces)
    kept = {match.start() for match in _KEPT.finditer(text)}
    if not kept:
        return tuple(pieces)
    out: list[Piece] = []
    start = 0
    for piece in pieces:
        if piece.covered:
            out.append(piece)
            continue
        chars = ("\u00a0" if at in kept else char for at, char in enumerate(piece.text, start))
        out.append(piece._replace(text="".join(chars)))
        start += len(piece.text)
    return tuple(out)


def quotes_curled(pieces: Sequence[Piece], quotes: Quotes) -> tuple[Piece, ...]:
    """*pieces*, a citation, with what was typed around its references typeset: "see the 'classic' paper"."""
    texts = iter(typeset([("" if piece.covered else piece.text, not piece.key) for piece in pieces], quotes))
    return tuple(piece if piece.key else piece._replace(text=next(texts)) for piece in pieces)


def _nested(pieces: Sequence[Piece], depth: int) -> d.Inlines:
    if depth == len(_WRAPPERS):
        return (d.Text("".join(piece.text for piece in pieces)),)
    said, wrap = _WRAPPERS[depth]
    nodes: list[d.Inline] = []
    for value, group in groupby(pieces, key=said):
        alike = list(group)
        inside = _nested(alike, depth + 1)
        nodes.extend((wrap(alike[0], inside),) if value else inside)
    return tuple(nodes)
