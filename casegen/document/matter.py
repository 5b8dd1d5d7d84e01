"""What stands before and after the text: people, places, dates, references, notes."""

from __future__ import annotations

from casegen.document.blocks import Blocks
from casegen.document.inlines import Inlines
from casegen.values import Value


class Mark(Value):
    """A raised mark in the byline, leading to an affiliation or an author note."""

    text: str
    target: str


class Author(Value):
    """One author as printed.

    *roles* are CRediT terms with their degree, ready to print. *affiliations* are the anchors of the
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
    roles: tuple[str, ...] = ()
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

    *label* is as the style prints it: "1.", "1", "[1]", "Tan19"; empty in author-date styles.
    """

    id: str
    key: str
    label: str
    children: Inlines
    backlinks: tuple[BackLink, ...] = ()


class Note(Value):
    """A footnote's text."""

    id: str
    mark: str
    children: Blocks
    backlinks: tuple[BackLink, ...] = ()


class Supplement(Value):
    """A supplementary file, named but not embedded."""

    id: str
    label: str
    title: str
    description: Inlines
    file: str
