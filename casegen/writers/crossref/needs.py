"""What a deposit cannot do without, and what Crossref's schema takes no more of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from casegen.document import Author, Depositor, Document
from casegen.media.record import issns, one_line, parts_of_name, published
from casegen.source import Pointer
from casegen.writers import Lack
from casegen.writers.crossref.elements import DOI, YEARS
from casegen.writers.crossref.people import name_of, place

__all__ = ["lacks"]

# The schema's resource_t, and its names of persons.
_WEB = ("http://", "https://", "ftp://")
_LONGEST_ADDRESS = 2048
_LONGEST_NAME = 60
_NAME = re.compile(r"[^\d?]*[^?\s]+[^\d]*")
_CASE = Pointer()


def lacks(document: Document) -> Iterator[Lack]:
    """What *document* lacks for a deposit, or has too much of; nothing where it can be written."""
    if document.blind:
        yield Lack(_CASE, "this is a blind copy, and a deposit names the authors")
        return
    if not one_line(document.title_text):
        yield Lack(Pointer(("title",)), "it has no title")
    yield from _identifier(document)
    yield from _journal(document)
    yield from _date(document)
    yield from _depositor(document.depositor)
    yield from _too_long(document)


def _identifier(document: Document) -> Iterator[Lack]:
    at = Pointer(("doi",))
    if not document.doi:
        yield Lack(at, "it has no DOI: add `doi`")
    elif not document.doi_url or not DOI.fullmatch(document.doi):
        yield Lack(at, f"Crossref registers no such DOI: {document.doi!r}")


def _journal(document: Document) -> Iterator[Lack]:
    journal = document.journal
    if journal is None:
        yield Lack(Pointer(("journal",)), "it is in no journal: add `journal`, with its title and ISSN")
        return
    if not one_line(journal.title):
        yield Lack(Pointer(("journal", "title")), "its journal has no title")
    at = Pointer(("journal", "issn"))
    known = issns(document)
    if not journal.issns:
        yield Lack(at, "its journal has no ISSN: add `issn` to `journal`")
    for kind, typed in journal.issns:
        if kind not in known:
            yield Lack(at / kind, f"{typed!r} is not an ISSN")


def _date(document: Document) -> Iterator[Lack]:
    at = Pointer(("dates", "published"))
    date = published(document)
    if date is None:
        yield Lack(at, "it has no date of publication: add `published` to `dates`")
    elif date.year not in YEARS:
        yield Lack(at, f"Crossref takes no year such as {date.year}")


def _depositor(depositor: Depositor | None) -> Iterator[Lack]:
    table = "`[crossref]` of casegen.toml"
    if depositor is None:
        yield Lack(_CASE, f"nobody registers it: add {table}, with `name`, `email` and `resource`")
        return
    if not one_line(depositor.name):
        yield Lack(_CASE, f"whoever registers it has no name: add `name` to {table}")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}", depositor.email.strip()):
        yield Lack(_CASE, f"Crossref reports by e-mail: give an address as `email` in {table}")
    address = depositor.resource
    if not address.lower().startswith(_WEB) or len(address) > _LONGEST_ADDRESS or _resolves(address):
        yield Lack(
            _CASE,
            "its DOI must lead to a page of its own: give the address of the journal's articles as "
            f'`resource` in {table}, such as "https://journal.example.org/articles/{{doi}}"',
        )


def _resolves(address: str) -> bool:
    """Whether *address* is that of a DOI, which would lead to itself, or that of no host at all."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return True
    return not host or host in ("doi.org", "dx.doi.org", "www.doi.org")


def _too_long(document: Document) -> Iterator[Lack]:
    for at, what, text, longest in _limited(document):
        if len(one_line(text)) > longest:
            yield Lack(at, f"{what} is too long for Crossref, which takes {longest} characters")
    for number, author in enumerate(document.authors):
        for name in () if author.group else parts_of_name(author):
            if 0 < len(name) <= _LONGEST_NAME and not _NAME.fullmatch(name):
                message = f"Crossref takes no such name, with digits or question marks: {name!r}"
                yield Lack(Pointer(("authors", number, "name")), message)


def _limited(document: Document) -> Iterator[tuple[Pointer, str, str, int]]:
    """Where the schema limits the length of a text: where it stands, what it is, the text, and the limit."""
    journal, where = Pointer(("journal",)), Pointer(("publication",))
    if document.journal:
        yield journal / "title", "the journal's title", document.journal.title, 255
        yield journal / "abbreviation", "the journal's abbreviation", document.journal.abbreviation, 150
    for name in ("volume", "issue", "first_page", "last_page", "elocation_id"):
        yield where / name, name.replace("_", " "), getattr(document, name), 32
    if document.depositor:
        yield _CASE, "the depositor's name", document.depositor.name, 130
        yield _CASE, "the depositor's e-mail address", document.depositor.email, 200
        yield _CASE, "the registrant's name", document.depositor.registrant, 255
    for number, author in enumerate(document.authors):
        for what, text, longest in _names(author):
            yield Pointer(("authors", number, "name")), what, text, longest
    for affiliation in document.affiliations:
        at = Pointer(("affiliations",))
        yield at, "an institution's name", name_of(affiliation), 1024
        yield at, "a department's name", affiliation.department, 255
        yield at, "an institution's place", place(affiliation), 255


def _names(author: Author) -> Iterator[tuple[str, str, int]]:
    if author.group:
        yield "the name of a group", author.name, 511
    else:
        given, family = parts_of_name(author)
        yield "a given name", given, _LONGEST_NAME
        yield "a family name", family, _LONGEST_NAME
        yield "a suffix", author.suffix, 10
