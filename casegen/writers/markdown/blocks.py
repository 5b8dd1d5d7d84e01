"""Blocks as Markdown: one paragraph a line, wrapped nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from casegen.document import (
    Block,
    CodeBlock,
    Figure,
    Inlines,
    ListBlock,
    MathBlock,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
    ThematicBreak,
    Timeline,
)
from casegen.media.xml import legal
from casegen.writers.markdown.escape import address, at_line_start, attribute
from casegen.writers.markdown.inlines import Liner, formula
from casegen.writers.markdown.tables import pipe_table

__all__ = ["Blocker"]

# Between two lists that would be one.
_APART = "<!-- -->"


class Blocker:
    """Writes blocks as lines, an empty one between blocks."""

    def __init__(self, liner: Liner) -> None:
        self._line = liner

    def lines(self, blocks: Iterable[Block], *, tight: bool = False) -> list[str]:
        """*blocks*, in order. *tight*: a list stands directly below its paragraph."""
        out: list[str] = []
        last: Block | None = None
        for block in blocks:
            made = self._block(block)
            if not made:
                continue
            if isinstance(last, ListBlock) and isinstance(block, ListBlock) and last.ordered == block.ordered:
                out += ["", _APART]
            if out and not (tight and isinstance(last, Paragraph) and isinstance(block, ListBlock)):
                out.append("")
            out += made
            last = block
        return out

    def paragraph(self, nodes: Inlines) -> list[str]:
        """*nodes* as a paragraph: one line, and one more for each break in it."""
        text = self._line(nodes)
        return [at_line_start(line.lstrip()) for line in text.split("\n")] if text else []

    def heading(self, level: int, title: Inlines, anchor: str = "") -> list[str]:
        """A heading; 1 is the highest *level*."""
        text = re.sub(r"(?<!\\)#(?=#*$)", r"\\#", self._line.within(line_break=" ")(title))
        return [" ".join(filter(None, ["#" * level, text, f"{{#{anchor}}}" if anchor else ""]))]

    def items(self, items: Sequence[Sequence[str]], markers: Sequence[str], *, tight: bool) -> list[str]:
        """The lines of a list's items, each behind its marker."""
        out: list[str] = []
        for marker, lines in zip(markers, items, strict=True):
            if out and not tight:
                out.append("")
            first, *rest = lines or [""]
            out.append(f"{marker} {first}".rstrip())
            out += [f"{' ' * (len(marker) + 1)}{line}" if line else "" for line in rest]
        return out

    def _block(self, block: Block) -> list[str]:
        match block:
            case Paragraph(children=children):
                return self.paragraph(children)
            case Section():
                return self._section(block)
            case Figure() | Timeline() | Table():
                return self._float(block)
            case ListBlock():
                return self._list(block)
            case Quote(children=children):
                return [f"> {line}".rstrip() for line in self.lines(children)]
            case CodeBlock(text=text):
                return _code(text)
            case MathBlock(tex=tex):
                return [shown] if (shown := formula(tex, "$$")) else []
            case ThematicBreak():
                return ["* * *"]

    def _float(self, block: Figure | Timeline | Table) -> list[str]:
        match block:
            case Figure():
                return self._image(block.asset.name, (*block.caption, *_behind(block)), block.alt, block.id)
            case Timeline():
                image = self._image(block.drawing.name, block.caption, block.alt, block.id)
                return [*image, "", *self._table(block.table)]
            case Table():
                return self._table(block)

    def _section(self, section: Section) -> list[str]:
        heading = self.heading(max(section.level - 1, 1), section.title, section.id)
        inside = self.lines(section.children)
        return [*heading, "", *inside] if inside else heading

    def _list(self, block: ListBlock) -> list[str]:
        numbers = range(block.start, block.start + len(block.items))
        markers = [f"{number}." if block.ordered else "-" for number in numbers]
        width = max(map(len, markers), default=0)
        items = [self.lines(item, tight=block.tight) for item in block.items]
        return self.items(items, [marker.ljust(width) for marker in markers], tight=block.tight)

    def _image(self, name: str, caption: Inlines, alt: str, anchor: str) -> list[str]:
        text = self._line.within(line_break=" ")(caption)
        described = f" alt={attribute(alt)}" if alt.strip() else ""
        return [f"![{text}]({address(f'figures/{name}')}){{#{anchor}{described}}}"]

    def _table(self, table: Table) -> list[str]:
        lines = pipe_table(table, self._line)
        caption = self._line.within(line_break=" ")(table.caption)
        anchor = f"{{#{table.id}}}" if table.id else ""
        if caption or anchor:
            lines += ["", " ".join(filter(None, [":", caption, anchor]))]
        for below in (table.notes, table.credit):
            if paragraph := self.paragraph(below):
                lines += ["", *paragraph]
        return lines


def _behind(figure: Figure) -> Inlines:
    """What a figure's caption ends with: its credit."""
    return (Text(" "), *figure.credit) if figure.caption and figure.credit else figure.credit


def _code(text: str) -> list[str]:
    text = legal(text)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return [fence, *text.rstrip("\n").split("\n"), fence]
