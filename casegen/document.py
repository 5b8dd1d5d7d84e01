"""The composed article: every decision made, nothing left to a writer but translation.

`compose` makes one `Document` from a case and its bibliography. Order, numbers, marks, anchors and
the placement of floats are settled here; a writer walks the nodes and never counts.

Anchors (`id`, `target`) are unique in a document and valid as HTML ids and XML NCNames.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

# --- inline nodes -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters, never markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed text, usually italic."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Strongly stressed text, usually bold."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strikethrough:
    """Text struck out."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    """Lowered text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class SmallCaps:
    """Text in small capitals (some citation styles print names so)."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Verbatim text in a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in a line, as TeX."""

    tex: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break the author asked for."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the document; *href* is http, https, mailto or ftp, or ``#anchor``."""

    href: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ReferenceLink:
    """The part of a citation that leads to one entry of the reference list."""

    target: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation as printed, such as ``[1, 3-5]``; *id* is what back-links lead to."""

    id: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A link to a figure, table or section of this document."""

    target: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a footnote in the text; *id* is its own anchor, *target* the note's."""

    id: str
    target: str
    mark: str


Inline = (
    Text
    | Emphasis
    | Strong
    | Strikethrough
    | Superscript
    | Subscript
    | SmallCaps
    | Code
    | Math
    | LineBreak
    | Link
    | ReferenceLink
    | Citation
    | CrossReference
    | NoteMark
)
Inlines = tuple[Inline, ...]

# --- block nodes ------------------------------------------------------------------------------------


class Width(StrEnum):
    """How wide a float deserves to be printed where the page has two columns."""

    COLUMN = "column"
    FULL = "full"


class Align(StrEnum):
    """How a table cell's text is set."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list; each item is a run of blocks. *tight*: no space between items."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Verbatim lines."""

    text: str


@dataclass(frozen=True, slots=True)
class MathBlock:
    """A displayed formula, as TeX."""

    tex: str


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    """A break between paragraphs, usually a rule."""


@dataclass(frozen=True, slots=True)
class Asset:
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

    def read(self) -> bytes:
        """The image's bytes. OSError where the file has gone."""
        return self.path.read_bytes() if self.path else self.data


@dataclass(frozen=True, slots=True)
class Figure:
    """A numbered figure. *label* is "Figure 1"; *credit* holds source, licence and permission."""

    id: str
    label: str
    asset: Asset
    alt: str
    caption: Inlines
    credit: Inlines = ()
    width: Width = Width.COLUMN


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. *header* cells name their column (in the head) or row (in the body)."""

    children: Inlines
    header: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table. One without a label stands in the prose, unnumbered. All rows have the same length."""

    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    id: str = ""
    label: str = ""
    caption: Inlines = ()
    notes: Inlines = ()
    credit: Inlines = ()
    width: Width = Width.COLUMN


@dataclass(frozen=True, slots=True)
class Timeline:
    """The course of events, drawn (for the eye) and as a table (for everybody)."""

    id: str
    caption: Inlines
    drawing: Asset
    alt: str
    table: Table


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the text. *level* 2 is a main section, 3 to 6 are inside one."""

    id: str
    title: Inlines
    level: int
    children: tuple[Block, ...]


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

# --- front and back matter --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """A raised mark in the byline, leading to an affiliation or an author note."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Author:
    """One author as printed.

    *roles* are CRediT terms with their degree, ready to print. *affiliations* are the anchors of the
    author's own, also where they need no mark. A group has its whole name in *family*.
    """

    id: str
    name: str
    given: str
    family: str
    suffix: str = ""
    degrees: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    orcid: str = ""
    email: str = ""
    corresponding: bool = False
    equal: bool = False
    roles: tuple[str, ...] = ()
    group: bool = False
    affiliations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Affiliation:
    """One affiliation, numbered by first use in the byline; *mark* is empty where none is needed."""

    id: str
    mark: str
    text: str
    department: str = ""
    institution: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    country_code: str = ""
    ror: str = ""


@dataclass(frozen=True, slots=True)
class AuthorNote:
    """A note on authors: correspondence, equal contribution."""

    id: str
    mark: str
    kind: str
    children: Inlines


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal, as the masthead and the metadata need it. *issns* pairs "print"/"online" with one."""

    title: str
    abbreviation: str = ""
    publisher: str = ""
    url: str = ""
    issns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """One date in the article's life: *kind* received, revised, accepted or published; *iso* as typed."""

    kind: str
    label: str
    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class License:
    """The licence: SPDX id, full name, canonical address, and the statement to print."""

    id: str
    name: str
    url: str
    statement: str


@dataclass(frozen=True, slots=True)
class AbstractPart:
    """A labelled part of the abstract; *title* is empty where the abstract is not structured."""

    title: str
    children: Blocks


@dataclass(frozen=True, slots=True)
class BackLink:
    """A way back from a reference or note to where it was used."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """One entry of the reference list. *label* is its number with no brackets, empty in author-date."""

    id: str
    key: str
    label: str
    children: Inlines
    backlinks: tuple[BackLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's text."""

    id: str
    mark: str
    children: Blocks
    backlinks: tuple[BackLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Supplement:
    """A supplementary file, named but not embedded."""

    id: str
    label: str
    title: str
    description: Inlines
    file: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole article, ready to be written in any format.

    *words* holds the printed labels of the article's language ("abstract" -> "Abstract"); a template
    asks it for every word it prints itself. *body* and *closing* hold sections; *back* the
    declarations; *closing* what stands after the references.
    """

    slug: str
    language: str
    kind: str
    kind_label: str
    title: Inlines
    title_text: str
    short_title: str
    authors: tuple[Author, ...]
    affiliations: tuple[Affiliation, ...]
    author_notes: tuple[AuthorNote, ...]
    journal: Journal | None
    volume: str
    issue: str
    pages: str
    elocation_id: str
    issue_line: str
    doi: str
    doi_url: str
    history: tuple[History, ...]
    citation_line: Inlines
    copyright: str
    license: License | None
    keywords: tuple[str, ...]
    abstract: tuple[AbstractPart, ...]
    body: tuple[Section, ...]
    back: tuple[Section, ...]
    references: tuple[ReferenceEntry, ...]
    notes: tuple[Note, ...]
    supplements: tuple[Supplement, ...]
    closing: tuple[Section, ...]
    running_head: tuple[str, str]
    words: Mapping[str, str] = field(default_factory=dict)

    def sections(self) -> Iterator[Section]:
        """Every section of the body, the declarations and the closing part, in order, depth first."""
        for part in (self.body, self.back, self.closing):
            yield from _sections(part)

    def assets(self) -> Iterator[Asset]:
        """Every image of the document, in order."""
        for section in (*self.body, *self.back, *self.closing):
            for block in _blocks(section.children):
                if isinstance(block, Figure):
                    yield block.asset
                elif isinstance(block, Timeline):
                    yield block.drawing


def _sections(blocks: tuple[Block, ...]) -> Iterator[Section]:
    for block in blocks:
        if isinstance(block, Section):
            yield block
            yield from _sections(block.children)


def _blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case Section(children=children) | Quote(children=children):
                yield from _blocks(children)
            case ListBlock(items=items):
                for item in items:
                    yield from _blocks(item)


def plain(nodes: Inlines) -> str:
    """The characters of *nodes* without markup, for titles, metadata and text-only formats."""
    parts: list[str] = []
    for node in nodes:
        match node:
            case Text(text=text) | Code(text=text):
                parts.append(text)
            case Math(tex=tex):
                parts.append(tex)
            case LineBreak():
                parts.append(" ")
            case NoteMark():
                pass
            case _:
                parts.append(plain(node.children))
    return "".join(parts)
