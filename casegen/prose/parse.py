"""Markdown text -> prose nodes with positions.

CommonMark, with tables, footnotes, sub- and superscripts, strikethrough, image attributes, maths, and
casegen's own citations, cross-references and comments. Raw HTML is text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from casegen.limits import limit
from casegen.prose import markers, placed, spans
from casegen.prose import nodes as n
from casegen.prose.inlines import Inlines
from casegen.prose.lens import Lines
from casegen.values import Value


class Parsed(Value):
    """A parsed text: its blocks, and its footnotes by label."""

    blocks: tuple[n.Block, ...]
    notes: Mapping[str, tuple[n.Block, ...]]


def parse(text: str) -> Parsed:
    """Parse Markdown *text*, whatever it holds. Positions in the nodes are offsets into *text*."""
    return _Builder(text).build(_markdown().parse(text))


@cache
def _markdown() -> MarkdownIt:
    md = MarkdownIt("commonmark")
    placed.install(md)
    md.configure("commonmark", {"html": False, "maxNesting": 60})
    md.enable(["table", "strikethrough"])
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    # Text is joined in `inlines`, where its positions are known.
    md.disable(["html_block", "html_inline", "fragments_join", "text_join"])
    # Only their block rules are wanted.
    footnote_plugin(md, inline=False, move_to_end=False)
    dollarmath_plugin(md)
    md.disable(["footnote_ref", "math_inline"])
    spans.install(md)
    markers.install(md)
    return md


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule for tables, which finds no more of them once a text has more cells than all may have.

    Short rows are filled up: a text of some kilobytes can be a million cells.
    """
    if state.env.get("cells", 0) > limit("all_cells"):
        return False
    before = len(state.tokens)
    found = table(state, start, end, silent)
    cells = sum(token.type in ("th_open", "td_open") for token in state.tokens[before:])
    state.env["cells"] = state.env.get("cells", 0) + cells
    return found


class _Builder:
    """Turns a token stream into nodes."""

    def __init__(self, text: str) -> None:
        self._lines = Lines(text)
        self._inlines = Inlines()
        self._notes: dict[str, tuple[n.Block, ...]] = {}

    def build(self, tokens: Sequence[Token]) -> Parsed:
        blocks = self._blocks(tokens)
        return Parsed(blocks, {**self._notes, **self._inlines.notes})

    def _blocks(self, tokens: Sequence[Token]) -> tuple[n.Block, ...]:
        out: list[n.Block] = []
        at = 0
        while at < len(tokens):
            end = _matching(tokens, at)
            block = self._block(tokens[at], tokens[at + 1 : end])
            if block is not None:
                out.append(block)
            at = end + 1
        return tuple(out)

    def _block(self, token: Token, inner: Sequence[Token]) -> n.Block | None:
        start, end = self._lines.extent(token)
        match token.type:
            case "paragraph_open":
                return self._paragraph(inner[0])
            case "heading_open":
                lens = self._lines.heading if token.markup.startswith("#") else self._lines.paragraph
                children = self._inlines.build(inner[0].children or [], inner[0].content, lens(inner[0]))
                return n.Heading(int(token.tag[1]), children, start=start, end=end)
            case "footnote_reference_open":
                self._notes.setdefault(str(token.meta["label"]), self._blocks(inner))
                return None
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, inner, start, end)
            case "blockquote_open":
                return n.Quote(self._blocks(inner), start=start, end=end)
            case "table_open":
                return self._table(inner, start, end)
        return _leaf(token, start, end)

    def _paragraph(self, token: Token) -> n.Paragraph:
        lens = self._lines.paragraph(token)
        children = self._inlines.build(token.children or [], token.content, lens)
        end = lens(len(token.content) - 1) + 1 if token.content else lens(0)
        return n.Paragraph(children, start=lens(0), end=end)

    def _list(self, token: Token, inner: Sequence[Token], start: int, end: int) -> n.ListBlock:
        items: list[tuple[n.Block, ...]] = []
        loose = False
        at = 0
        while at < len(inner):
            stop = _matching(inner, at)
            body = inner[at + 1 : stop]
            own = [t for t in body if t.level == token.level + 2]
            loose = loose or any(t.type == "paragraph_open" and not t.hidden for t in own)
            items.append(self._blocks(body))
            at = stop + 1
        ordered = token.type == "ordered_list_open"
        given = token.attrGet("start") if ordered else None
        number = 1 if given is None else int(given)
        return n.ListBlock(tuple(items), ordered, number, not loose, start=start, end=end)

    def _table(self, inner: Sequence[Token], start: int, end: int) -> n.Table:
        rows: list[tuple[n.Cell, ...]] = []
        at = 0
        while at < len(inner):
            if inner[at].type == "tr_open":
                stop = _matching(inner, at)
                rows.append(self._row(inner[at + 1 : stop]))
                at = stop
            at += 1
        return n.Table(rows[0], tuple(rows[1:]), start=start, end=end)

    def _row(self, inner: Sequence[Token]) -> tuple[n.Cell, ...]:
        contents = [token for token in inner if token.type == "inline"]
        opened = [token for token in inner if token.type in ("th_open", "td_open")]
        cells: list[n.Cell] = []
        for token, open_token, lens in zip(contents, opened, self._lines.cells(contents), strict=True):
            children = self._inlines.build(token.children or [], token.content, lens)
            end = lens(len(token.content) - 1) + 1 if token.content else lens(0)
            cells.append(n.Cell(children, _alignment(open_token), start=lens(0), end=end))
        return tuple(cells)


def _leaf(token: Token, start: int, end: int) -> n.Block | None:
    match token.type:
        case "fence" | "code_block":
            return n.CodeBlock(token.content, start=start, end=end)
        case "math_block" | "math_block_label":
            return n.MathBlock(token.content.strip(), start=start, end=end)
        case "hr":
            return n.Rule(start=start, end=end)
        case "comment_block":
            return n.CommentBlock(token.content, start=start, end=end)
    return None


def _alignment(token: Token) -> Literal["", "left", "center", "right"]:
    match str(token.attrGet("style") or "").removeprefix("text-align:"):
        case "left":
            return "left"
        case "center":
            return "center"
        case "right":
            return "right"
    return ""


def _matching(tokens: Sequence[Token], at: int) -> int:
    """The index of the token that closes the one at *at*; *at* itself where that opens nothing."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1
