"""The width at which a title's lines come out about even, which the PDF engine cannot find itself."""

from __future__ import annotations

from itertools import accumulate

__all__ = ["balanced_width"]

# How wide characters are beside the average lower-case letter, in text faces.
_NARROW, _WIDE = frozenset("iljtfrI.,:;'\u2019-()[]! "), frozenset("mwMW")
_SLACK = 1.06


def balanced_width(title: str, measure: float) -> int:
    """The part of the line, in per cent, that breaks *title* into as many lines of even length.

    *measure* is how many letters fit the whole line. 100 where there is one line, or nothing to gain.
    """
    words = [sum(map(_width, word)) for word in title.split()]
    space = _width(" ")
    lines = _lines(words, space, measure)
    if lines < 2:
        return 100
    # The narrowest width that makes no further line is the length of some run of words.
    longest = max(words, default=0)
    runs = {
        round(width, 3)
        for first in range(len(words))
        for width in accumulate(words[first:], lambda line, word: line + space + word)
    }
    narrowest = min(
        (width for width in runs if longest <= width <= measure and _lines(words, space, width) == lines),
        default=measure,
    )
    return min(100, round(100 * _SLACK * narrowest / measure + 1))


def _width(character: str) -> float:
    if character in _NARROW:
        return 0.55
    if character in _WIDE:
        return 1.5
    return 1.2 if character.isupper() else 1.0


def _lines(words: list[float], space: float, width: float) -> int:
    lines, room = 0, -1.0
    for word in words:
        room -= space + word
        if room < 0:
            lines, room = lines + 1, width - word
    return lines
