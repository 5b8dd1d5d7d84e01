"""The nodes Markdown prose is parsed into.

Every node says where it stands: `start` and `end` are offsets into the prose's own text (the decoded
YAML value, or the section's text in a Markdown case), `end` exclusive. A `Text` whose length equals
``end - start`` lies one to one over the source; an escape or entity stands in a `Text` of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all nodes share: their place in the prose's text."""

    start: int
    end: int


# --- inline -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Plain characters. A line end inside a paragraph is a `Text` of its own, a line feed."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis(Node):
    """``*text*``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong(Node):
    """``**text**``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strikethrough(Node):
    """``~~text~~``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Superscript(Node):
    """``10^9^``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    """``H~2~O``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code(Node):
    """Verbatim text between backticks."""

    text: str


@dataclass(frozen=True, slots=True)
class Math(Node):
    """``$tex$``."""

    tex: str


@dataclass(frozen=True, slots=True)
class Break(Node):
    """A hard line break."""


@dataclass(frozen=True, slots=True)
class Link(Node):
    """``[text](href)`` or ``<https://...>``; the parser lets only harmless schemes through."""

    href: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Image(Node):
    """``![caption](src){#fig-id alt="..."}``; *src* ``#fig-id`` places a figure declared elsewhere."""

    src: str
    id: str
    alt: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CiteItem(Node):
    """One key in a citation; `start` and `end` are those of the key, without the at-sign."""

    key: str
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False


@dataclass(frozen=True, slots=True)
class Cite(Node):
    """A citation cluster, ``[see @a, p. 3; @b]``, or a narrative one, ``@a``."""

    items: tuple[CiteItem, ...]
    narrative: bool = False


@dataclass(frozen=True, slots=True)
class CrossRefItem(Node):
    """One mention in a cross-reference; *panel* as typed after the semicolon (``B``, ``A-C``)."""

    kind: Literal["fig", "tbl"]
    id: str
    panel: str = ""


@dataclass(frozen=True, slots=True)
class CrossRef(Node):
    """``@fig-ct``, ``@fig-ct;B``, ``@fig-a; @tbl-b``. *bare*: the number alone (``[-@fig-ct]``)."""

    items: tuple[CrossRefItem, ...]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class NoteRef(Node):
    """``[^label]``, or an inline note ``^[text]``, whose label is made up."""

    label: str


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """``<!-- ... -->``, never printed; *text* is what stands inside."""

    text: str


Inline = (
    Text
    | Emphasis
    | Strong
    | Strikethrough
    | Superscript
    | Subscript
    | Code
    | Math
    | Break
    | Link
    | Image
    | Cite
    | CrossRef
    | NoteRef
    | Comment
)

# --- block ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """A paragraph. One that holds nothing but an `Image` places or declares a figure."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """``## Heading``; *level* counts the hashes."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListBlock(Node):
    """A list. *tight*: its items are not set apart by blank lines."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool
    number: int
    tight: bool


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """``> quoted``."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock(Node):
    """Fenced or indented verbatim lines."""

    text: str


@dataclass(frozen=True, slots=True)
class MathBlock(Node):
    """``$$tex$$``."""

    tex: str


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """``---``."""


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A cell of a Markdown table."""

    children: tuple[Inline, ...]
    align: Literal["", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A Markdown table; every row has as many cells as the head."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class CommentBlock(Node):
    """A comment that stands by itself."""

    text: str


Block = Paragraph | Heading | ListBlock | Quote | CodeBlock | MathBlock | Rule | Table | CommentBlock
