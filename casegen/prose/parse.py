"""Markdown text -> prose nodes with positions.

CommonMark, with tables, footnotes, sub- and superscripts, strikethrough, image attributes, maths, and
casegen's own citations, cross-references and comments. Raw HTML is text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from casegen.prose import markers
from casegen.prose import nodes as n
from casegen.prose.placed import PlacedParser


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed text: its blocks, and its footnotes by label."""

    blocks: tuple[n.Block, ...]
    notes: Mapping[str, tuple[n.Block, ...]]


def parse(text: str) -> Parsed:
    """Parse Markdown *text*, whatever it holds. Positions in the nodes are offsets into *text*."""
    env: dict[str, Any] = {}
    tokens = _markdown().parse(text, env)
    return _Builder(text, env).build(tokens)


@cache
def _markdown() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": 60})
    md.inline = PlacedParser()
    md.configure("commonmark", {"html": False, "maxNesting": 60})
    md.enable(["table", "strikethrough"])
    # Text is joined here, where its positions are known.
    md.disable(["html_block", "html_inline", "fragments_join", "text_join"])
    md.use(footnote_plugin, move_to_end=False)
    md.use(sub_plugin)
    md.use(superscript_plugin)
    md.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    md.use(attrs_plugin, after=("image",), allowed=("id", "alt"))
    markers.install(md)
    return md


class _Builder:
    """Turns a token stream into nodes."""

    def __init__(self, text: str, env: dict[str, Any]) -> None:
        self._text = text
        self._env = env
        self._starts: dict[int, int] = env.get("starts", {})
        self._lines = [0]
        for at, char in enumerate(text):
            if char == "\n":
                self._lines.append(at + 1)
        self._notes: dict[str, tuple[n.Block, ...]] = {}
        self._row = (-1, 0)

    def build(self, tokens: Sequence[Token]) -> Parsed:
        blocks = self._blocks(tokens)
        return Parsed(blocks, self._notes)

    # --- blocks -------------------------------------------------------------------------------------

    def _blocks(self, tokens: Sequence[Token]) -> tuple[n.Block, ...]:
        out: list[n.Block] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = _matching(tokens, at) if token.nesting == 1 else at
            block = self._block(token, tokens[at + 1 : end])
            if block is not None:
                out.append(block)
            at = end + 1
        return tuple(out)

    def _block(self, token: Token, inner: Sequence[Token]) -> n.Block | None:
        start, end = self._extent(token)
        match token.type:
            case "paragraph_open":
                return n.Paragraph(self._inlines(inner[0]), start=start, end=end)
            case "heading_open":
                level = int(token.tag[1])
                return n.Heading(level, self._inlines(inner[0]), start=start, end=end)
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, inner, start, end)
            case "blockquote_open":
                return n.Quote(self._blocks(inner), start=start, end=end)
            case "fence" | "code_block":
                return n.CodeBlock(token.content, start=start, end=end)
            case "math_block" | "math_block_label":
                return n.MathBlock(token.content.strip(), start=start, end=end)
            case "hr":
                return n.Rule(start=start, end=end)
            case "table_open":
                return self._table(inner, start, end)
            case "comment_block":
                return n.CommentBlock(token.content, start=start, end=end)
            case "footnote_reference_open":
                self._notes.setdefault(str(token.meta["label"]), self._blocks(inner))
        return None

    def _list(self, token: Token, inner: Sequence[Token], start: int, end: int) -> n.ListBlock:
        items: list[tuple[n.Block, ...]] = []
        tight = False
        at = 0
        while at < len(inner):
            stop = _matching(inner, at)
            body = inner[at + 1 : stop]
            tight = tight or any(t.type == "paragraph_open" and t.hidden for t in body)
            items.append(self._blocks(body))
            at = stop + 1
        number = int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else 1
        ordered = token.type == "ordered_list_open"
        return n.ListBlock(tuple(items), ordered, number, tight, start=start, end=end)

    def _table(self, inner: Sequence[Token], start: int, end: int) -> n.Table:
        rows: list[list[n.Cell]] = []
        for at, token in enumerate(inner):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                style = str(token.attrGet("style") or "")
                align: Literal["", "left", "center", "right"] = ""
                if style.startswith("text-align:"):
                    align = style.removeprefix("text-align:")  # type: ignore[assignment]
                cell_start, cell_end = self._extent(inner[at + 1])
                children = self._inlines(inner[at + 1])
                if children:
                    cell_start, cell_end = children[0].start, children[-1].end
                rows[-1].append(n.Cell(children, align, start=cell_start, end=cell_end))
        return n.Table(tuple(rows[0]), tuple(map(tuple, rows[1:])), start=start, end=end)

    def _extent(self, token: Token) -> tuple[int, int]:
        if not token.map:
            return 0, 0
        first, last = token.map
        start = self._lines[min(first, len(self._lines) - 1)]
        end = self._lines[last] - 1 if last < len(self._lines) else len(self._text)
        return start, max(start, end)

    # --- inlines ------------------------------------------------------------------------------------

    def _inlines(self, token: Token) -> tuple[n.Inline, ...]:
        lens = self._lens(token)
        return _Inlines(self._starts, self._env, lens, self._notes).build(token.children or [])

    def _lens(self, token: Token) -> _Lens:
        """How an inline token's content lies over the text: a start in the text for each of its lines."""
        first = token.map[0] if token.map else 0
        content_at = 0
        breaks: list[tuple[int, int]] = []
        for number, line in enumerate(token.content.split("\n")):
            index = min(first + number, len(self._lines) - 1)
            line_start = self._lines[index]
            line_end = self._lines[index + 1] - 1 if index + 1 < len(self._lines) else None
            source = self._text[line_start:line_end]
            # Cells of one row are looked for one after the other.
            after = self._row[1] if self._row[0] == index else 0
            column = source.find(line.rstrip(), after)
            if column < 0:
                column = max(0, source.find(line.strip()[:1]))
            elif number == 0:
                self._row = (index, column + len(line.rstrip()))
            breaks.append((content_at, line_start + column))
            content_at += len(line) + 1
        return _Lens(tuple(breaks))


@dataclass(frozen=True, slots=True)
class _Lens:
    """Maps an offset in an inline token's content to an offset in the whole text."""

    breaks: tuple[tuple[int, int], ...]

    def __call__(self, at: int) -> int:
        index = bisect_right(self.breaks, at, key=lambda pair: pair[0]) - 1
        content, text = self.breaks[max(0, index)]
        return text + at - content

    def shifted(self, by: int) -> _Lens:
        """The lens for content that begins at offset *by* of this one's."""
        return _Lens(tuple((content - by, text) for content, text in self.breaks))


class _Inlines:
    """Turns the children of one inline token into nodes."""

    def __init__(
        self,
        starts: Mapping[int, int],
        env: Mapping[str, Any],
        lens: _Lens,
        notes: dict[str, tuple[n.Block, ...]],
    ) -> None:
        self._starts = starts
        self._env = env
        self._lens = lens
        self._notes = notes

    def build(self, tokens: Sequence[Token]) -> tuple[n.Inline, ...]:
        out: list[n.Inline] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = _matching(tokens, at) if token.nesting == 1 else at
            node = self._node(token, tokens[at + 1 : end])
            if isinstance(node, n.Text):
                _append_text(out, node)
            elif node is not None:
                out.append(node)
            at = end + 1
        return tuple(out)

    def _node(self, token: Token, inner: Sequence[Token]) -> n.Inline | None:
        at = self._starts.get(id(token), 0)
        start = self._lens(at)
        match token.type:
            case "text":
                if not token.content:
                    return None
                return n.Text(token.content, start=start, end=start + len(token.content))
            case "text_special":
                return n.Text(token.content, start=start, end=start + len(token.markup))
            case "softbreak":
                return n.Text("\n", start=start, end=start + 1)
            case "hardbreak":
                return n.Break(start=start, end=start + 1)
            case "code_inline":
                marks = 2 * len(token.markup)
                return n.Code(token.content, start=start, end=start + len(token.content) + marks)
            case "math_inline" | "math_inline_double":
                marks = 2 * len(token.markup)
                return n.Math(
                    token.content.strip(), start=start, end=start + len(token.content) + marks
                )
            case "casegen":
                return self._placed(token.meta["node"])
            case "footnote_ref":
                return self._note_ref(token, at)
            case "image":
                return self._image(token, at)
            case "link_open":
                return self._link(token, inner, start)
        return self._container(token, inner, start)

    def _container(
        self, token: Token, inner: Sequence[Token], start: int
    ) -> n.Inline | None:
        children = self.build(inner)
        end = children[-1].end if children else start
        marks = len(token.markup)
        match token.type:
            case "em_open":
                return n.Emphasis(children, start=start, end=end + marks)
            case "strong_open":
                return n.Strong(children, start=start, end=end + marks)
            case "s_open":
                return n.Strikethrough(children, start=start, end=end + marks)
            case "sup_open":
                return n.Superscript(children, start=start, end=end + marks)
            case "sub_open":
                return n.Subscript(children, start=start, end=end + marks)
        return None

    def _link(self, token: Token, inner: Sequence[Token], start: int) -> n.Link:
        children = self.build(inner)
        end = children[-1].end if children else start
        start = max(0, start - 1) if token.markup != "autolink" else start
        return n.Link(str(token.attrGet("href") or ""), children, start=start, end=end + 1)

    def _image(self, token: Token, at: int) -> n.Image:
        within = _Inlines(self._starts, self._env, self._lens.shifted(at + 2), self._notes)
        children = within.build(token.children or [])
        start = self._lens(at)
        end = children[-1].end if children else start + 2
        return n.Image(
            str(token.attrGet("src") or ""),
            str(token.attrGet("id") or ""),
            str(token.attrGet("alt") or ""),
            children,
            start=start,
            end=end,
        )

    def _note_ref(self, token: Token, at: int) -> n.NoteRef:
        start = self._lens(at)
        label = token.meta.get("label")
        if label is None:
            number = token.meta["id"]
            label = f"^{number}"
            note = self._env["footnotes"]["list"][number]
            within = _Inlines(self._starts, self._env, self._lens.shifted(at + 2), self._notes)
            children = within.build(note["tokens"])
            end = children[-1].end if children else start
            self._notes[label] = (n.Paragraph(children, start=start + 2, end=end),)
            return n.NoteRef(label, start=start, end=end + 1)
        return n.NoteRef(str(label), start=start, end=start + len(str(label)) + 3)

    def _placed(self, node: n.Cite | n.CrossRef | n.Comment) -> n.Inline:
        """A node of `markers`, moved from offsets in the content to offsets in the text."""
        start, end = self._lens(node.start), self._lens(node.end - 1) + 1
        match node:
            case n.Comment(text=text):
                return n.Comment(text, start=start, end=end)
            case n.Cite(items=items, narrative=narrative):
                return n.Cite(
                    tuple(
                        n.CiteItem(
                            item.key,
                            item.prefix,
                            item.suffix,
                            item.suppress_author,
                            start=self._lens(item.start),
                            end=self._lens(item.end - 1) + 1,
                        )
                        for item in items
                    ),
                    narrative,
                    start=start,
                    end=end,
                )
        return n.CrossRef(
            tuple(
                n.CrossRefItem(
                    cross.kind,
                    cross.id,
                    cross.panel,
                    start=self._lens(cross.start),
                    end=self._lens(cross.end - 1) + 1,
                )
                for cross in node.items
            ),
            node.bare,
            start=start,
            end=end,
        )


def _append_text(out: list[n.Inline], node: n.Text) -> None:
    """Add *node*, joined to the text before it where both lie one to one over the source."""
    if out and isinstance(last := out[-1], n.Text):
        exact = last.end - last.start == len(last.text) and node.end - node.start == len(node.text)
        if exact and last.end == node.start and "\n" not in (last.text, node.text):
            out[-1] = n.Text(last.text + node.text, start=last.start, end=node.end)
            return
    out.append(node)


def _matching(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1
