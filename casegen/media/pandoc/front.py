"""What a book and a manuscript say alike around the text: labels, marks, and the article's record."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.document import Document, Link, Text
from casegen.media.pandoc import tree
from casegen.media.pandoc.nodes import Translator
from casegen.media.pandoc.tree import Node

__all__ = ["labelled", "raised", "record", "strong", "supplement_lines", "word"]


def word(document: Document, key: str) -> str:
    """The printed label *key* in the article's language; else the key made readable."""
    return document.words.get(key) or key.replace("_", " ").capitalize()


def strong(text: str) -> Node:
    """*text* strongly stressed."""
    return tree.styled("Strong", tree.words(text))


def labelled(document: Document, key: str) -> list[Node]:
    """The label *key* before what it names, in its line."""
    return [strong(f"{word(document, key)}:"), tree.leaf("Space")]


def raised(mark: str) -> list[Node]:
    """The mark of an affiliation or a note before its text; nothing where it has none."""
    return [tree.styled("Superscript", tree.words(mark)), tree.leaf("Space")] if mark else []


def record(document: Document, translator: Translator) -> Iterator[list[Node]]:
    """Where it appeared, when, how it is cited, and whose it is: a line each."""
    journal = document.journal.title if document.journal else ""
    place = tree.words(". ".join(filter(None, (journal, document.issue_line))))
    if document.doi:
        doi = translator.inlines([Link(document.doi_url, (Text(document.doi),))])
        place = [*place, *tree.words(". DOI " if journal or document.issue_line else "DOI "), *doi]
        yield place
    elif journal or document.issue_line:
        yield place
    if document.history:
        yield tree.words("; ".join(f"{date.label} {date.text}" for date in document.history))
    if document.citation_line:
        yield [*labelled(document, "how_to_cite"), *translator.inlines(document.citation_line)]
    if rights := _rights(document, translator):
        yield rights


def supplement_lines(document: Document, translator: Translator) -> Iterator[tuple[str, list[Node]]]:
    """The anchor and the line of each supplementary file."""
    for supplement in document.supplements:
        label = ". ".join(filter(None, (supplement.label, supplement.title)))
        text = [strong(f"{label}."), tree.leaf("Space"), *translator.inlines(supplement.description)]
        yield supplement.id, [*text, *tree.words(f" ({supplement.file})")]


def _rights(document: Document, translator: Translator) -> list[Node]:
    licence = document.license
    holder = [f"{document.copyright.rstrip('.')}."] if document.copyright else []
    statement = " ".join([*holder, *([licence.statement] if licence else [])])
    if not (licence and licence.url):
        return tree.words(statement) if statement else []
    link = translator.inlines([Link(licence.url, (Text(licence.url),))])
    return [*tree.words(statement), tree.leaf("Space"), *link]
