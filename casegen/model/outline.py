"""The order of an article, decided once: citation numbers and the composed document both follow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from casegen.model.case import Case
from casegen.model.content import Section
from casegen.prose import Prose
from casegen.source import Pointer

Kind = Literal[
    "abstract",
    "main",
    "section",
    "timeline",
    "learning_points",
    "declaration",
    "supplementary",
    "references",
    "closing",
]

# The statements journals print after the text, in the customary order (BioMed Central's "Declarations").
# Author contributions are composed from the authors' roles.
DECLARATIONS = (
    "consent",
    "ethics",
    "data_availability",
    "competing_interests",
    "funding",
    "contributions",
    "ai_use",
    "acknowledgments",
)


@dataclass(frozen=True, slots=True)
class Item:
    """One part of the article: what it is, its key in the case, and for custom sections the section."""

    kind: Kind
    name: str
    section: Section | None = None


def outline(case: Case) -> tuple[Item, ...]:
    """The parts *case* has, in the order they are read. Parts that hold nothing are left out.

    The timeline follows the presentation and the learning points end the text (CARE 2013, items 7 and
    11); the declarations, supplementary files and references follow.
    """
    items: list[Item] = []
    if case.abstract is not None:
        items.append(Item("abstract", "abstract"))
    late: list[Item] = []
    for name, section in case.ordered_sections:
        if section is not None:
            closing = section.after.strip().lower() == "references"
            (late if closing else items).append(
                Item("closing" if closing else "section", name, section)
            )
        elif getattr(case, name):
            items.append(Item("main", name))
        if section is None and name == "presentation" and case.timeline:
            items.append(Item("timeline", "timeline"))
    if case.learning_points:
        items.append(Item("learning_points", "learning_points"))
    if case.patient_perspective:
        items.append(Item("main", "patient_perspective"))
    items.extend(Item("declaration", name) for name in DECLARATIONS if _declared(case, name))
    if case.supplementary:
        items.append(Item("supplementary", "supplementary"))
    if case.references:
        items.append(Item("references", "references"))
    return (*items, *late)


def _declared(case: Case, name: str) -> bool:
    if name == "contributions":
        return any(author.roles for author in case.authors)
    return bool(getattr(case, name))


def texts(case: Case, item: Item) -> Iterator[tuple[Pointer, Prose]]:
    """The prose of one part of the outline, with its pointers, in reading order."""
    if item.section is not None:
        yield item.section.at / "title", item.section.title
        yield item.section.at / "body", item.section.body
        return
    wanted = Pointer((item.name,))
    for at, prose in case.prose():
        if at[:1] == wanted and item.kind != "references":
            yield at, prose
