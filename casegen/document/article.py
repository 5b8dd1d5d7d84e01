"""The composed article as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

from casegen.document.blocks import Block, Section
from casegen.document.inlines import Inlines
from casegen.document.matter import (
    AbstractPart,
    Affiliation,
    Author,
    AuthorNote,
    Award,
    Depositor,
    History,
    Journal,
    License,
    Note,
    ReferenceEntry,
    SourceFile,
    Supplement,
)
from casegen.values import Value


class Document(Value):
    """A whole article, ready to be written in any format.

    *words* holds the printed labels of the article's language ("abstract" -> "Abstract"); a template
    asks it for every word it prints itself. *body* and *closing* hold sections; *back* the
    declarations; *closing* what stands after the references. *direction* is that of the language: left to
    right, or right to left. *item* is the article itself as an item of CSL-JSON. *blind*: whatever names the
    authors has been taken out (`casegen.compose.blind`). *beside* names the formats it is written in at once,
    each under its slug in one folder.
    """

    slug: str
    language: str
    kind: str
    kind_label: str
    title: Inlines
    title_text: str
    short_title: str
    authors: tuple[Author, ...]
    affiliations: tuple[Affiliation, ...]
    author_notes: tuple[AuthorNote, ...]
    journal: Journal | None
    volume: str
    issue: str
    pages: str
    elocation_id: str
    issue_line: str
    doi: str
    doi_url: str
    history: tuple[History, ...]
    citation_line: Inlines
    copyright: str
    license: License | None
    keywords: tuple[str, ...]
    abstract: tuple[AbstractPart, ...]
    body: tuple[Section, ...]
    back: tuple[Section, ...]
    references: tuple[ReferenceEntry, ...]
    notes: tuple[Note, ...]
    supplements: tuple[Supplement, ...]
    closing: tuple[Section, ...]
    running_head: tuple[str, str]
    words: Mapping[str, str] = MappingProxyType({})
    direction: Literal["ltr", "rtl"] = "ltr"
    first_page: str = ""
    last_page: str = ""
    copyright_year: str = ""
    copyright_holder: str = ""
    awards: tuple[Award, ...] = ()
    item: Mapping[str, Any] = MappingProxyType({})
    sources: tuple[SourceFile, ...] = ()
    depositor: Depositor | None = None
    blind: bool = False
    beside: tuple[str, ...] = ()

    def sections(self) -> Iterator[Section]:
        """Every section of the body, the declarations and the closing part, in order, depth first."""
        for part in (self.body, self.back, self.closing):
            yield from _sections(part)


def _sections(blocks: tuple[Block, ...]) -> Iterator[Section]:
    for block in blocks:
        if isinstance(block, Section):
            yield block
            yield from _sections(block.children)
