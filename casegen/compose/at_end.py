"""Figures and tables after the references, as a manuscript has them."""

from __future__ import annotations

from typing import Any

from casegen import document as d

__all__ = ["at_end"]


def at_end(document: d.Document) -> d.Document:
    """*document* with its numbered figures and tables, and the timeline, behind its references.

    They stand in order, figures before tables before the timeline, in one section of its own kind,
    ``figures_and_tables``, before any other closing part (ICMJE, Recommendations IV.A.3: figures and tables
    apart from the text). Where each stood, a line says so: "[Figure 1 about here]".
    """
    mover = _Mover(document)
    body = mover.sections(document.body)
    back = mover.sections(document.back)
    closing = mover.sections(document.closing)
    if not mover.moved:
        return document
    taken = {section.id for section in document.sections()}
    anchor = "sec-figures-and-tables"
    while anchor in taken:
        anchor += "-2"
    title = (d.Text(document.words["figures_and_tables"]),)
    section = d.Section(anchor, title, 2, mover.in_order(), "figures_and_tables")
    return document.replace(body=body, back=back, closing=(section, *closing))


class _Mover:
    """Takes the floats out of sections, and keeps them in the order met."""

    def __init__(self, document: d.Document) -> None:
        self._words = document.words
        self.moved: list[d.Figure | d.Table | d.Timeline] = []

    def in_order(self) -> tuple[d.Block, ...]:
        """What was moved: figures, then tables, then the timeline."""
        order = (d.Figure, d.Table, d.Timeline)
        return tuple(sorted(self.moved, key=lambda block: (order.index(type(block)), _number(block))))

    def sections(self, sections: tuple[d.Section, ...]) -> tuple[d.Section, ...]:
        """*sections* without the floats in them."""
        return tuple(
            made for section in sections for made in self._block(section) if isinstance(made, d.Section)
        )

    def _blocks(self, blocks: d.Blocks) -> d.Blocks:
        return tuple(made for block in blocks for made in self._block(block))

    def _block(self, block: d.Block) -> d.Blocks:
        match block:
            case d.Figure(label=label) | d.Table(label=label) if label:
                self.moved.append(block)
                return (self._mark(label),)
            case d.Timeline():
                self.moved.append(block)
                return (self._mark(self._words["timeline"]),)
            case d.Section(children=children) | d.Quote(children=children):
                return (block.replace(children=self._blocks(children)),)
            case d.ListBlock(items=items):
                return (block.replace(items=tuple(map(self._blocks, items))),)
        return (block,)

    def _mark(self, label: str) -> d.Paragraph:
        return d.Paragraph((d.Text(f"[{self._words['about_here'].format(what=label)}]"),))


def _number(block: Any) -> int:
    digits = "".join(filter(str.isdigit, getattr(block, "label", "")))
    return int(digits) if digits else 0
