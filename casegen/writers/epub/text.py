"""The article as pandoc's blocks, with the roles of digital publishing (DPUB-ARIA 1.1, EPUB SSV 1.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casegen.document import (
    Affiliation,
    Asset,
    AuthorNote,
    BackLink,
    Citation,
    Document,
    Figure,
    Inlines,
    Note,
    NoteMark,
    ReferenceEntry,
    ReferenceLink,
    Section,
    Table,
)
from casegen.media.formulas import mathml
from casegen.media.images import published
from casegen.media.pandoc import tree
from casegen.media.pandoc.front import labelled, raised, record, supplement_lines, word
from casegen.media.pandoc.nodes import Translator, stand_in
from casegen.media.pandoc.tree import Node

__all__ = ["Book"]

_MATHML = "http://www.w3.org/1998/Math/MathML"
# The parts of the case format that have a role.
_KINDS = ("introduction", "conclusion", "acknowledgments")


class Book(Translator):
    """*document* for an e-book. *images* fills with what stands for each image, by name.

    *has_maths*, *undescribed*: what the metadata has to tell.
    """

    first_level = 2

    def __init__(self, document: Document) -> None:
        self.document = document
        self.images: dict[str, bytes] = {}
        self.has_maths = False
        self.undescribed = False

    def article(self) -> list[Node]:
        """All of it, in reading order, under the title's heading."""
        document = self.document
        return [
            tree.header(1, self.inlines(document.title), "article"),
            *self._front(),
            *self._abstract(),
            *self.blocks(document.body),
            *self.blocks(document.back),
            *self._supplements(),
            *self._notes(),
            *self._references(),
            *self.blocks(document.closing),
        ]

    # --- what a book has its own way with -----------------------------------------------------------------

    def citation(self, node: Citation) -> list[Node]:
        """A citation as printed, to which its references lead back."""
        return [tree.span(self.inlines(node.children), node.id, ["citation"])]

    def reference_link(self, node: ReferenceLink) -> list[Node]:
        """The link to one entry of the reference list."""
        return [tree.link(self.inlines(node.children), f"#{node.target}", role="doc-biblioref")]

    def note_mark(self, node: NoteMark) -> list[Node]:
        """The mark of a footnote, which readers show where it is touched."""
        link = tree.link(
            tree.words(node.mark), f"#{node.target}", node.id, epub__type="noteref", role="doc-noteref"
        )
        return [tree.styled("Superscript", [link])]

    def formula(self, tex: str, *, display: bool) -> Node:
        """A formula as MathML; one that cannot be read as its TeX."""
        found = mathml(tex, display=display)
        if found is None:
            return tree.code(tex)
        self.has_maths = True
        return tree.raw_inline("html", str(found).replace("<math", f'<math xmlns="{_MATHML}"', 1))

    def section(self, node: Section) -> list[Node]:
        """A section, with its role where it has one."""
        level = min(6, max(2, node.level))
        given = _role(node.kind) if node.kind in _KINDS else {}
        return [tree.header(level, self.inlines(node.title), node.id, **given), *self.blocks(node.children)]

    def picture(self, asset: Asset, alt: str) -> Node:
        """The image, as large as it is or as the page has room."""
        self.images[asset.name] = published(asset)
        width, height = (str(max(1, round(side))) for side in (asset.width, asset.height))
        return tree.image(stand_in(asset), alt, width=width, height=height)

    def figure(self, node: Figure) -> list[Node]:
        """A figure; its credit stands in its caption."""
        self.undescribed = self.undescribed or not node.alt
        caption = [*self.caption(node), *self._small("credit", node.credit)]
        return [self.drawing(node.asset, node.alt or node.label, caption, node.id)]

    def table(self, node: Table) -> list[Node]:
        """A table, its notes and its credit."""
        return [
            self.grid(node, self.caption(node)),
            *self._small("notes", node.notes),
            *self._small("credit", node.credit),
        ]

    # --- the front --------------------------------------------------------------------------------------

    def _front(self) -> Iterator[Node]:
        document = self.document
        yield _line("kind", tree.words(document.kind_label))
        if document.authors:
            yield _line("byline", self._byline())
        for affiliation in document.affiliations:
            yield _line("affiliation", self._affiliation(affiliation), affiliation.id)
        for note in document.author_notes:
            yield _line("author-note", self._author_note(note), note.id)
        for line in record(document, self):
            yield _line("record", line)

    def _byline(self) -> list[Node]:
        nodes: list[Node] = []
        for author in self.document.authors:
            if nodes:
                nodes += tree.words(", ")
            name = tree.words(", ".join((author.name, *author.degrees)))
            for at, mark in enumerate(author.marks):
                comma = tree.words(",") if at else []
                link = tree.link(tree.words(mark.text), f"#{mark.target}")
                name.append(tree.styled("Superscript", [*comma, link]))
            if author.orcid:
                url = f"https://orcid.org/{author.orcid}"
                label = f"ORCID iD: {author.name}"
                name += [
                    tree.leaf("Space"),
                    tree.link(tree.words("iD"), url, classes=["orcid"], aria_label=label),
                ]
            nodes.append(tree.span(name, author.id, ["author"]))
        return nodes

    def _affiliation(self, affiliation: Affiliation) -> list[Node]:
        return [*raised(affiliation.mark), *tree.words(affiliation.text)]

    def _author_note(self, note: AuthorNote) -> list[Node]:
        return [*raised(note.mark), *self.inlines(note.children)]

    # --- the abstract and the lists after the text -----------------------------------------------------

    def _abstract(self) -> Iterator[Node]:
        document = self.document
        if document.abstract:
            yield tree.header(2, tree.words(word(self.document, "abstract")), "abstract", **_role("abstract"))
        for part in document.abstract:
            if part.title:
                yield tree.header(3, tree.words(part.title), classes=["unlisted"])
            yield from self.blocks(part.children)
        if document.keywords:
            text = tree.words("; ".join(document.keywords))
            yield _line("keywords", [*labelled(self.document, "keywords"), *text])

    def _supplements(self) -> Iterator[Node]:
        if self.document.supplements:
            yield tree.header(2, tree.words(word(self.document, "supplementary")), "supplementary")
        for anchor, line in supplement_lines(self.document, self):
            yield _line("supplement", line, anchor)

    def _notes(self) -> Iterator[Node]:
        if self.document.notes:
            yield tree.header(2, tree.words(word(self.document, "notes")), "notes")
        for note in self.document.notes:
            yield tree.raw("html", f'<aside id="{note.id}" epub:type="footnote" role="doc-footnote">')
            yield from self._note(note)
            yield tree.raw("html", "</aside>")

    def _note(self, note: Note) -> list[Node]:
        blocks = self.blocks(note.children)
        back = self._ways_back(note.backlinks)
        match blocks:
            case [{"t": "Para", "c": content}, *rest]:
                return [tree.para([*raised(note.mark), *content, *([] if rest else back)]), *rest] + (
                    [tree.para(back)] if rest and back else []
                )
            case _:
                return [tree.para([*raised(note.mark), *back]), *blocks]

    def _references(self) -> Iterator[Node]:
        if self.document.references:
            heading = tree.words(word(self.document, "references"))
            yield tree.header(2, heading, "references", **_role("bibliography"))
            entries = [self._reference(entry) for entry in self.document.references]
            yield tree.div(entries, classes=["reference-list"], role="list")

    def _reference(self, entry: ReferenceEntry) -> Node:
        label = [*tree.words(entry.label), tree.leaf("Space")] if entry.label else []
        turned = entry.direction if entry.direction != self.document.direction else ""
        return tree.div(
            [tree.para([*label, *self.inlines(entry.children), *self._ways_back(entry.backlinks)])],
            entry.id,
            ["reference"],
            role="listitem",
            lang=entry.language,
            dir=turned,
        )

    def _ways_back(self, links: Sequence[BackLink]) -> list[Node]:
        """Links to where it was used: an arrow each, with a name for who listens."""
        name = word(self.document, "back_to_text")
        return [
            node
            for link in links
            for node in (
                tree.leaf("Space"),
                tree.link(
                    tree.words(f"↑{link.text}" if len(links) > 1 else "↑"),
                    f"#{link.target}",
                    role="doc-backlink",
                    aria_label=f"{name} {link.text}",
                ),
            )
        ]

    def _small(self, kind: str, nodes: Inlines) -> list[Node]:
        return [_line(kind, self.inlines(nodes))] if nodes else []


def _line(kind: str, content: Sequence[Node], id: str = "") -> Node:
    return tree.div([tree.para(content)], id, [kind])


def _role(kind: str) -> dict[str, str]:
    """Roles of DPUB-ARIA are named as the types of the EPUB vocabulary."""
    return {"epub__type": kind, "role": f"doc-{kind}"}
