"""The case report as a whole."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from casegen.model.base import Markdown, Part, Text, typed_keys
from casegen.model.content import Event, Figure, Patient, Section, Supplement, Table
from casegen.model.people import Affiliation, Author
from casegen.model.publication import (
    Consent,
    Copyright,
    Dates,
    Depositor,
    Ethics,
    Funding,
    Journal,
    License,
    Lint,
    Publication,
    Style,
)
from casegen.model.reference import Reference
from casegen.prose import Prose, nodes
from casegen.source import Pointer
from casegen.values import Value

# The main sections, in the order CARE 2013 gives them.
MAIN_SECTIONS = ("introduction", "presentation", "discussion", "conclusion")


class Renamed(Value):
    """A key typed in another spelling than the canonical one."""

    at: Pointer
    typed: str
    canonical: str


class House(Value):
    """What a workspace sets for its cases; *folder* is the workspace's."""

    csl: str = "nlm-citation-sequence"
    folder: Path | None = None
    depositor: Depositor | None = None


class Case(Part):
    """A clinical case report or series, as CASE-FORMAT describes it."""

    casegen: Literal[1] = 1
    type: Literal["case-report", "case-series"] = "case-report"
    title: Markdown
    short_title: Text = ""
    language: Text = "en"
    authors: Annotated[tuple[Author, ...], Field(min_length=1)]
    affiliations: tuple[Affiliation, ...] = ()
    correspondence: Text = ""
    journal: Journal | None = None
    publication: Publication | None = None
    doi: Text = ""
    dates: Dates | None = None
    license: License | None = None
    copyright: Copyright | None = None
    citation: Markdown | None = None
    keywords: tuple[Text, ...] = ()
    abstract: Markdown | dict[str, Markdown] | None = None
    introduction: Markdown | None = None
    presentation: Markdown | None = None
    discussion: Markdown | None = None
    conclusion: Markdown | None = None
    learning_points: tuple[Markdown, ...] = ()
    patient_perspective: Markdown | None = None
    sections: tuple[Section, ...] = ()
    patient: Patient | None = None
    patients: tuple[Patient, ...] = ()
    timeline: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    supplementary: tuple[Supplement, ...] = ()
    consent: Consent | None = None
    ethics: Ethics | None = None
    competing_interests: Markdown | None = None
    funding: Funding | None = None
    acknowledgments: Markdown | None = None
    data_availability: Markdown | None = None
    ai_use: Markdown | None = None
    references: tuple[Reference, ...] = ()
    bibliography: tuple[Text, ...] = ()
    style: Style = Field(default_factory=Style.model_construct)
    lint: Lint = Field(default_factory=Lint.model_construct)

    _file: Path = PrivateAttr(default_factory=Path)
    _slug: str = PrivateAttr(default="case")
    _renamed: tuple[Renamed, ...] = PrivateAttr(default=())
    _house: House = PrivateAttr(default=House())

    def settle(self, file: Path, slug: str, renamed: tuple[Renamed, ...], house: House) -> None:
        """Say what the case was loaded from, and what its workspace sets. `load` does it once."""
        self._file, self._slug, self._renamed, self._house = file, slug, renamed, house
        self.place(Pointer())

    @property
    def csl(self) -> str:
        """The citation style: a name, a title, or a ``.csl`` file; the case's own, or its workspace's."""
        return self.style.csl.strip() or self._house.csl

    @property
    def style_folders(self) -> tuple[Path, ...]:
        """Where a ``.csl`` file is looked for: the case's folder, then its workspace's."""
        return tuple(dict.fromkeys((self.folder, self._house.folder or self.folder)))

    @property
    def house(self) -> House:
        """What the case's workspace sets."""
        return self._house

    @property
    def file(self) -> Path:
        """The file the case was loaded from."""
        return self._file

    @property
    def folder(self) -> Path:
        """The folder the case's files are looked up in; nothing outside it is read."""
        return self._file.parent

    @property
    def slug(self) -> str:
        """The name of the case's folder, and of its outputs."""
        return self._slug

    @property
    def renamed(self) -> tuple[Renamed, ...]:
        """Keys that were typed in a spelling other than the canonical one."""
        return self._renamed

    @cached_property
    def ordered_sections(self) -> tuple[tuple[str, Section | None], ...]:
        """The body's order: names of main sections, and other sections (with their `Section`).

        A section stands after the one it names; where that is missing or unknown, after the discussion
        of the order (before the conclusion). Sections `after: references` come last.
        """
        order: list[tuple[str, Section | None]] = [(name, None) for name in MAIN_SECTIONS]
        late: list[tuple[str, Section | None]] = []
        for section in self.sections:
            entry = (section.title.text.strip(), section)
            if _key(section.after) == "references":
                late.append(entry)
                continue
            wanted = _key(section.after) or "presentation"
            matches = [i for i, (name, _) in enumerate(order) if _key(name) == wanted]
            at = matches[-1] if matches else len(order) - 2
            while at + 1 < len(order) and _follows(order[at + 1][1], wanted):
                at += 1
            order.insert(at + 1, entry)
        return (*order, *late)

    def prose(self) -> Iterator[tuple[Pointer, Prose]]:
        """Every Markdown text of the case with its pointer, in the order of the model's fields."""
        yield from _prose(self)

    @cached_property
    def cited_keys(self) -> frozenset[str]:
        """The keys of every citation in any text of the case."""
        return frozenset(
            item.key
            for _, prose in self.prose()
            for node in prose.walk()
            if isinstance(node, nodes.Cite)
            for item in node.items
        )

    @cached_property
    def affiliation_by_id(self) -> Mapping[str, Affiliation]:
        """The declared affiliations by id."""
        return {affiliation.id: affiliation for affiliation in self.affiliations if affiliation.id}


def _key(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())


def _follows(section: Section | None, wanted: str) -> bool:
    return section is not None and _key(section.after) == wanted


def _prose(value: object) -> Iterator[tuple[Pointer, Prose]]:
    if not isinstance(value, Part):
        return
    at = value.at
    values = value.__dict__
    for name, key in typed_keys(type(value)).items():
        if (inside := values[name]) and isinstance(inside, Prose | Part | tuple | dict):
            yield from _prose_in(inside, at / key)


def _prose_in(value: object, at: Pointer) -> Iterator[tuple[Pointer, Prose]]:
    match value:
        case Prose():
            yield at, value
        case Reference():
            return  # CSL's text has markup of its own
        case Part():
            yield from _prose(value)
        case tuple():
            for index, item in enumerate(value):
                yield from _prose_in(item, at / index)
        case dict():
            for key, item in value.items():
                yield from _prose_in(item, at / key)
