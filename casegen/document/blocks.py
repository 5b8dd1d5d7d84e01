"""The blocks of the composed article: paragraphs, sections, figures, tables."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from casegen.document.inlines import Inlines
from casegen.values import Value


class Width(StrEnum):
    """How wide a float deserves to be printed where the page has two columns."""

    COLUMN = "column"
    FULL = "full"


class Align(StrEnum):
    """How a table cell's text is set."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Paragraph(Value):
    """A paragraph of text."""

    children: Inlines


class ListBlock(Value):
    """A bulleted or numbered list; each item is a run of blocks. *tight*: no space between items."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    tight: bool = True


class Quote(Value):
    """A block quotation."""

    children: tuple[Block, ...]


class CodeBlock(Value):
    """Verbatim lines."""

    text: str


class MathBlock(Value):
    """A displayed formula, as TeX."""

    tex: str


class ThematicBreak(Value):
    """A break between paragraphs, usually a rule."""


class Asset(Value):
    """An image of the article: bytes at *path*, or *data* where casegen drew it.

    *name* is what an output calls it, never the author's file name. *width* and *height* are in
    pixels (CSS pixels for SVG).
    """

    name: str
    media_type: str
    width: float
    height: float
    path: Path | None = None
    data: bytes = b""


class Figure(Value):
    """A numbered figure. *label* is "Figure 1"; *credit* holds source, licence and permission.

    *license_url* is the address of its licence, where it has one of its own that is known.
    """

    id: str
    label: str
    asset: Asset
    alt: str
    caption: Inlines
    credit: Inlines = ()
    width: Width = Width.COLUMN
    license_url: str = ""


class Cell(Value):
    """A table cell. *header* cells name their column (in the head) or row (in the body)."""

    children: Inlines
    header: bool = False
    align: Align = Align.LEFT


class Table(Value):
    """A table. One without a label stands in the prose, unnumbered. All rows have the same length.

    *license_url* is as a figure's.
    """

    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    id: str = ""
    label: str = ""
    caption: Inlines = ()
    notes: Inlines = ()
    credit: Inlines = ()
    width: Width = Width.COLUMN
    license_url: str = ""


class Timeline(Value):
    """The course of events, drawn (for the eye) and as a table (for everybody)."""

    id: str
    caption: Inlines
    drawing: Asset
    alt: str
    table: Table


class Section(Value):
    """A headed part of the text. *level* 2 is a main section, 3 to 6 are inside one.

    *kind* is the part's key in the case format ("introduction", "competing_interests", "timeline",
    "contributions"); empty in sections of the author's own.
    """

    id: str
    title: Inlines
    level: int
    children: tuple[Block, ...]
    kind: str = ""


Block = (
    Paragraph
    | ListBlock
    | Quote
    | CodeBlock
    | MathBlock
    | ThematicBreak
    | Figure
    | Table
    | Timeline
    | Section
)
Blocks = tuple[Block, ...]
