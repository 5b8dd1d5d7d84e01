"""Raised citations: close to the word they follow, and on the right side of its punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from casegen import document as d
from casegen.compose.words import Words
from casegen.values import Value

_SPACES = " \u00a0\u2009\u202f"
_THIN = "\u202f"
_STOPS = (".", ",")
# What stands between citations that are read as one.
_SEPARATOR = re.compile(rf"[,;{_SPACES}]*")
# A number with a unit that may bear an exponent: "5 mm", "3 kg/m".
_UNIT = re.compile(rf"(?:\d[{_SPACES}]?|/)(?:[cdkmnµμ]?m|[mnµμ]?s|[kmµμ]?g|[dmµμ]?[Ll]|min|h|in|ft)$")

_Around = (
    d.Emphasis
    | d.Strong
    | d.Strikethrough
    | d.Superscript
    | d.Subscript
    | d.SmallCaps
    | d.Link
    | d.CrossReference
    | d.ReferenceLink
    | d.Citation
)


class _Leaf(Value):
    """A node that is moved as a whole, and what stands around it, the outermost first."""

    node: d.Inline
    path: tuple[_Around, ...]

    @property
    def text(self) -> str:
        """Its characters, where it has nothing else."""
        return self.node.text if isinstance(self.node, d.Text) else ""

    @property
    def citation(self) -> d.Citation | None:
        """The citation it is a part of."""
        return next((around for around in self.path if isinstance(around, d.Citation)), None)

    @property
    def raised(self) -> bool:
        """Whether it is the raised part of a citation."""
        return isinstance(self.node, d.Superscript)


def set_raised(run: Sequence[d.Inline], words: Words) -> d.Inlines:
    """*run*, a paragraph as composed, with its raised citations where a compositor sets them.

    The space before one goes. Of the punctuation after it, `Words.raised_behind` comes first: "leakage
    [@a]." is "leakage.\u00b9"; typed behind the stop, it stays there. Citations with nothing but a comma
    between them are one: "1,2". Where raised figures would be read as an exponent, a charge or a decimal, or
    raised words as a part of the word before them, a thin space keeps them apart.
    """
    leaves = [leaf for node in run for leaf in _leaves(node, ())]
    if not any(leaf.raised for leaf in leaves):
        return tuple(run)
    out: list[_Leaf] = []
    at = 0
    while at < len(leaves):
        if not leaves[at].raised:
            out.append(leaves[at])
            at += 1
            continue
        group, end = _group(leaves, at)
        stops = ""
        if end < len(leaves):
            stops = "".join(takewhile(words.raised_behind.__contains__, leaves[end].text))
            leaves[end] = _with(leaves[end], leaves[end].text[len(stops) :]) if stops else leaves[end]
        home = _home(leaves, at)
        _close_up(out, stops, home, words)
        worded = d.plain((group[0].node,))[:1].isalpha()  # "see 18"
        if _misleads(out) or (worded and out and out[-1].text[-1:].isalnum()):
            out.append(_Leaf(d.Text(_THIN), home))
        out.extend(group)
        at = end
    return tuple(_rebuilt(out, 0))


def _leaves(node: d.Inline, path: tuple[_Around, ...]) -> Iterator[_Leaf]:
    inside = bool(path) and isinstance(path[-1], d.Citation)
    if not isinstance(node, _Around) or (inside and isinstance(node, d.Superscript)):
        yield _Leaf(node, path)
        return
    for child in node.children:
        yield from _leaves(child, (*path, node))


def _group(leaves: Sequence[_Leaf], start: int) -> tuple[list[_Leaf], int]:
    """The citation whose raised part is at *start*, with those that follow it at once, and where they end."""
    group: list[_Leaf] = []
    at = start
    while True:
        citation = leaves[at].citation
        while at < len(leaves) and leaves[at].citation is citation:
            group.append(leaves[at])
            at += 1
        end = at
        while at < len(leaves) and leaves[at].text and _SEPARATOR.fullmatch(leaves[at].text):
            at += 1
        if at == len(leaves) or not leaves[at].raised:
            return group, end
        group.append(_Leaf(d.Superscript((d.Text(","),)), _home(leaves, at)))


def _home(leaves: Sequence[_Leaf], at: int) -> tuple[_Around, ...]:
    """Where text before the raised leaf *at* belongs: outside its citation, unless that begins with text."""
    path = leaves[at].path
    first = not at or leaves[at - 1].citation is not leaves[at].citation
    return path[:-1] if first else path


def _close_up(out: list[_Leaf], stops: str, home: tuple[_Around, ...], words: Words) -> None:
    """Take away the space at the end of *out*, and set *stops* there."""
    while out and out[-1].text:
        text = out[-1].text.rstrip(_SPACES)
        if text:
            out[-1] = _with(out[-1], text)
            break
        out.pop()
    text = out[-1].text if out else ""
    opening, closing = words.quotes[:2]
    quoted = closing if text.endswith(closing) and opening != closing else ""
    spoken = text.removesuffix(quoted).rstrip(_SPACES)
    inside = bool(quoted) and words.stops_inside_quotes and stops in _STOPS
    # One point ends an abbreviation and its sentence; one mark, what is quoted and what quotes it.
    if stops.startswith(".") and spoken.endswith((".", "\u2026", "!", "?") if inside else (".", "\u2026")):
        stops = stops[1:]
    if stops and inside:
        out[-1] = _with(out[-1], spoken + stops + quoted)
    elif stops and text and out[-1].path == home:
        out[-1] = _with(out[-1], text + stops)
    elif stops:
        out.append(_Leaf(d.Text(stops), home))


def _misleads(out: Sequence[_Leaf]) -> bool:
    """Whether raised figures after *out* would be read as a part of it: an exponent, a charge, a decimal."""
    text = out[-1].text if out else ""
    if text:
        bare = text.rstrip("".join(_STOPS))
        if bare[-1:].isdigit() or (bare == text and _UNIT.search(text)):
            return True
    for leaf in reversed(out):  # back to where the last word begins
        if isinstance(leaf.node, d.LineBreak):
            return False
        if not leaf.text or any(isinstance(around, d.Superscript | d.Subscript) for around in leaf.path):
            return True
        if re.search(r"\W", leaf.text):
            return False
    return False


def _with(leaf: _Leaf, text: str) -> _Leaf:
    return leaf.replace(node=d.Text(text))


def _rebuilt(leaves: Sequence[_Leaf], depth: int) -> Iterator[d.Inline]:
    """The nodes of *leaves* inside what stands around them from *depth* on."""

    def around(leaf: _Leaf) -> int:
        return id(leaf.path[depth]) if depth < len(leaf.path) else 0

    for known, group in groupby(leaves, key=around):
        inside = list(group)
        if known:
            children = tuple(_rebuilt(inside, depth + 1))
            if children:
                yield inside[0].path[depth].replace(children=children)
        else:
            yield from _joined(leaf.node for leaf in inside)


def _joined(nodes: Iterator[d.Inline]) -> Iterator[d.Inline]:
    """*nodes* with neighbouring texts as one, and none empty."""
    for is_text, group in groupby(nodes, key=lambda node: isinstance(node, d.Text)):
        if not is_text:
            yield from group
        elif text := d.plain(tuple(group)):
            yield d.Text(text)
