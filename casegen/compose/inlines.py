"""Prose in a line -> the article's inline nodes: citations printed, cross-references numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from casegen import document as d
from casegen.citations import Piece
from casegen.compose.context import Context, float_anchor, float_key, reference_anchor
from casegen.compose.typography import Typographer
from casegen.prose import Prose, nodes
from casegen.source import Pointer

_SCHEMES = ("http://", "https://", "mailto:", "ftp://", "tel:")
_NBSP = "\u00a0"


def inline_text(context: Context, at: Pointer, prose: Prose) -> d.Inlines:
    """All of *prose*, which stands at *at*, as one run: a title, a caption, a cell."""
    return Inliner(context, at, prose).run(prose.inlines)


class Inliner:
    """Composes the inline nodes of one text."""

    def __init__(self, context: Context, at: Pointer, prose: Prose) -> None:
        self._context = context
        self._at = at
        self._prose = prose
        typed = context.case.style.quotes == "typed"
        self._typographer = Typographer(context.words.quotes, typed=typed)

    def run(self, children: Sequence[nodes.Inline]) -> d.Inlines:
        """*children* composed, without white space at either end."""
        typed = self._context.case.style.quotes == "typed"
        self._typographer = Typographer(self._context.words.quotes, typed=typed)
        return _trimmed(list(self._all(children)))

    def _all(self, children: Iterable[nodes.Inline]) -> Iterator[d.Inline]:
        text = ""
        for child in children:
            if isinstance(child, nodes.Text):
                text += self._typographer.text(" " if child.text == "\n" else child.text)
                continue
            if text:
                yield d.Text(text)
                text = ""
            yield from self._one(child)
        if text:
            yield d.Text(text)

    def _one(self, node: nodes.Inline) -> Iterator[d.Inline]:
        match node:
            case nodes.Emphasis(children=children):
                yield d.Emphasis(tuple(self._all(children)))
            case nodes.Strong(children=children):
                yield d.Strong(tuple(self._all(children)))
            case nodes.Strikethrough(children=children):
                yield d.Strikethrough(tuple(self._all(children)))
            case nodes.Superscript(children=children):
                yield d.Superscript(tuple(self._all(children)))
            case nodes.Subscript(children=children):
                yield d.Subscript(tuple(self._all(children)))
            case nodes.Code(text=text):
                yield d.Code(text)
                self._typographer.passed("x")
            case nodes.Math(tex=tex):
                yield d.Math(tex)
                self._typographer.passed("x")
            case nodes.Break():
                yield d.LineBreak()
                self._typographer.passed("")
            case nodes.Link(href=href, children=children):
                yield from self._link(href, tuple(self._all(children)))
            case nodes.Cite():
                yield self._cite(node)
                self._typographer.passed("]")
            case nodes.CrossRef():
                yield from self._cross_reference(node)
                self._typographer.passed("x")
            case nodes.NoteRef(label=label):
                yield from self._note(label)
                self._typographer.passed("x")

    def _link(self, href: str, children: d.Inlines) -> Iterator[d.Inline]:
        """A link out; one to a figure or table is a cross-reference; any other leads nowhere and is text."""
        if href.lower().startswith(_SCHEMES) and children:
            yield d.Link(href, children)
        elif href.startswith(("#fig-", "#tbl-")) and self._known(href[1:4], href[5:]):
            key = float_key("fig" if href[1:4] == "fig" else "tbl", href[5:])
            yield d.CrossReference(float_anchor(key), children)
        else:
            yield from children

    def _known(self, kind: str, name: str) -> bool:
        return float_key("fig" if kind == "fig" else "tbl", name) in self._context.numbers

    # --- citations ----------------------------------------------------------------------------------

    def _cite(self, node: nodes.Cite) -> d.Inline:
        pieces = self._context.bibliography.citations.get((self._at, node.start), ())
        anchor = self._context.citation([item.key for item in node.items])
        return d.Citation(anchor, styled(pieces))

    # --- cross-references ---------------------------------------------------------------------------

    def _cross_reference(self, node: nodes.CrossRef) -> Iterator[d.Inline]:
        groups: list[list[nodes.CrossRefItem]] = []
        for item in node.items:
            if groups and groups[-1][0].kind == item.kind:
                groups[-1].append(item)
            else:
                groups.append([item])
        for at, group in enumerate(groups):
            if at:
                last = at == len(groups) - 1
                yield d.Text(f" {self._context.words['and']} " if last else ", ")
            yield from self._group(group, bare=node.bare)

    def _group(self, group: list[nodes.CrossRefItem], *, bare: bool) -> Iterator[d.Inline]:
        words = self._context.words
        one, many = ("figure", "figures") if group[0].kind == "fig" else ("table", "tables")
        if len(group) == 1:
            number = self._number(group[0])
            label = number if bare else f"{words[one]}{_NBSP}{number}"
            yield self._mention(group[0], label)
            return
        if not bare:
            yield d.Text(f"{words[many]}{_NBSP}")
        runs = self._runs(group)
        for at, run in enumerate(runs):
            if at:
                yield d.Text(f" {words['and']} " if at == len(runs) - 1 else ", ")
            yield self._mention(run[0], self._number(run[0]))
            if len(run) > 1:
                yield d.Text("\u2013")
                yield self._mention(run[-1], self._number(run[-1]))

    def _runs(self, group: list[nodes.CrossRefItem]) -> list[list[nodes.CrossRefItem]]:
        """Three or more consecutive whole figures make a range."""
        numbers = self._context.numbers
        runs: list[list[nodes.CrossRefItem]] = []
        for item in group:
            previous = runs[-1][-1] if runs else None
            if (
                previous is not None
                and not (previous.panel or item.panel)
                and numbers.get(float_key(item.kind, item.id), 0)
                == numbers.get(float_key(previous.kind, previous.id), 0) + 1
            ):
                runs[-1].append(item)
            else:
                runs.append([item])
        return [part for run in runs for part in ([run] if len(run) > 2 else [[i] for i in run])]

    def _number(self, item: nodes.CrossRefItem) -> str:
        number = self._context.numbers.get(float_key(item.kind, item.id))
        panel = item.panel.replace("-", "\u2013")
        return f"{number or '?'}{panel}"

    def _mention(self, item: nodes.CrossRefItem, label: str) -> d.Inline:
        key = float_key(item.kind, item.id)
        if key not in self._context.numbers:
            return d.Text(label)
        return d.CrossReference(float_anchor(key), (d.Text(label),))

    # --- notes --------------------------------------------------------------------------------------

    def _note(self, label: str) -> Iterator[d.Inline]:
        from casegen.compose.notes import note_mark

        yield note_mark(self._context, self._at, self._prose, label)


def styled(pieces: Iterable[Piece]) -> d.Inlines:
    """A citation engine's pieces as inline nodes."""
    return tuple(_styled(piece) for piece in pieces)


def _styled(piece: Piece) -> d.Inline:
    node: d.Inline = d.Text(piece.text)
    if piece.italic:
        node = d.Emphasis((node,))
    if piece.bold:
        node = d.Strong((node,))
    if piece.superscript:
        node = d.Superscript((node,))
    if piece.subscript:
        node = d.Subscript((node,))
    if piece.small_caps:
        node = d.SmallCaps((node,))
    if piece.key:
        node = d.ReferenceLink(reference_anchor(piece.key), (node,))
    if piece.href:
        node = d.Link(piece.href, (node,))
    return node


def _trimmed(run: list[d.Inline]) -> d.Inlines:
    if run and isinstance(first := run[0], d.Text):
        run[0] = d.Text(first.text.lstrip(" "))
    if run and isinstance(last := run[-1], d.Text):
        run[-1] = d.Text(last.text.rstrip(" "))
    return tuple(node for node in run if not (isinstance(node, d.Text) and not node.text))
