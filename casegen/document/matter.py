"""What stands before and after the text: people, places, dates, references, notes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from casegen.document.blocks import Blocks
from casegen.document.inlines import Inlines
from casegen.values import Value


class Mark(Value):
    """A raised mark in the byline, leading to an affiliation or an author note."""

    text: str
    target: str


class Role(Value):
    """A contribution: *text* as printed, with its degree, in the article's language.

    *term* and *url* are those of the Contributor Role Taxonomy (ANSI/NISO Z39.104-2022), empty for what is
    none of its fourteen; *degree* is lead, equal or supporting, or as typed.
    """

    text: str
    term: str = ""
    url: str = ""
    degree: str = ""


class Author(Value):
    """One author as printed.

    *roles* are contributions. *affiliations* are the anchors of the
    author's own, also where they need no mark. A group has its whole name in *family*.
    """

    id: str
    name: str
    given: str
    family: str
    suffix: str = ""
    degrees: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    orcid: str = ""
    email: str = ""
    corresponding: bool = False
    equal: bool = False
    roles: tuple[Role, ...] = ()
    group: bool = False
    affiliations: tuple[str, ...] = ()


class Affiliation(Value):
    """One affiliation, numbered by first use in the byline; *mark* is empty where none is needed."""

    id: str
    mark: str
    text: str
    department: str = ""
    institution: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    country_code: str = ""
    ror: str = ""


class AuthorNote(Value):
    """A note on authors: correspondence, equal contribution."""

    id: str
    mark: str
    kind: str
    children: Inlines


class Journal(Value):
    """The journal, as the masthead and the metadata need it. *issns* pairs "print"/"online" with one."""

    title: str
    abbreviation: str = ""
    publisher: str = ""
    url: str = ""
    issns: tuple[tuple[str, str], ...] = ()


class History(Value):
    """One date in the article's life: *kind* received, revised, accepted or published; *iso* as typed."""

    kind: str
    label: str
    iso: str
    text: str


class License(Value):
    """The licence: SPDX id, full name, canonical address, and the statement to print."""

    id: str
    name: str
    url: str
    statement: str


class AbstractPart(Value):
    """A labelled part of the abstract; *title* is empty where the abstract is not structured."""

    title: str
    children: Blocks


class BackLink(Value):
    """A way back from a reference or note to where it was used."""

    target: str
    text: str


class ReferenceEntry(Value):
    """One entry of the reference list.

    *label* is as the style prints it: "1.", "1", "[1]", "Tan19"; empty in author-date styles. *item* is
    the work as an item of CSL-JSON, whose texts may hold CSL's markup (``<i>``, ``<sup>``). *direction* is
    that of its text; *language* is the work's, where it is known and not the article's (BCP 47).
    """

    id: str
    key: str
    label: str
    children: Inlines
    backlinks: tuple[BackLink, ...] = ()
    item: Mapping[str, Any] = MappingProxyType({})
    direction: Literal["ltr", "rtl"] = "ltr"
    language: str = ""


class Note(Value):
    """A footnote's text."""

    id: str
    mark: str
    children: Blocks
    backlinks: tuple[BackLink, ...] = ()


class Supplement(Value):
    """A supplementary file, named but not embedded. *path* is where it lies, None where it does not."""

    id: str
    label: str
    title: str
    description: Inlines
    file: str
    media_type: str = "application/octet-stream"
    path: Path | None = None


class Award(Value):
    """A grant: who gave it, and its number there."""

    source: str
    id: str = ""


class Depositor(Value):
    """Who registers the article's DOI with Crossref, from the workspace.

    *registrant* is the organisation; *resource* the address of the article's page, which its DOI is to
    lead to.
    """

    name: str
    email: str
    registrant: str
    resource: str = ""


class SourceFile(Value):
    """A file the article was made from; *name* is its path in the case's folder."""

    name: str
    path: Path
