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


# Nodes of one shape share one dataclass: each costs half a millisecond whenever casegen starts.


@dataclass(frozen=True, slots=True)
class Characters(Node):
    """The shape of nodes that hold nothing but characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Formula(Node):
    """The shape of nodes that hold a formula, as TeX."""

    tex: str


@dataclass(frozen=True, slots=True)
class Run(Node):
    """The shape of nodes that hold a run of inline nodes."""

    children: tuple[Inline, ...]


# --- inline -----------------------------------------------------------------------------------------


class Text(Characters):
    """Plain characters. A line end inside a paragraph is a `Text` of its own, a line feed."""

    __slots__ = ()


class Emphasis(Run):
    """``*text*``."""

    __slots__ = ()


class Strong(Run):
    """``**text**``."""

    __slots__ = ()


class Strikethrough(Run):
    """``~~text~~``."""

    __slots__ = ()


class Superscript(Run):
    """``10^9^``."""

    __slots__ = ()


class Subscript(Run):
    """``H~2~O``."""

    __slots__ = ()


class Code(Characters):
    """Verbatim text between backticks."""

    __slots__ = ()


class Math(Formula):
    """``$tex$``."""

    __slots__ = ()


class Break(Node):
    """A hard line break."""

    __slots__ = ()


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


class Comment(Characters):
    """``<!-- ... -->``, never printed; *text* is what stands inside."""

    __slots__ = ()


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


class Paragraph(Run):
    """A paragraph. One that holds nothing but an `Image` places or declares a figure."""

    __slots__ = ()


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


class CodeBlock(Characters):
    """Fenced or indented verbatim lines."""

    __slots__ = ()


class MathBlock(Formula):
    """``$$tex$$``."""

    __slots__ = ()


class Rule(Node):
    """``---``."""

    __slots__ = ()


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


class CommentBlock(Characters):
    """A comment that stands by itself."""

    __slots__ = ()


Block = Paragraph | Heading | ListBlock | Quote | CodeBlock | MathBlock | Rule | Table | CommentBlock
