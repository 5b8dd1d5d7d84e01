"""The article as pandoc's blocks, each in the Word style that it is to have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from casegen.document import (
    AbstractPart,
    Asset,
    Citation,
    Document,
    Figure,
    Inlines,
    NoteMark,
    Paragraph,
    ReferenceEntry,
    Section,
    Table,
    Width,
)
from casegen.media.pandoc import tree
from casegen.media.pandoc.front import labelled, raised, record, strong, supplement_lines, word
from casegen.media.pandoc.nodes import Translator, stand_in
from casegen.media.pandoc.tree import Node
from casegen.writers.docx.body import new_page
from casegen.writers.docx.images import for_word
from casegen.writers.docx.look import Look
from casegen.writers.docx.widths import column_widths

__all__ = ["Manuscript"]

# The kind of the section that figures and tables are moved to.
_FIGURES = "figures_and_tables"

# The largest figure, in inches: pandoc lets none be wider; one for a column; and the height that leaves its
# caption room.
_WIDEST, _COLUMN, _TALLEST = 5.8, 4.75, 5.5
_PIXELS = 96
# A label of a reference that stands in the margin of its entry.
_LONGEST_LABEL = 4
_TAB = "<w:r><w:tab/></w:r>"


class Manuscript(Translator):
    """*document* as *look* has it. *images* fills with what is to stand for each image, by name."""

    def __init__(self, document: Document, look: Look) -> None:
        self._document = document
        self._look = look
        self.images: dict[str, bytes] = {}
        self._notes = {note.id: note for note in document.notes}
        self._marked: dict[str, str] = {}
        self._in_note = False

    def article(self) -> list[Node]:
        """All of it, in reading order; footnotes stand at their marks."""
        document = self._document
        return [
            *self._front(),
            *self._apart(self._abstract()),
            *self._apart(self.blocks(document.body)),
            *self.blocks(document.back),
            *self._supplements(),
            *self._apart(self._references()),
            *self.blocks(document.closing),
        ]

    # --- what Word has its own way with -----------------------------------------------------------------

    def citation(self, node: Citation) -> list[Node]:
        """A citation; nothing leads back to it, so it needs no bookmark."""
        return self.inlines(node.children)

    def note_mark(self, node: NoteMark) -> list[Node]:
        """A footnote where it is marked first, afterwards a link there; Word sets none within a footnote."""
        mark = tree.styled("Superscript", tree.words(node.mark))
        if (first := self._marked.get(node.target)) is not None:
            return [tree.link([mark], f"#{first}")]
        note = self._notes.get(node.target)
        if note is None or self._in_note:
            return [mark]
        self._marked[node.target] = node.id
        self._in_note = True
        blocks = self.blocks(note.children)
        self._in_note = False
        return [tree.span([tree.note(blocks)], node.id)]

    def section(self, node: Section) -> list[Node]:
        """A section; of figures after the references, each on a page of its own."""
        if node.kind != _FIGURES or not node.children or not self._look.parts_apart:
            return super().section(node)
        first, *rest = [self.block(child) for child in node.children]
        apart = [made for blocks in rest for made in self._apart(blocks)]
        return [*self._apart([self.heading(node), *first]), *apart, new_page()]

    def picture(self, asset: Asset, alt: str) -> Node:
        """An image as large as it is, but no wider than the text."""
        return self._sized(asset, alt, _WIDEST)

    def figure(self, node: Figure) -> list[Node]:
        """A figure, its caption and its credit."""
        widest = _WIDEST if node.width is Width.FULL else _COLUMN
        image = self._sized(node.asset, node.alt or node.label, widest)
        drawn = tree.figure([tree.plain_block([image])], self.caption(node), node.id)
        return [drawn, *self._below("Credit", [node.credit])]

    def table(self, node: Table) -> list[Node]:
        """A table, its notes and its credit."""
        grid = self.grid(node, self.caption(node), column_widths(node, self._look))
        return [grid, *self._below("Table Note", [node.notes, node.credit])]

    def _below(self, style: str, parts: Iterable[Inlines]) -> list[Node]:
        return [_in_style(style, self.inlines(part)) for part in parts if part]

    def _sized(self, asset: Asset, alt: str, widest: float) -> Node:
        width, height = asset.width / _PIXELS, asset.height / _PIXELS
        part = min(1.0, widest / width, _TALLEST / height)
        shown = for_word(asset, part * asset.width)
        self.images[shown.name] = shown.data
        return tree.image(
            stand_in(shown), alt, width=f"{part * width:.3f}in", height=f"{part * height:.3f}in"
        )

    def _apart(self, blocks: Iterable[Node]) -> list[Node]:
        made = list(blocks)
        return [new_page(), *made] if made and self._look.parts_apart else made

    # --- the front --------------------------------------------------------------------------------------

    def _front(self) -> Iterator[Node]:
        document = self._document
        yield _in_style("Article Type", tree.words(document.kind_label))
        yield _in_style("Title", self.inlines(document.title))
        if document.authors:
            yield _in_style("Author", self._byline())
        for affiliation in document.affiliations:
            text = [*raised(affiliation.mark), *tree.words(affiliation.text)]
            yield _in_style("Affiliation", text, affiliation.id)
        for note in document.author_notes:
            text = [*raised(note.mark), *self.inlines(note.children)]
            yield _in_style("Author Note", text, note.id)
        if orcids := self._orcids():
            yield _in_style("Author Note", orcids)
        for line in record(document, self):
            yield _in_style("Article Information", line)

    def _byline(self) -> list[Node]:
        nodes: list[Node] = []
        for author in self._document.authors:
            if nodes:
                nodes += tree.words(", ")
            nodes += tree.words(", ".join((author.name, *author.degrees)))
            marks: list[Node] = []
            for mark in author.marks:
                if marks:
                    marks += tree.words(",")
                marks.append(tree.link(tree.words(mark.text), f"#{mark.target}"))
            if marks:
                nodes.append(tree.styled("Superscript", marks))
        return nodes

    def _orcids(self) -> list[Node]:
        nodes: list[Node] = []
        for author in self._document.authors:
            if author.orcid:
                url = f"https://orcid.org/{author.orcid}"
                nodes += tree.words("; " if nodes else "ORCID: ")
                nodes += [*tree.words(f"{author.name} "), tree.link(tree.words(url), url)]
        return nodes

    # --- the abstract and the lists after the text -----------------------------------------------------

    def _abstract(self) -> Iterator[Node]:
        document = self._document
        if document.abstract:
            yield _in_style("Abstract Title", tree.words(word(self._document, "abstract")), "abstract")
        for part in document.abstract:
            yield tree.div(self._abstract_part(part), custom_style="Abstract")
        if document.keywords:
            yield _in_style(
                "Keywords", [*labelled(self._document, "keywords"), *tree.words("; ".join(document.keywords))]
            )

    def _abstract_part(self, part: AbstractPart) -> list[Node]:
        """A part; its label stands in the line of its first paragraph."""
        if not part.title:
            return self.blocks(part.children)
        label: list[Node] = [strong(f"{part.title}:"), tree.leaf("Space")]
        match part.children:
            case (Paragraph(children=children), *rest):
                return [tree.para([*label, *self.inlines(children)]), *self.blocks(rest)]
            case blocks:
                return [tree.para(label[:1]), *self.blocks(blocks)]

    def _supplements(self) -> Iterator[Node]:
        if self._document.supplements:
            yield tree.header(1, tree.words(word(self._document, "supplementary")), "supplementary")
        for anchor, line in supplement_lines(self._document, self):
            yield tree.div([tree.para(line)], anchor)

    def _references(self) -> Iterator[Node]:
        if self._document.references:
            yield tree.header(1, tree.words(word(self._document, "references")), "references")
        for entry in self._document.references:
            turned = entry.direction if entry.direction != self._document.direction else ""
            yield tree.div(
                [tree.para([*_entry_label(entry), *self.inlines(entry.children)])],
                entry.id,
                custom_style="Bibliography",
                lang=entry.language,
                dir=turned,
            )


def _in_style(style: str, content: Sequence[Node], id: str = "") -> Node:
    """A paragraph in one of Word's styles."""
    return tree.div([tree.para(content)], id, custom_style=style)


def _entry_label(entry: ReferenceEntry) -> list[Node]:
    """The label of *entry*, in its margin where it has room there."""
    if not entry.label:
        return []
    gap = tree.raw_inline("openxml", _TAB) if len(entry.label) <= _LONGEST_LABEL else tree.leaf("Space")
    return [*tree.words(entry.label), gap]
