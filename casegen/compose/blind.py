"""A blind copy: the article without what tells who wrote it, for double-blind review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import PurePosixPath
from typing import Any, TypeVar

from casegen import document as d
from casegen.assets.published import published_drawing
from casegen.compose.author_sections import tells_of_authors
from casegen.compose.blind_texts import drawing_joined, line_joined
from casegen.compose.front import running_title
from casegen.compose.identity import Found, Identity
from casegen.files import Refused, read_inside
from casegen.limits import size
from casegen.model.languages import vocabulary
from casegen.problem import CasegenError
from casegen.values import Value

__all__ = ["blind"]

V = TypeVar("V", bound=Value)

# Parts that tell of the authors alone; a section of the author's own with such a title is one of them.
_PARTS = ("acknowledgments", "funding", "contributions")
_TITLES = (*_PARTS, "authors", "affiliations", "awards", "about_article")
_ITEM = ("id", "type", "title", "container-title", "container-title-short", "language", "keyword", "abstract")
# A link's text that is its address.
_ADDRESS = re.compile(r"\S*[./@]\S*")
# Fields that hold an anchor of the document.
_ANCHORS = frozenset(("id", "target"))


def blind(document: d.Document) -> d.Document:
    """*document* without its authors, and with a neutral word wherever a text names them.

    Authors, affiliations, notes on authors, acknowledgments, funding, contributions, the citation, DOI,
    dates, volume and pages, the copyright's holder, and the source files are gone: an article that can be
    looked up has authors. In all that stays, names, institutions, departments, addresses and numbers of
    theirs are replaced (`Identity`), in drawings too. A reference with an author of the same family name is
    withheld whole: whoever it is, blackening the name alone would point at it. Supplementary files are
    listed, but not handed on. Images made of pixels, and files of data, are as they were.

    CasegenError where the slug, by which every file is named, holds a name.
    """
    identity = Identity(document)
    if identity.is_in(document.slug):
        raise CasegenError(
            f"the case's folder is named {document.slug!r}, which holds a name of an author or institution, "
            "and so would every file of the blind copy: rename it"
        )
    return _pruned(_Blinder(document, identity).document())


class _Blinder:
    """Walks the nodes of one document, whatever they are: a field that is added later is not forgotten."""

    def __init__(self, document: d.Document, identity: Identity) -> None:
        self._given = document
        self._identity = identity
        self._declared = False
        self._phrase = document.words["blind_reference"]
        self._withheld = {entry.id for entry in document.references if self._is_own(entry)}
        self._called = {
            entry.id: any(map(str.isdigit, entry.label)) and not any(map(str.isalpha, entry.label))
            for entry in document.references
        }
        self._anchors = {entry.id: f"ref-{at}" for at, entry in enumerate(document.references, 1)}
        self._keys = {entry.key: f"ref{at}" for at, entry in enumerate(document.references, 1)}

    def document(self) -> d.Document:
        """The blind copy, in which links may still lead to what is gone."""
        given = self._given
        title_text = self._identity.without(given.title_text)
        short_title = self._identity.without(given.short_title)
        journal = self._journal(given.journal)
        return given.replace(
            title=self._value(given.title),
            title_text=title_text,
            short_title=short_title,
            authors=(),
            affiliations=(),
            author_notes=(),
            journal=journal,
            **dict.fromkeys(("volume", "issue", "pages", "elocation_id", "issue_line", "doi", "doi_url"), ""),
            **dict.fromkeys(
                ("first_page", "last_page", "copyright", "copyright_year", "copyright_holder"), ""
            ),
            history=(),
            citation_line=(),
            license=self._value(given.license),
            keywords=self._value(given.keywords),
            abstract=self._value(given.abstract),
            body=self._sections(given.body),
            back=self._sections(given.back, declared=True),
            references=self._references(),
            notes=self._value(given.notes),
            supplements=tuple(map(self._supplement, given.supplements)),
            closing=self._sections(given.closing),
            running_head=(
                running_title(short_title.strip() or title_text),
                (journal.abbreviation or journal.title) if journal else "",
            ),
            awards=(),
            item=self._value({key: given.item[key] for key in _ITEM if key in given.item}),
            sources=(),
            depositor=None,
            blind=True,
        )

    def _sections(self, sections: tuple[d.Section, ...], *, declared: bool = False) -> tuple[d.Section, ...]:
        self._declared = declared
        kept: tuple[d.Section, ...] = self._value(sections)
        self._declared = False
        return kept

    def _section(self, section: d.Section) -> d.Section:
        made = self._fields(section)
        return made.replace(kind=section.kind)

    def _tells_of_authors(self, section: d.Section) -> bool:
        if section.kind:
            return section.kind in _PARTS
        languages = (self._given.words, vocabulary("en")["words"])
        named = (words[key] for words in languages for key in _TITLES)
        return tells_of_authors(d.plain(section.title), named)

    def _journal(self, journal: d.Journal | None) -> d.Journal | None:
        """*journal*, whose address reviewers know, though an author may work where it is published."""
        return self._fields(journal).replace(url=journal.url) if journal else None

    def _supplement(self, given: d.Supplement) -> d.Supplement:
        file = given.file
        if self._identity.is_in(file):
            file = given.id + PurePosixPath(file).suffix
        return self._fields(given).replace(file=file, path=None)

    # --- references ---------------------------------------------------------------------------------

    def _is_own(self, entry: d.ReferenceEntry) -> bool:
        """Whether *entry* may be a work of the authors."""
        if not entry.item:
            text = d.plain(entry.children)
            return self._identity.without(text) != text
        doi = self._given.doi
        if doi and str(entry.item.get("DOI", "")).lower() == doi.lower():
            return True
        return any(self._is_author(name) for names in entry.item.values() for name in _names(names))

    def _is_author(self, name: Mapping[str, Any]) -> bool:
        family = str(name.get("family", ""))
        literal = str(name.get("literal", ""))
        return self._identity.is_family(family) or (bool(literal) and self._identity.is_in(literal))

    def _references(self) -> tuple[d.ReferenceEntry, ...]:
        entries = tuple(map(self._reference, self._given.references))
        own = {self._anchors[anchor] for anchor in self._withheld}
        if all(self._called.values()):
            return entries
        # In an alphabetical list the place alone would tell how the name begins.
        return tuple(sorted(entries, key=lambda entry: entry.id in own))

    def _reference(self, entry: d.ReferenceEntry) -> d.ReferenceEntry:
        if entry.id not in self._withheld:
            made = self._fields(entry)
            return made.replace(item={**made.item, "id": made.key} if made.item else {})
        return entry.replace(
            id=self._anchors[entry.id],
            key=self._keys[entry.key],
            label=entry.label if self._called[entry.id] or not entry.label else "*",
            children=(d.Text(f"[{self._phrase}]"),),
            item={},
            direction=self._given.direction,
            language="",
        )

    def _citation(self, node: d.Citation) -> d.Citation:
        made = self._fields(node)
        targets = [link.target for link in _links(node.children)]
        if not node.narrative or not self._withheld.intersection(targets):
            return made
        # "Kim and Silva [3]" names them all before the link; what is kept is the bracket.
        first, *others = made.children
        if not isinstance(first, d.Text):
            return made
        bracket = re.search(r"[\s\u00a0]*[(\[]?$", first.text)
        author = f"[{self._given.words['blind_author']}]"
        return made.replace(children=(d.Text(author + (bracket[0] if bracket else "")), *others))

    def _link(self, node: d.ReferenceLink) -> d.ReferenceLink:
        made = self._fields(node)
        if node.target not in self._withheld or self._called[node.target]:
            return made
        return made.replace(children=(d.Text(self._phrase),))

    # --- any node -----------------------------------------------------------------------------------

    def _value(self, value: Any) -> Any:
        match value:
            case str() if not isinstance(value, Enum):
                return self._identity.without(value, declared=self._declared)
            case tuple():
                if any(isinstance(part, d.Text | d.Emphasis | d.Strong) for part in value):
                    value = line_joined(value, self._found)
                return tuple(made for part in value for made in self._parts(part))
            case list():
                return [self._value(part) for part in value]
            case Mapping():
                return {key: self._value(part) for key, part in value.items()}
            case Value():
                return self._node(value)
        return value

    def _node(self, node: Value) -> Value:
        match node:
            case d.Asset():
                return self._asset(node)
            case d.Section():
                return self._section(node)
            case d.Citation():
                return self._citation(node)
            case d.ReferenceLink():
                return self._link(node)
        return self._fields(node)

    def _parts(self, part: Any) -> tuple[Any, ...]:
        """What a part of a row of nodes becomes.

        A link whose address tells of the authors leaves its text there, where that is not the address; a
        section that tells of them leaves nothing.
        """
        if isinstance(part, d.Section) and self._tells_of_authors(part):
            return ()
        if isinstance(part, d.Link) and self._identity.is_in(part.href):
            if _ADDRESS.fullmatch(d.plain(part.children)):
                return (d.Text(self._identity.withheld),)
            made: tuple[Any, ...] = self._value(part.children)
            return made
        return (self._value(part),)

    def _found(self, text: str) -> tuple[Found, ...]:
        return self._identity.found(text, declared=self._declared)

    def _fields(self, node: V) -> V:
        return node.replace(**{name: self._field(name, getattr(node, name)) for name in node.field_names})

    def _field(self, name: str, value: Any) -> Any:
        if name in _ANCHORS and isinstance(value, str):
            return self._anchor(value)
        if name == "key":
            return self._keys.get(value, "ref")
        return self._value(value)

    def _anchor(self, name: str) -> str:
        if name not in self._anchors:
            kind = name.partition("-")[0]
            fresh = f"{kind}-part-{len(self._anchors) + 1}"
            self._anchors[name] = fresh if name and self._identity.is_in(name) else name
        return self._anchors[name]

    def _asset(self, asset: d.Asset) -> d.Asset:
        if asset.media_type != "image/svg+xml":
            return asset
        try:
            given = read_inside(asset.path, size("image_file")) if asset.path else asset.data
            data = published_drawing(drawing_joined(given, self._found), self._identity.without)
        except Refused as refusal:
            raise CasegenError(f"the image {asset.name} cannot be read: {refusal}") from None
        return asset.replace(path=None, data=data)


def _names(values: object) -> Iterator[Mapping[str, Any]]:
    """Those of *values* that are names, as CSL-JSON writes them."""
    if isinstance(values, list | tuple):
        yield from (value for value in values if isinstance(value, Mapping))


def _links(value: object) -> Iterator[d.ReferenceLink]:
    for node in _nodes(value):
        if isinstance(node, d.ReferenceLink):
            yield node


def _nodes(value: object) -> Iterator[Value]:
    """Every node in *value*, outermost first."""
    if isinstance(value, Value):
        yield value
        value = tuple(getattr(value, name) for name in value.field_names)
    if isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)


# --- what led to parts that are gone ------------------------------------------------------------------


def _pruned(document: d.Document) -> d.Document:
    """*document* without notes that nothing marks any more, and without links to what is gone."""
    printed = (document.title, document.abstract, document.body, document.back, document.closing)
    texts = (*printed, *(supplement.description for supplement in document.supplements))
    marked = {node.target for node in _nodes(texts) if isinstance(node, d.NoteMark)}
    notes = tuple(note for note in document.notes if note.id in marked or not note.backlinks)
    document = document.replace(notes=notes)
    there = {str(getattr(node, "id", "")) for node in _nodes(document)}
    parts = ("title", "abstract", "body", "back", "closing", "notes", "references", "supplements")
    return document.replace(**{name: _relinked(getattr(document, name), there) for name in parts})


def _relinked(value: Any, there: set[str]) -> Any:
    if isinstance(value, tuple):
        return tuple(made for part in value for made in _relinked_part(part, there))
    if isinstance(value, Value):
        return value.replace(**{name: _relinked(getattr(value, name), there) for name in value.field_names})
    return value


def _relinked_part(part: Any, there: set[str]) -> tuple[Any, ...]:
    match part:
        case d.BackLink(target=target) if target not in there:
            return ()
        case d.CrossReference(target=target, children=children) if target not in there:
            return tuple(_relinked(children, there))
    return (_relinked(part, there),)
