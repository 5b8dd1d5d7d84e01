"""What a line is not to tear: ranges of citations, and raised citations from the word before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casegen.document import Citation, Inline, ReferenceLink, Superscript, Text, plain

__all__ = ["Clinging", "Range", "grouped"]

# The characters of a raised citation that still stays on the line of its word.
_LONGEST_KEPT = 24


@dataclass(frozen=True, slots=True)
class Range:
    """The ends of a range, "3-5", with what is printed between them and the links that it covers."""

    first: ReferenceLink
    between: str
    covered: tuple[ReferenceLink, ...]
    last: ReferenceLink


@dataclass(frozen=True, slots=True)
class Clinging:
    """A raised citation, and the last character of the text before it."""

    before: str
    citation: Citation


def grouped(nodes: Sequence[Inline]) -> Iterator[Inline | Range | Clinging]:
    """*nodes* with what belongs together as one. What is covered by no printed range is left out."""
    at = 0
    while at < len(nodes):
        node = nodes[at]
        at += 1
        after = nodes[at] if at < len(nodes) else None
        if _is_covered(node):
            continue
        if isinstance(node, ReferenceLink):
            end = _end_of_range(nodes, at)
            last = nodes[end] if end < len(nodes) else None
            if end > at and isinstance(last, ReferenceLink):
                inside = nodes[at:end]
                between = "".join(part.text for part in inside if isinstance(part, Text))
                yield Range(node, between, tuple(p for p in inside if isinstance(p, ReferenceLink)), last)
                at = end + 1
            else:
                yield node
        elif isinstance(node, Text) and isinstance(after, Citation) and _clings(node.text, after):
            yield Text(node.text[:-1])
            yield Clinging(node.text[-1], after)
            at += 1
        else:
            yield node


def _end_of_range(nodes: Sequence[Inline], start: int) -> int:
    """Where the last link of a range is, whose first is before *start*; *start* where there is no range."""
    end = start
    covers = False
    while end < len(nodes) and (_is_covered(nodes[end]) or isinstance(nodes[end], Text)):
        covers = covers or _is_covered(nodes[end])
        end += 1
    return end if covers else start


def _is_covered(node: Inline) -> bool:
    return isinstance(node, ReferenceLink) and node.covered


def _clings(text: str, citation: Citation) -> bool:
    raised = isinstance(next(iter(citation.children), None), Superscript)
    return (
        raised
        and bool(text.strip())
        and not text[-1].isspace()
        and len(plain(citation.children)) <= _LONGEST_KEPT
    )
