"""Raised citations back where an author types them: "leakage.¹" was typed "leakage [@a].".

Pandoc raises them again, and sets them behind the stop, where its style wants that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.document import Citation, Inline, Inlines, Superscript, Text

__all__ = ["as_typed"]

_COMMA = Superscript((Text(","),))
_THIN = "\u202f"
# A stop that stood behind the citation: a point only where a sentence ends, for it may be an abbreviation's.
_STOP = re.compile(r"(?<=[^\s.])[.,;:]$")
_SENTENCE_ENDS = re.compile(r"\s+[^a-z\s]|\s*$")


def as_typed(nodes: Inlines) -> Inlines:
    """*nodes* with a space before each raised citation and the stop behind it, neighbours as one citation."""
    if not any(_raised(node) for node in nodes):
        return nodes
    return tuple(_lowered(list(_together(nodes))))


def _raised(node: Inline) -> bool:
    return (
        isinstance(node, Citation)
        and bool(node.works)
        and not node.narrative
        and any(isinstance(child, Superscript) for child in node.children)
    )


def _together(nodes: Inlines) -> Iterator[Inline]:
    waiting: Citation | None = None
    for at, node in enumerate(nodes):
        if isinstance(node, Citation) and _raised(node):
            waiting = node if waiting is None else waiting.replace(works=(*waiting.works, *node.works))
        elif waiting is not None and node == _COMMA and at + 1 < len(nodes) and _raised(nodes[at + 1]):
            continue
        else:
            if waiting is not None:
                yield waiting
            waiting = None
            yield node
    if waiting is not None:
        yield waiting


def _lowered(nodes: list[Inline]) -> Iterator[Inline]:
    stop = ""
    for at, node in enumerate(nodes):
        if not (isinstance(node, Text) and at + 1 < len(nodes) and _raised(nodes[at + 1])):
            yield node
            if stop:
                yield Text(stop)
            stop = ""
            continue
        text = node.text.rstrip(_THIN)
        behind = nodes[at + 2] if at + 2 < len(nodes) else Text("")
        sentence_ends = isinstance(behind, Text) and _SENTENCE_ENDS.match(behind.text)
        found = _STOP.search(text)
        if found and (sentence_ends or found[0] != "."):
            stop, text = found[0], text[: found.start()]
        yield Text(f"{text} " if text and not text[-1].isspace() and text[-1] not in "([" else text)
