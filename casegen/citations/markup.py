"""The markup that CSL-JSON allows in titles, as styled pieces."""

from __future__ import annotations

import re

from casegen.citations.bibliography import Piece

_TAG = re.compile(r"<(/?)(i|b|sup|sub|sc)>|<(/?)span(?:\s[^<>]*)?>", re.IGNORECASE)
_STYLES = ("i", "b", "sup", "sub", "sc")


def marked(text: str, *, italic: bool = False) -> list[Piece]:
    """*text* with ``<i>``, ``<b>``, ``<sup>``, ``<sub>`` and ``<sc>`` as styles.

    ``<span>`` only shields words from a style's capitals: its content stays. A tag that is not closed
    holds to the end, one that closes nothing is dropped, and any other ``<`` is a character. With
    *italic*, all is set in italics, and italics inside stand upright.
    """
    pieces: list[Piece] = []
    depth = dict.fromkeys(_STYLES, 0)
    at = 0
    for match in _TAG.finditer(text):
        _add(pieces, text[at : match.start()], depth, italic=italic)
        at = match.end()
        if tag := (match[2] or "").lower():
            depth[tag] = max(0, depth[tag] - 1) if match[1] else depth[tag] + 1
    _add(pieces, text[at:], depth, italic=italic)
    return pieces


def _add(pieces: list[Piece], text: str, depth: dict[str, int], *, italic: bool) -> None:
    if text:
        pieces.append(
            Piece(
                text,
                italic=(depth["i"] > 0) != italic,
                bold=depth["b"] > 0,
                superscript=depth["sup"] > 0,
                subscript=depth["sub"] > 0,
                small_caps=depth["sc"] > 0,
            )
        )
