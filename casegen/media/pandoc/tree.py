"""Pandoc's nodes, as its JSON carries them (Text.Pandoc.Definition of pandoc-types 1.23)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from casegen.media.xml import legal

__all__ = [
    "API_VERSION",
    "Node",
    "bullets",
    "cell",
    "code",
    "code_block",
    "div",
    "figure",
    "header",
    "image",
    "leaf",
    "link",
    "math",
    "note",
    "numbered",
    "para",
    "plain_block",
    "raw",
    "raw_inline",
    "row",
    "span",
    "styled",
    "table",
    "words",
]

Node = dict[str, Any]
Alignment = Literal["AlignLeft", "AlignRight", "AlignCenter", "AlignDefault"]

API_VERSION = (1, 23)
"""The version of pandoc's types that these nodes are of."""

_WHITE = re.compile("[ \t\r\n]")


def words(text: str) -> list[Node]:
    """*text* as words and the spaces between them; a space that is not to be broken stays in its word."""
    nodes: list[Node] = []
    for at, word in enumerate(_WHITE.split(legal(text))):
        if at:
            nodes.append({"t": "Space"})
        if word:
            nodes.append({"t": "Str", "c": word})
    return nodes


def leaf(kind: str) -> Node:
    """A node with nothing in it: LineBreak, HorizontalRule, ..."""
    return {"t": kind}


def styled(kind: str, content: Sequence[Node]) -> Node:
    """A node that holds others and nothing else: Emph, Strong, Superscript, BlockQuote, ..."""
    return {"t": kind, "c": list(content)}


def span(content: Sequence[Node], id: str = "", classes: Sequence[str] = (), **more: str) -> Node:
    """A span; *more* as ``custom_style="Label"``."""
    return {"t": "Span", "c": [_attributes(id, classes, more), list(content)]}


def link(
    content: Sequence[Node], target: str, id: str = "", classes: Sequence[str] = (), **more: str
) -> Node:
    """A link to *target*, an address or ``#anchor``."""
    return {"t": "Link", "c": [_attributes(id, classes, more), list(content), [legal(target), ""]]}


def image(source: str, alt: str, **more: str) -> Node:
    """An image with *alt* as its description."""
    return {"t": "Image", "c": [_attributes("", (), more), words(alt), [source, ""]]}


def code(text: str) -> Node:
    """Verbatim text in a line."""
    return {"t": "Code", "c": [_attributes(), legal(text)]}


def math(tex: str, *, display: bool) -> Node:
    """A formula."""
    return {"t": "Math", "c": [{"t": "DisplayMath" if display else "InlineMath"}, legal(tex)]}


def note(blocks: Sequence[Node]) -> Node:
    """A footnote, at its mark."""
    return {"t": "Note", "c": list(blocks)}


def raw_inline(format: str, text: str) -> Node:
    """*text* as *format* has it, in a line; other formats leave it out."""
    return {"t": "RawInline", "c": [format, legal(text)]}


def raw(format: str, text: str) -> Node:
    """*text* as *format* has it; other formats leave it out."""
    return {"t": "RawBlock", "c": [format, legal(text)]}


def para(content: Sequence[Node]) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": list(content)}


def plain_block(content: Sequence[Node]) -> Node:
    """Text that is no paragraph, as in a table's cell or a tight list."""
    return {"t": "Plain", "c": list(content)}


def header(
    level: int, content: Sequence[Node], id: str = "", classes: Sequence[str] = (), **more: str
) -> Node:
    """A heading of *level* 1 to 6."""
    return {"t": "Header", "c": [level, _attributes(id, classes, more), list(content)]}


def div(content: Sequence[Node], id: str = "", classes: Sequence[str] = (), **more: str) -> Node:
    """A division; *more* as ``custom_style="Title"``."""
    return {"t": "Div", "c": [_attributes(id, classes, more), list(content)]}


def code_block(text: str) -> Node:
    """Verbatim lines."""
    return {"t": "CodeBlock", "c": [_attributes(), legal(text)]}


def bullets(items: Sequence[Sequence[Node]]) -> Node:
    """A list whose items are runs of blocks."""
    return {"t": "BulletList", "c": [list(item) for item in items]}


def numbered(items: Sequence[Sequence[Node]], start: int = 1) -> Node:
    """A numbered list: 1. 2. 3."""
    return {
        "t": "OrderedList",
        "c": [[start, {"t": "Decimal"}, {"t": "Period"}], [list(item) for item in items]],
    }


def figure(
    content: Sequence[Node], caption: Sequence[Node], id: str = "", classes: Sequence[str] = ()
) -> Node:
    """A figure: blocks and the blocks of its caption."""
    return {"t": "Figure", "c": [_attributes(id, classes), [None, list(caption)], list(content)]}


def cell(content: Sequence[Node], align: Alignment = "AlignDefault", **more: str) -> list[Any]:
    """A table's cell, for `row`."""
    return [_attributes("", (), more), {"t": align}, 1, 1, list(content)]


def row(cells: Iterable[list[Any]]) -> list[Any]:
    """A table's row, for `table`."""
    return [_attributes(), list(cells)]


def table(
    head: Sequence[list[Any]],
    body: Sequence[list[Any]],
    *,
    columns: int,
    caption: Sequence[Node] = (),
    widths: Sequence[float] = (),
    row_headers: bool = False,
    id: str = "",
    classes: Sequence[str] = (),
) -> Node:
    """A table of rows. *widths* are parts of the line; with *row_headers* the first column heads rows."""
    specs = [
        [{"t": "AlignDefault"}, {"t": "ColWidth", "c": widths[at]} if widths else {"t": "ColWidthDefault"}]
        for at in range(columns)
    ]
    return {
        "t": "Table",
        "c": [
            _attributes(id, classes),
            [None, list(caption)],
            specs,
            [_attributes(), list(head)],
            [[_attributes(), int(row_headers), [], list(body)]],
            [_attributes(), []],
        ],
    }


def _attributes(
    id: str = "", classes: Sequence[str] = (), more: Mapping[str, str] | None = None
) -> list[Any]:
    """Pandoc's attributes; in *more*, ``custom_style`` is custom-style and ``epub__type`` epub:type."""
    pairs = [
        [name.replace("__", ":").replace("_", "-"), legal(value)]
        for name, value in (more or {}).items()
        if value
    ]
    return [id, list(classes), pairs]
