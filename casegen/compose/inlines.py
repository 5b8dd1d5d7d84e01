"""Prose in a line -> the article's inline nodes: citations printed, links checked, quotation marks curled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from casegen import document as d
from casegen.compose.addresses import split_addresses
from casegen.compose.context import Context, float_anchor
from casegen.compose.crossrefs import cross_reference
from casegen.compose.notes import note_mark
from casegen.compose.pieces import kept_together, quotes_curled, styled
from casegen.compose.raised import set_raised
from casegen.compose.typography import typeset
from casegen.prose import Prose, nodes
from casegen.source import Pointer

_SCHEMES = ("http://", "https://", "mailto:", "ftp://")
_Container = nodes.Emphasis | nodes.Strong | nodes.Strikethrough | nodes.Superscript | nodes.Subscript
_Wrapper = d.Emphasis | d.Strong | d.Strikethrough | d.Superscript | d.Subscript
_CONTAINERS: Mapping[type[_Container], type[_Wrapper]] = {
    nodes.Emphasis: d.Emphasis,
    nodes.Strong: d.Strong,
    nodes.Strikethrough: d.Strikethrough,
    nodes.Superscript: d.Superscript,
    nodes.Subscript: d.Subscript,
}
_LINKS = (d.Link, d.ReferenceLink, d.CrossReference, d.Citation, d.NoteMark)


def inline_text(context: Context, at: Pointer, prose: Prose) -> d.Inlines:
    """All of *prose*, which stands at *at*, as one run: a title, a caption, a cell."""
    return inline_run(context, at, prose, prose.inlines)


def inline_run(context: Context, at: Pointer, prose: Prose, children: Sequence[nodes.Inline]) -> d.Inlines:
    """*children*, a paragraph of *prose*, which stands at *at*, without white space at either end."""
    run = _trimmed(_Run(context, at, prose, children).composed)
    return set_raised(run, context.words) if context.bibliography.raised else run


class _Run:
    """One paragraph in the making."""

    def __init__(self, context: Context, at: Pointer, prose: Prose, children: Sequence[nodes.Inline]) -> None:
        self._context = context
        self._at = at
        self._prose = prose
        self._in_link = False
        runs = list(_runs(children))
        if context.case.style.quotes == "typed":
            self._texts = iter([text for text, ours in runs if ours])
        else:
            self._texts = iter(typeset(runs, context.words.quotes))
        self.composed = list(self._all(children))

    def _all(self, children: Iterable[nodes.Inline]) -> Iterator[d.Inline]:
        text = ""
        for child in children:
            for part in self._printed(child) if isinstance(child, nodes.Text) else self._one(child):
                if isinstance(part, str):
                    text += part.lstrip(" ") if text.endswith(" ") else part
                    continue
                if text:
                    yield d.Text(text)
                text = ""
                yield part
        if text:
            yield d.Text(text)

    def _printed(self, node: nodes.Text) -> Iterator[str | d.Link]:
        """The text as typeset, with its web addresses as links, but for those in the text of a link."""
        for piece, address in split_addresses(node.text):
            if not address:
                yield next(self._texts)
            elif self._in_link or outward_link(piece) is None:
                yield piece
            else:
                yield d.Link(piece, (d.Text(piece),))

    def _one(self, node: nodes.Inline) -> Iterator[d.Inline]:
        if isinstance(node, _Container):
            inside = tuple(self._all(node.children))
            if inside:
                yield _CONTAINERS[type(node)](inside)
            return
        match node:
            case nodes.Link(href=href, children=children):
                self._in_link = True
                inside = tuple(self._all(children))
                self._in_link = False
                yield from self._link(href, inside)
            case nodes.Code(text=text):
                yield d.Code(text)
            case nodes.Math(tex=tex):
                yield d.Math(tex)
            case nodes.Break():
                yield d.LineBreak()
            case nodes.Cite():
                yield self._cite(node)
            case nodes.CrossRef():
                yield from cross_reference(self._context, node)
            case nodes.NoteRef(label=label):
                yield note_mark(self._context, self._at, self._prose, label)

    def _link(self, href: str, children: d.Inlines) -> Iterator[d.Inline]:
        """A link out; to a figure or table, a cross-reference; one that leads nowhere is its text.

        Links never stand inside links: a citation or note in a link's text interrupts it.
        """
        key = self._context.floats.of_anchor(href)
        outward = outward_link(href)
        if key is None and outward is None:
            yield from children
            return
        run: list[d.Inline] = []
        for child in (*children, None):
            if child is not None and not _holds_link(child):
                run.append(child)
                continue
            if run and key is not None:
                yield d.CrossReference(float_anchor(key, self._context.floats), tuple(run))
            elif run and outward is not None:
                yield d.Link(outward, tuple(run))
            run = []
            if child is not None:
                yield child

    def _cite(self, node: nodes.Cite) -> d.Inline:
        pieces = self._context.bibliography.citations[self._at, node.start]
        if self._context.case.style.quotes != "typed":
            pieces = quotes_curled(pieces, self._context.words.quotes)
        works = tuple(
            d.Cited(i.key, i.prefix, i.suffix, i.locator, i.label, i.suppress_author) for i in node.items
        )
        anchor = self._context.citation(item.key for item in node.items)
        return d.Citation(anchor, styled(kept_together(pieces)), works, node.narrative)


def outward_link(href: str) -> str | None:
    """*href* where an article may lead there: web pages, files, e-mail addresses. None for all else."""
    href = href.strip()
    harmless = href.lower().startswith(_SCHEMES) and href.isprintable() and " " not in href
    return href if harmless else None


def without_anchors(run: Iterable[d.Inline]) -> d.Inlines:
    """*run* to be printed a second time: citations and notes left out, since an anchor stands only once."""
    out: list[d.Inline] = []
    for node in run:
        match node:
            case d.NoteMark():
                continue
            case d.Citation():
                if out and isinstance(before := out[-1], d.Text):
                    out[-1] = d.Text(before.text.rstrip(" \u00a0\u202f"))
            case d.Link() | d.CrossReference():
                out.extend(without_anchors(node.children))
            case d.Emphasis() | d.Strong() | d.Strikethrough() | d.Superscript() | d.Subscript():
                out.append(type(node)(without_anchors(node.children)))
            case _:
                out.append(node)
    return _trimmed(out)


def _runs(children: Iterable[nodes.Inline]) -> Iterator[tuple[str, bool]]:
    """What stands in a line, for the typesetter: texts, and a letter for whatever else is printed."""
    for child in children:
        if isinstance(child, _Container | nodes.Link):
            yield from _runs(child.children)
        elif isinstance(child, nodes.Text):
            for piece, address in split_addresses(child.text):
                yield ("x", False) if address else (" " if piece == "\n" else piece, True)
        elif isinstance(child, nodes.Break):
            yield " ", False
        elif not isinstance(child, nodes.Comment | nodes.Image):
            yield "x", False


def _holds_link(node: d.Inline) -> bool:
    return isinstance(node, _LINKS) or any(_holds_link(child) for child in getattr(node, "children", ()))


def _trimmed(run: list[d.Inline]) -> d.Inlines:
    if run and isinstance(first := run[0], d.Text):
        run[0] = d.Text(first.text.lstrip(" "))
    if run and isinstance(last := run[-1], d.Text):
        run[-1] = d.Text(last.text.rstrip(" "))
    return tuple(node for node in run if not (isinstance(node, d.Text) and not node.text))
