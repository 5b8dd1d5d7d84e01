"""The order of an article, decided once: citation numbers and the composed document both follow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from casegen.model.case import Case
from casegen.model.content import Event, Section, Supplement
from casegen.model.publication import Consent, Ethics, Funding
from casegen.prose import Prose, nodes
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

# The parts that make up the text itself; figures and tables are placed in it.
BODY: tuple[Kind, ...] = ("main", "section", "timeline", "learning_points")

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
    11); the declarations, supplementary files and references follow, and last the sections placed after
    the references.
    """
    front = [Item("abstract", "abstract")] if case.abstract is not None else []
    body: list[Item] = []
    closing: list[Item] = []
    for name, section in case.ordered_sections:
        if not has_content(section.body if section is not None else getattr(case, name)):
            pass
        elif section is not None and section.after.strip().lower() == "references":
            closing.append(Item("closing", name, section))
        elif section is not None:
            body.append(Item("section", name, section))
        else:
            body.append(Item("main", name))
        if section is None and name == "presentation" and case.timeline:
            body.append(Item("timeline", "timeline"))
    if any(case.learning_points):
        body.append(Item("learning_points", "learning_points"))
    if has_content(case.patient_perspective):
        body.append(Item("main", "patient_perspective"))
    back = [Item("declaration", name) for name in DECLARATIONS if _declared(case, name)]
    if case.supplementary:
        back.append(Item("supplementary", "supplementary"))
    if case.references:
        back.append(Item("references", "references"))
    return (*front, *body, *back, *closing)


def has_content(prose: Prose | None) -> bool:
    """Whether *prose* says or shows anything besides headings."""
    return prose is not None and any(map(_is_content, prose.blocks))


def empty_headings(prose: Prose) -> Iterator[nodes.Heading]:
    """The headings of *prose* that have nothing under them, not even under a heading of their own."""
    open_: list[nodes.Heading] = []
    for block in prose.blocks:
        if isinstance(block, nodes.Heading):
            while open_ and open_[-1].level >= block.level:
                yield open_.pop()
            open_.append(block)
        elif _is_content(block):
            open_.clear()
    yield from reversed(open_)


def _is_content(block: nodes.Block) -> bool:
    """Whether *block* is printed, or places a figure; headings and comments do neither by themselves."""
    if isinstance(block, nodes.Paragraph):
        return any(not isinstance(child, nodes.Comment) for child in block.children)
    return not isinstance(block, nodes.Heading | nodes.CommentBlock)


def _declared(case: Case, name: str) -> bool:
    if name == "contributions":
        return any(author.roles for author in case.authors)
    return bool(getattr(case, name))


def float_host(items: Iterable[Item]) -> Item | None:
    """The part at whose end figures and tables stand that the text does not mention.

    The presentation, for most of them show the patient; else the last part of the text.
    """
    body = [item for item in items if item.kind in BODY]
    presentation = [item for item in body if item.kind == "main" and item.name == "presentation"]
    return next(iter([*presentation, *body[-1:]]), None)


def texts(case: Case, item: Item) -> Iterator[tuple[Pointer, Prose]]:
    """The prose of one part of the outline, with its pointers, in reading order."""
    if item.section is not None:
        yield item.section.at / "title", item.section.title
        yield item.section.at / "body", item.section.body
    elif item.kind != "references":
        yield from _texts(getattr(case, item.name, None), Pointer((item.name,)))


def _texts(value: object, at: Pointer) -> Iterator[tuple[Pointer, Prose]]:
    match value:
        case Prose():
            yield at, value
        case tuple():
            for index, item in enumerate(value):
                yield from _texts(item, at / index)
        case dict():
            for key, item in value.items():
                yield from _texts(item, at / key)
        case Event():
            yield at / "event", value.event
        case Supplement(description=Prose() as description):
            yield at / "description", description
        case Consent() | Ethics() | Funding() if value.statement is not None:
            yield at / "statement", value.statement
