"""Funding in JATS."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from casegen.document import (
    Award,
    Citation,
    CrossReference,
    Document,
    Inline,
    Math,
    NoteMark,
    Paragraph,
    Section,
)
from casegen.writers.jats.inlines import STATEMENT, inline
from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["funding", "is_statement"]


def funding(document: Document) -> etree._Element | None:
    """Who paid: each grant, and the statement where it `is_statement` (JATS4R, Funding)."""
    awards = [_award(number, award) for number, award in enumerate(document.awards, 1)]
    said = [section for section in document.back if section.kind == "funding" and is_statement(section)]
    statements = [_statement(section) for section in said]
    return E("funding-group", *awards, *statements) if awards or statements else None


def is_statement(section: Section) -> bool:
    """Whether *section* is all words, as a statement is: citations, notes and lists need another place."""
    return all(isinstance(block, Paragraph) and _is_words(block.children) for block in section.children)


def _is_words(nodes: Iterable[Inline]) -> bool:
    return not any(
        isinstance(node, Citation | CrossReference | Math | NoteMark)
        or not _is_words(getattr(node, "children", ()))
        for node in nodes
    )


def _award(number: int, award: Award) -> etree._Element:
    funder = E("institution-wrap", E("institution", award.source)) if award.source.strip() else None
    return E(
        "award-group",
        None if funder is None else E("funding-source", funder),
        E.optional("award-id", award.id),
        id_=f"award-{number}",
    )


def _statement(section: Section) -> etree._Element:
    """The paragraphs as one run: the DTD has none in a statement."""
    run: list[etree._Element | str] = []
    for block in section.children:
        if isinstance(block, Paragraph):
            run += [" ", *inline(block.children, STATEMENT)]
    return E("funding-statement", *run[1:])
