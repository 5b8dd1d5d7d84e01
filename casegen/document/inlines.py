"""What stands in a line of the composed article."""

from __future__ import annotations

import re

from casegen.values import Value


class Text(Value):
    """Plain characters, never markup."""

    text: str


class Emphasis(Value):
    """Stressed text, usually italic."""

    children: tuple[Inline, ...]


class Strong(Value):
    """Strongly stressed text, usually bold."""

    children: tuple[Inline, ...]


class Strikethrough(Value):
    """Text struck out."""

    children: tuple[Inline, ...]


class Superscript(Value):
    """Raised text."""

    children: tuple[Inline, ...]


class Subscript(Value):
    """Lowered text."""

    children: tuple[Inline, ...]


class SmallCaps(Value):
    """Text in small capitals (some citation styles print names so)."""

    children: tuple[Inline, ...]


class Code(Value):
    """Verbatim text in a line."""

    text: str


class Math(Value):
    """A formula in a line, as TeX."""

    tex: str


class LineBreak(Value):
    """A line break the author asked for."""


class Link(Value):
    """A link out of the document; *href* is http, https, mailto or ftp, or ``#anchor``."""

    href: str
    children: tuple[Inline, ...]


class ReferenceLink(Value):
    """The part of a citation that leads to one entry of the reference list.

    *covered*: its number stands inside a printed range, as "4" does in "3-5". It is not printed there, but
    leads to its entry like the ends of the range, where a format has a way.
    """

    target: str
    children: tuple[Inline, ...]
    covered: bool = False


class Cited(Value):
    """One work in a citation as the author typed it, for formats that print citations themselves.

    *label* is what *locator* counts, as CSL names it ("page").
    """

    key: str
    prefix: str = ""
    suffix: str = ""
    locator: str = ""
    label: str = ""
    suppress_author: bool = False


class Citation(Value):
    """One citation as printed, such as ``[1, 3-5]``; *id* is what back-links lead to.

    *works* and *narrative* ("Kim et al. [3]") are what it was printed from.
    """

    id: str
    children: tuple[Inline, ...]
    works: tuple[Cited, ...] = ()
    narrative: bool = False


class CrossReference(Value):
    """A link to a figure, table or section of this document."""

    target: str
    children: tuple[Inline, ...]


class NoteMark(Value):
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


# Signs that Unicode has raised and lowered, and what may stand among them.
_SIGNS = "0123456789+-\u2212=()"
_RAISED = str.maketrans(_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans(_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_MARKED = re.compile(r"\{([.,])\}|\\([%&#_$])")
_SHIFTED = re.compile(rf"[{re.escape(_SIGNS)},;\u2013\s]*")


def plain(nodes: Inlines, *, cited: bool = True) -> str:
    """The characters of *nodes* without markup, for titles, metadata and text-only formats.

    Raised and lowered figures have characters of their own: 10⁹, H₂O, leakage.³; what a range of
    citations covers is not printed. Without *cited*, no citation is.
    """
    parts: list[str] = []
    for node in nodes:
        match node:
            case Text(text=text) | Code(text=text):
                parts.append(text)
            case Math(tex=tex):
                # Marks that TeX needs and readers do not: "0{,}05", "95\\%".
                parts.append(_MARKED.sub(r"\1\2", tex).replace("\\,", " "))
            case LineBreak():
                parts.append(" ")
            case NoteMark() | ReferenceLink(covered=True):
                pass
            case Citation() if not cited:
                parts[-1:] = [before.rstrip(" \u00a0\u202f") for before in parts[-1:]]
            case Superscript(children=children):
                parts.append(_shifted(plain(children, cited=cited), _RAISED))
            case Subscript(children=children):
                parts.append(_shifted(plain(children, cited=cited), _LOWERED))
            case _:
                parts.append(plain(node.children, cited=cited))
    return "".join(parts)


def _shifted(text: str, table: dict[int, int]) -> str:
    return text.translate(table) if _SHIFTED.fullmatch(text) else text
