"""Names that markup splits, found in a whole line of nodes and in a whole text of a drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Any

from casegen import document as d
from casegen.compose.identity import Found

__all__ = ["drawing_joined", "line_joined"]

Search = Callable[[str], tuple[Found, ...]]

# Markup within which a word may go on.
_WITHIN_WORDS = (d.Emphasis, d.Strong, d.Strikethrough, d.SmallCaps, d.Link)
# What stands in the place of any other node: no part of a name.
_BORDER = "\ufffc"
_SVG = "{http://www.w3.org/2000/svg}"


def line_joined(nodes: tuple[Any, ...], search: Search) -> tuple[Any, ...]:
    """*nodes*, a line, with the neutral word for each name that *search* finds in all of its text.

    The word stands where the name begins; what of the name is in other markup is gone from there.
    """
    leaves = list(_leaves(nodes))
    if not (found := search("".join(leaves))):
        return nodes
    starts = accumulate(map(len, leaves), initial=0)
    return _rebuilt(nodes, (_within(leaf, start, found) for leaf, start in zip(leaves, starts, strict=False)))


def _leaves(nodes: Iterable[Any]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, d.Text):
            yield node.text
        elif isinstance(node, _WITHIN_WORDS):
            yield from _leaves(node.children)
        else:
            yield _BORDER


def _rebuilt(nodes: Iterable[Any], texts: Iterator[str]) -> tuple[Any, ...]:
    """*nodes* with *texts* for their leaves, in the same order."""
    out: list[Any] = []
    for node in nodes:
        if isinstance(node, d.Text):
            text = next(texts)
            if text or not node.text:
                out.append(node.replace(text=text))
        elif isinstance(node, _WITHIN_WORDS):
            children = _rebuilt(node.children, texts)
            if children or not node.children:
                out.append(node.replace(children=children))
        else:
            next(texts)
            out.append(node)
    return tuple(out)


def _within(leaf: str, start: int, found: Iterable[Found]) -> str:
    """The part *leaf* of a text, from *start*, with the neutral word for each name that begins in it."""
    out: list[str] = []
    at = 0
    for one in found:
        begin, end = one.start - start, one.end - start
        if end <= 0 or begin >= len(leaf):
            continue
        out.append(leaf[at : max(begin, 0)])
        if begin >= 0:
            out.append(one.instead)
        at = min(end, len(leaf))
    return "".join([*out, leaf[at:]])


def drawing_joined(data: bytes, search: Search) -> bytes:
    """*data*, an SVG image that was read before, with each text that has parts and holds a name as one part.

    The neutral word may be longer or shorter than the name, so what follows it could not keep its place.
    """
    if b"tspan" not in data and b"textPath" not in data:
        return data
    from xml.etree import ElementTree as ET

    try:
        root = ET.fromstring(data)  # noqa: S314 -- it was read before, by a reader that refuses entities
    except (ET.ParseError, ValueError, LookupError):
        return data
    changed = False
    for element in root.iter(f"{_SVG}text"):
        if len(element) and (found := search("".join(element.itertext()))):
            _unsplit(element, found)
            changed = True
    return ET.tostring(root) if changed else data


def _unsplit(element: Any, found: tuple[Found, ...]) -> None:
    """*element*, a text with parts, as one text without the names *found*, where its first part stood."""
    text = _within("".join(element.itertext()), 0, found)
    first = next((part for part in element.iter() if part.get("x") or part.get("y")), element)
    for name in ("x", "y"):
        if value := first.get(name):
            element.set(name, value)
    for part in list(element):
        element.remove(part)
    element.text = " ".join(text.split())
