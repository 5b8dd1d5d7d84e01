"""What stands in a line, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from casegen.document import (
    Citation,
    Code,
    CrossReference,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    Note,
    NoteMark,
    ReferenceLink,
    SmallCaps,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from casegen.media.formulas import mathml
from casegen.writers.markdown.citations import citation
from casegen.writers.markdown.escape import GUARD, address, clean, escaped
from casegen.writers.markdown.raised import as_typed

__all__ = ["Liner", "NoCase", "formula"]


class NoCase(SmallCaps):
    """A word that keeps its letters in a title that a style gives capitals."""


_MARKS: Mapping[type, tuple[str, str]] = {
    Emphasis: ("*", "*"),
    Strong: ("**", "**"),
    Strikethrough: ("~~", "~~"),
    SmallCaps: ("[", "]{.smallcaps}"),
    NoCase: ("[", "]{.nocase}"),
}
_MARKUP = re.compile(r"\](?=\()|[\\`_{<$^~|@&\"]|\*.*\*|'.*'|--|\.\.\.")
# An address that is a link by itself in angle brackets.
_AUTOLINK = re.compile(r"(?:https?|ftp)://[A-Za-z0-9./:?#@&=%+~_-]+")
# What goes on after a key of a narrative citation as if it were a part of it.
_KEY_GOES_ON = re.compile(r"\w|[:.#$%&+?<>~/{-]+\w")


class Liner:
    """Writes inline nodes.

    *notes* are the footnotes by their anchors. Pandoc knows no note within a note: there one stands in
    parentheses, in its place. *line_break* is what a break is in this place.
    """

    def __init__(self, notes: Mapping[str, Note], line_break: str = "\\\n", *, in_note: bool = False) -> None:
        self._notes = notes
        self._break = line_break
        self._in_note = in_note

    def within(self, *, line_break: str | None = None, in_note: bool | None = None) -> Liner:
        """The same, for a place where breaks are something else, or within a note."""
        return Liner(
            self._notes,
            self._break if line_break is None else line_break,
            in_note=self._in_note if in_note is None else in_note,
        )

    def __call__(self, nodes: Inlines) -> str:
        """*nodes*, without white space at either end."""
        line = self._run(as_typed(nodes), frozenset()).strip()
        return line[:-1] if _is_open(line) else line  # a break at its end

    def _run(self, nodes: Iterable[Inline], around: frozenset[type]) -> str:
        line = ""
        after: Citation | None = None
        for node in _merged(nodes):
            piece = self._one(node, around)
            if not piece:
                continue
            line = _joined(line, piece, node, after)
            after = node if isinstance(node, Citation) else after if not piece.strip() else None
        return line

    def _one(self, node: Inline, around: frozenset[type]) -> str:
        if marks := _MARKS.get(type(node)):
            return self._marked(node, marks, around)
        match node:
            case Text() | Code() | Math() | LineBreak() | NoteMark():
                return self._leaf(node)
            case Superscript(children=children) | Subscript(children=children):
                return self._shifted(node, children, around)
            case Link(href=href):
                return self._link(href, node, around)
            case CrossReference(target=target):
                return self._link(f"#{target}", node, around)
            case Citation(works=works, narrative=narrative) if works:
                return citation(works, narrative=narrative)
            case ReferenceLink(covered=True):
                return ""
            case _:
                return self._run(node.children, around)

    def _leaf(self, node: Text | Code | Math | LineBreak | NoteMark) -> str:
        match node:
            case Text(text=text):
                return escaped(text)
            case Code(text=text):
                return _code(text)
            case Math(tex=tex):
                return formula(tex, "$")
            case LineBreak():
                return self._break
            case NoteMark(target=target):
                return self._note(target)

    def _shifted(self, node: Superscript | Subscript, children: Inlines, around: frozenset[type]) -> str:
        """Raised or lowered text; its marks stand inside all others, where every pandoc reads them."""
        match children:
            case (Text(text=text),):
                mark = "^" if isinstance(node, Superscript) else "~"
                inside = text.strip()
                start, end = text.split(inside, 1) if inside else (text, "")
                return f"{start}{mark}{_tight(inside)}{mark}{end}" if inside else start
            case _:
                return self._run([_within(type(node), child) for child in _merged(children)], around)

    def _marked(self, node: Inline, marks: tuple[str, str], around: frozenset[type]) -> str:
        """Text between marks; white space at its ends stands outside them, where marks are read."""
        children: Inlines = node.children  # type: ignore[union-attr] # all that have marks have children
        inside = self._run(children, around | {type(node)})
        text = inside.strip()
        if not text or type(node) in around:
            return inside
        start, end = inside.split(text, 1)
        if _is_open(text):  # of the break at its end
            text, end = text[:-1], f"\\{end}"
        both = len(children) == 1 and {type(node), type(children[0])} == {Emphasis, Strong}
        marked = f"{marks[0]}{text}{marks[1]}" if both else _joined(_joined(marks[0], text), marks[1])
        return f"{start}{marked}{end}"

    def _link(self, href: str, node: Link | CrossReference, around: frozenset[type]) -> str:
        shown = plain(node.children)
        if shown in (href, href.removeprefix("mailto:")) and _AUTOLINK.fullmatch(href):
            return f"<{href}>"
        text = self._run(node.children, around)
        return f"[{text}]({address(href)})" if Link not in around else text

    def _note(self, target: str) -> str:
        note = self._notes.get(target)
        if note is None:
            return ""
        if not self._in_note:
            return f"[^{note.mark}]"
        shown = " ".join(plain(getattr(block, "children", ())) for block in note.children)
        return f" ({escaped(shown)})"


def formula(tex: str, mark: str) -> str:
    """*tex* between *mark* and *mark*, on one line; as code where it cannot be read."""
    tex = " ".join(clean(tex).split())
    if not tex:
        return ""
    if _is_open(tex) or mathml(tex, display=mark == "$$") is None:
        return _code(tex)
    # A bare dollar would be the end of the formula.
    return mark + re.sub(r"(?<!\\)((?:\\\\)*)\$", r"\1\\$", tex) + mark


def _tight(text: str) -> str:
    """*text* as raised or lowered text, in which a bare space would be the end."""
    shown = escaped(text)
    # Pandoc 3.9 reads it twice. Older versions do not, so what is no markup alone is not shielded again.
    shown = escaped(shown) if _MARKUP.search(text) else shown
    return shown.replace(" ", "\\ ")


def _code(text: str) -> str:
    text = clean(text).strip()
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}" if text else ""


def _within(kind: type[Superscript | Subscript], node: Inline) -> Inline:
    """*node* with its texts raised or lowered, in what else they stand in."""
    match node:
        case Text():
            return kind((node,))
        case Emphasis() | Strong() | Strikethrough() | SmallCaps() | Link() | CrossReference():
            return node.replace(children=tuple(_within(kind, child) for child in _merged(node.children)))
        case _:
            return node


def _merged(nodes: Iterable[Inline]) -> Iterable[Inline]:
    """*nodes* with neighbouring texts as one: what is markup depends on what stands beside it."""
    for is_text, group in groupby(nodes, key=lambda node: isinstance(node, Text)):
        if is_text:
            yield Text("".join(node.text for node in group if isinstance(node, Text)))
        else:
            yield from group


def _joined(left: str, right: str, node: Inline | None = None, after: Citation | None = None) -> str:
    """*right* behind *left*, parted where together they would be something else.

    *node* is what *right* was made from; *after*, the citation that *left* ends with, but for spaces.
    """
    if not left or not right:
        return left + right
    narrative = isinstance(node, Citation) and node.narrative and bool(node.works)
    behind_narrative = after is not None and after.narrative and bool(after.works)
    apart = (
        (left[-1] == right[0] and left[-1] in "*~^`$")
        or (left[-1] == "]" and right[0] in "([{")
        or (left[-1] == "]" and left[0] == "[" and right[0] == ":")
        or (left[-1] in "^!" and right[0] == "[")
        or (left[-1] == "$" and right[0].isdigit())
        or (narrative and not left[-1].isspace() and left[-1] != "(")
        or (behind_narrative and (right.lstrip()[:1] == "[" or _KEY_GOES_ON.match(right) is not None))
    )
    return f"{left}{GUARD}{right}" if apart else left + right


def _is_open(text: str) -> bool:
    """Whether the last backslash of *text* is for what comes next."""
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1
