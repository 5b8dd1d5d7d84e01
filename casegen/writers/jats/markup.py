"""The markup that texts of CSL-JSON hold, as nodes of the document."""

from __future__ import annotations

import re
from collections.abc import Callable

from casegen.document import Emphasis, Inline, Inlines, SmallCaps, Strong, Subscript, Superscript, Text

__all__ = ["marked_up"]

_TAG = re.compile(r"<(?P<closing>/?)(?P<name>i|b|sup|sub|sc|span)(?P<attributes>\s[^<>]{0,200})?>")
_NODES: dict[str, Callable[[Inlines], Inline]] = {
    "i": Emphasis,
    "b": Strong,
    "sup": Superscript,
    "sub": Subscript,
    "sc": SmallCaps,
}


def marked_up(text: str) -> Inlines:
    """*text* with its tags as nodes: ``<i>``, ``<b>``, ``<sup>``, ``<sub>``, ``<sc>`` and ``<span>``.

    Those of CSL 1.0.2, Rich text. A ``<span>`` counts where it says small capitals; ``nocase`` is for styles.
    Tags that open or close nothing are left out.
    """
    runs: list[tuple[str, list[Inline]]] = [("", [])]
    at = 0
    for match in _TAG.finditer(text):
        _say(runs, text[at : match.start()])
        at = match.end()
        name = match["name"]
        if not match["closing"]:
            small = name == "span" and "small-caps" in (match["attributes"] or "")
            runs.append(("sc span" if small else name, []))
        elif name in [opened.split(" ")[-1] for opened, _ in runs]:
            while _close(runs) != name:
                pass
    _say(runs, text[at:])
    while len(runs) > 1:
        _close(runs)
    return tuple(runs[0][1])


def _say(runs: list[tuple[str, list[Inline]]], text: str) -> None:
    if text:
        runs[-1][1].append(Text(text))


def _close(runs: list[tuple[str, list[Inline]]]) -> str:
    """Close the innermost run; its tag's name."""
    opened, inside = runs.pop()
    look, _, name = opened.rpartition(" ")
    made = _NODES.get(look or name)
    runs[-1][1].extend([made(tuple(inside))] if made and inside else inside)
    return name
