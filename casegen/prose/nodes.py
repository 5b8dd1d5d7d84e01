"""The nodes Markdown prose is parsed into.

Every node says where it stands: `start` and `end` are offsets into the prose's own text (the decoded
YAML value, or the section's text in a Markdown case), `end` exclusive. A `Text` whose length equals
``end - start`` lies one to one over the source; an escape or entity stands in a `Text` of its own.
"""

from __future__ import annotations

from typing import Literal

from casegen.values import Value


class Node(Value, kw_only=True):
    """What all nodes share: their place in the prose's text."""

    start: int
    end: int


class Characters(Node):
    """The shape of nodes that hold nothing but characters."""

    text: str


class Formula(Node):
    """The shape of nodes that hold a formula, as TeX."""

    tex: str


class Run(Node):
    """The shape of nodes that hold a run of inline nodes."""

    children: tuple[Inline, ...]


# --- inline -----------------------------------------------------------------------------------------


class Text(Characters):
    """Plain characters. A line end inside a paragraph is a `Text` of its own, a line feed."""


class Emphasis(Run):
    """``*text*``."""


class Strong(Run):
    """``**text**``."""


class Strikethrough(Run):
    """``~~text~~``."""


class Superscript(Run):
    """``10^9^``."""


class Subscript(Run):
    """``H~2~O``."""


class Code(Characters):
    """Verbatim text between backticks."""


class Math(Formula):
    """``$tex$``."""


class Break(Node):
    """A hard line break."""


class Link(Node):
    """``[text](href)`` or ``<https://...>``; the parser lets only harmless schemes through."""

    href: str
    children: tuple[Inline, ...]


class Image(Node):
    """``![caption](src){#fig-id alt="..."}``; *src* ``#fig-id`` places a figure declared elsewhere."""

    src: str
    id: str
    alt: str
    children: tuple[Inline, ...]


class CiteItem(Node):
    """One key in a citation; `start` and `end` are those of the key, without the at-sign.

    *locator* is where in the work ("3-4"), *label* what that counts, as CSL names it ("page"); *suffix*
    is what follows, as typed.
    """

    key: str
    prefix: str = ""
    suffix: str = ""
    locator: str = ""
    label: str = ""
    suppress_author: bool = False


class Cite(Node):
    """A citation cluster, ``[see @a, p. 3; @b]``, or a narrative one, ``@a``."""

    items: tuple[CiteItem, ...]
    narrative: bool = False


class CrossRefItem(Node):
    """One mention in a cross-reference; *panel* as typed after the semicolon (``B``, ``A-C``)."""

    kind: Literal["fig", "tbl"]
    id: str
    panel: str = ""


class CrossRef(Node):
    """``@fig-ct``, ``@fig-ct;B``, ``@fig-a; @tbl-b``. *bare*: the number alone (``[-@fig-ct]``)."""

    items: tuple[CrossRefItem, ...]
    bare: bool = False


class NoteRef(Node):
    """``[^label]``, or an inline note ``^[text]``, whose label is made up."""

    label: str


class Comment(Characters):
    """``<!-- ... -->``, never printed; *text* is what stands inside."""


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


class Heading(Node):
    """``## Heading``; *level* counts the hashes."""

    level: int
    children: tuple[Inline, ...]


class ListBlock(Node):
    """A list. *tight*: its items are not set apart by blank lines."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool
    number: int
    tight: bool


class Quote(Node):
    """``> quoted``."""

    children: tuple[Block, ...]


class CodeBlock(Characters):
    """Fenced or indented verbatim lines."""


class MathBlock(Formula):
    """``$$tex$$``."""


class Rule(Node):
    """``---``."""


class Cell(Node):
    """A cell of a Markdown table."""

    children: tuple[Inline, ...]
    align: Literal["", "left", "center", "right"]


class Table(Node):
    """A Markdown table; every row has as many cells as the head."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


class CommentBlock(Characters):
    """A comment that stands by itself."""


Block = Paragraph | Heading | ListBlock | Quote | CodeBlock | MathBlock | Rule | Table | CommentBlock
