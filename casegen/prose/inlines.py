"""Inline tokens -> inline nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard
from urllib.parse import unquote

from markdown_it.token import Token

from casegen.prose import nodes as n
from casegen.prose.lens import Lens

# Emphasis inside more emphasis than this is not shown.
_DEEPEST = 50

_CONTAINERS: dict[str, type[n.Emphasis | n.Strong | n.Strikethrough | n.Superscript | n.Subscript]] = {
    "em_open": n.Emphasis,
    "strong_open": n.Strong,
    "s_open": n.Strikethrough,
    "sup_open": n.Superscript,
    "sub_open": n.Subscript,
}


@dataclass(slots=True)
class _Open:
    """A container whose end has not been reached."""

    token: Token | None
    children: list[n.Inline] = field(default_factory=list)


class Inlines:
    """Builds the nodes of one text; notes written in place are collected on the way."""

    def __init__(self) -> None:
        self.notes: dict[str, tuple[n.Block, ...]] = {}

    def build(self, tokens: Sequence[Token], src: str, lens: Lens) -> tuple[n.Inline, ...]:
        """The nodes of *tokens*, into which *src* was parsed."""
        stack = [_Open(None)]
        for index, token in enumerate(tokens):
            end = tokens[index + 1].meta["at"] if index + 1 < len(tokens) else len(src)
            if token.nesting == 1:
                deep = len(stack) > _DEEPEST
                stack.append(_Open(None, stack[-1].children) if deep else _Open(token))
            elif token.nesting == -1:
                opened = stack.pop()
                if opened.token is not None:
                    node = self._container(opened.token, token, opened.children, end, lens)
                    stack[-1].children.append(node)
            else:
                leaf = self._leaf(token, end, src, lens)
                if leaf is not None:
                    stack[-1].children.append(leaf)
        return _joined(stack[0].children)

    def _leaf(self, token: Token, end: int, src: str, lens: Lens) -> n.Inline | None:
        at = token.meta["at"]
        if token.type in ("text", "text_special"):
            return _text(token, at, end, src, lens)
        start, stop = lens(at), lens(max(at, end - 1)) + 1
        match token.type:
            case "softbreak":
                return n.Text("\n", start=start, end=start + 1)
            case "hardbreak":
                return n.Break(start=start, end=start + 1)
            case "code_inline":
                return n.Code(token.content, start=start, end=stop)
            case "math_inline":
                return n.Math(token.content.strip(), start=start, end=stop)
            case "note_mark":
                return n.NoteRef(token.content, start=start, end=stop)
            case "image":
                return self._image(token, start, stop, lens.shifted(at + 2))
            case "casegen":
                return _moved(token.meta["node"], lens)
        return None

    def _container(
        self, opened: Token, closed: Token, children: list[n.Inline], end: int, lens: Lens
    ) -> n.Inline:
        inside = _joined(children)
        at = opened.meta["at"]
        if opened.type == "link_open":
            start = lens(at) if opened.markup == "autolink" else lens(at - 1)
            return n.Link(str(opened.attrGet("href") or ""), inside, start=start, end=lens(end - 1) + 1)
        if opened.type == "note_open":
            label = f"^{len(self.notes)}"
            stop = lens(closed.meta["at"])
            self.notes[label] = (n.Paragraph(inside, start=lens(at + 2), end=stop),)
            return n.NoteRef(label, start=lens(at), end=stop + 1)
        # The tokens of `**` stand on its inner asterisks.
        start = lens(at - 1 if opened.type == "strong_open" else at)
        marks = len(closed.markup) or 1
        return _CONTAINERS[opened.type](inside, start=start, end=lens(closed.meta["at"]) + marks)

    def _image(self, token: Token, start: int, end: int, lens: Lens) -> n.Image:
        children = self.build(token.children or [], token.content, lens)
        src, name, alt = (str(token.attrGet(key) or "") for key in ("src", "id", "alt"))
        # markdown-it makes an address of every name; a file's is wanted as it was typed.
        return n.Image(unquote(src), name, alt, children, start=start, end=end)


def _text(token: Token, at: int, end: int, src: str, lens: Lens) -> n.Text | None:
    if not token.content:
        return None
    if token.type == "text":
        if src.startswith(f"<{token.content}>", at):  # an address in angle brackets
            at += 1
        if src.startswith(token.content, at):
            end = at + len(token.content)
    return n.Text(token.content, start=lens(at), end=lens(max(at, end - 1)) + 1)


def _joined(nodes: Iterable[n.Inline]) -> tuple[n.Inline, ...]:
    """*nodes* with each run of texts that lie one to one, side by side, over the source made one.

    So are clusters with nothing but a comma between them.
    """
    out: list[n.Inline] = []
    run: list[n.Text] = []
    clusters = 0
    for node in nodes:
        if isinstance(node, n.Text) and node.text != "\n" and _is_one_to_one(node):
            if run and node.start != run[-1].end:
                out.append(_one(run))
                run = []
            run.append(node)
            continue
        if run:
            out.append(_one(run))
            run = []
        clusters += _is_cluster(node)
        out.append(node)
    if run:
        out.append(_one(run))
    return tuple(_merged(out) if clusters > 1 else out)


def _merged(nodes: Iterable[n.Inline]) -> list[n.Inline]:
    """*nodes* with ``[@a][@b]``, ``[@a] [@b]`` and ``[@a], [@b]`` made one cluster, over line ends as well.

    Here, and not where clusters are read, all is known that could stand between: a link, a break, an escape.
    """
    out: list[n.Inline] = []
    run: list[n.Cite] = []
    between: list[n.Text] = []
    for node in (*nodes, None):
        if run and isinstance(node, n.Text) and _may_part(node):
            between.append(node)
            continue
        goes_on = _is_cluster(node) and "".join(text.text for text in between).strip() in ("", ",")
        if run and not goes_on:
            items = tuple(item for cluster in run for item in cluster.items)
            out += [run[0].replace(items=items, end=run[-1].end), *between]
            run = []
        between = []
        if _is_cluster(node):
            run.append(node)
        elif node is not None:
            out.append(node)
    return out


def _may_part(text: n.Text) -> bool:
    """Whether *text* is nothing but what may stand between two clusters that are one."""
    return _is_one_to_one(text) and text.text.strip() in ("", ",")


def _is_cluster(node: n.Inline | None) -> TypeGuard[n.Cite]:
    return isinstance(node, n.Cite) and not node.narrative


def _is_one_to_one(node: n.Text) -> bool:
    """Whether the text is as it was typed: no escape, no entity."""
    return node.end - node.start == len(node.text)


def _one(run: Sequence[n.Text]) -> n.Text:
    return n.Text("".join(node.text for node in run), start=run[0].start, end=run[-1].end)


def _moved(node: n.Cite | n.CrossRef | n.Comment, lens: Lens) -> n.Inline:
    """A node of `markers`, moved from offsets in the content to offsets in the text."""
    start, end = lens(node.start), lens(node.end - 1) + 1
    if isinstance(node, n.Comment):
        return node.replace(start=start, end=end)
    if isinstance(node, n.Cite):
        cites = (item.replace(start=lens(item.start), end=lens(item.end - 1) + 1) for item in node.items)
        return node.replace(items=tuple(cites), start=start, end=end)
    crosses = (item.replace(start=lens(item.start), end=lens(item.end - 1) + 1) for item in node.items)
    return node.replace(items=tuple(crosses), start=start, end=end)
