"""Prose: Markdown as typed nodes with positions.

`Prose` holds a text and parses it when first asked, once.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property

from casegen.prose import nodes

__all__ = ["Prose", "nodes", "walk"]


_LINE_END = re.compile(r"\r\n?")


class Prose:
    """A Markdown text as the author typed it, with line feeds for line ends. Equal texts are equal prose."""

    def __init__(self, text: str) -> None:
        self.text = _LINE_END.sub("\n", text)

    @cached_property
    def _parsed(self) -> tuple[tuple[nodes.Block, ...], Mapping[str, tuple[nodes.Block, ...]]]:
        from casegen.prose.parse import parse  # markdown-it costs a tenth of a second to import

        parsed = parse(self.text)
        return parsed.blocks, parsed.notes

    @property
    def blocks(self) -> tuple[nodes.Block, ...]:
        """The text's blocks, in order, footnotes left out."""
        return self._parsed[0]

    @property
    def notes(self) -> Mapping[str, tuple[nodes.Block, ...]]:
        """The footnotes' blocks, by label."""
        return self._parsed[1]

    @property
    def inlines(self) -> tuple[nodes.Inline, ...]:
        """The text as one run, for captions and cells: paragraphs joined by hard line breaks."""
        out: list[nodes.Inline] = []
        for block in self.blocks:
            if isinstance(block, nodes.Paragraph | nodes.Heading):
                if out:
                    out.append(nodes.Break(start=block.start, end=block.start))
                out.extend(block.children)
            elif isinstance(block, nodes.CommentBlock):
                continue
            else:
                text = self.text[block.start : block.end]
                out.append(nodes.Text(text, start=block.start, end=block.end))
        return tuple(out)

    def walk(self) -> Iterator[nodes.Block | nodes.Inline]:
        """Every node in the order of the text; footnotes after the block that holds their mark."""
        seen: set[str] = set()
        for block in self.blocks:
            pending = deque([block])
            while pending:
                for node in walk(pending.popleft()):
                    yield node
                    if isinstance(node, nodes.NoteRef) and node.label not in seen:
                        seen.add(node.label)
                        pending.extend(self.notes.get(node.label, ()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Prose) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Prose({self.text[:40]!r})"

    def __bool__(self) -> bool:
        return bool(self.text.strip())


def walk(node: nodes.Block | nodes.Inline) -> Iterator[nodes.Block | nodes.Inline]:
    """*node* and every node inside it, in the order of the text."""
    yield node
    match node:
        case nodes.ListBlock(items=items):
            for item in items:
                for block in item:
                    yield from walk(block)
        case nodes.Table(head=head, rows=rows):
            for row in (head, *rows):
                for cell in row:
                    for inline in cell.children:
                        yield from walk(inline)
        case _:
            for child in getattr(node, "children", ()):
                yield from walk(child)
