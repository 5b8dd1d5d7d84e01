"""Ranges in citations: "3-5", of which every number leads to its reference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casegen.document import Inline, ReferenceLink, Text

__all__ = ["Range", "ranged"]


@dataclass(frozen=True, slots=True)
class Range:
    """The two ends of a range, what is printed between them, and what it covers."""

    first: ReferenceLink
    between: str
    covered: tuple[ReferenceLink, ...]
    last: ReferenceLink


def ranged(nodes: Sequence[Inline]) -> Iterator[Inline | Range]:
    """*nodes* with each range as one; what is covered by nothing that is printed is left out."""
    at = 0
    while at < len(nodes):
        first = nodes[at]
        at += 1
        if _is_covered(first):
            continue
        end = at
        while isinstance(first, ReferenceLink) and end < len(nodes) and _is_between(nodes[end]):
            end += 1
        covered = tuple(node for node in nodes[at:end] if isinstance(node, ReferenceLink))
        last = nodes[end] if covered and end < len(nodes) else None
        if isinstance(first, ReferenceLink) and isinstance(last, ReferenceLink):
            between = "".join(node.text for node in nodes[at:end] if isinstance(node, Text))
            yield Range(first, between, covered, last)
            at = end + 1
        else:
            yield first


def _is_between(node: Inline) -> bool:
    return isinstance(node, Text) or _is_covered(node)


def _is_covered(node: Inline) -> bool:
    return isinstance(node, ReferenceLink) and node.covered
