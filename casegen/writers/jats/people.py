"""Authors, affiliations and notes on authors, in JATS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casegen.document import Affiliation, Author, AuthorNote, Document, Role, Section
from casegen.identifiers import orcid_url, ror_url
from casegen.writers.jats.blocks import paragraphs
from casegen.writers.jats.funding import is_statement
from casegen.writers.jats.inlines import PROSE, STATEMENT, inline
from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["affiliation", "author_notes", "contributors", "note_type"]

# Declarations that are notes on authors, by kind (JATS4R, Conflict-of-interest statements; CRediT taxonomy).
_NOTED = {"competing_interests": "coi-statement", "contributions": "con"}
# CRediT, ANSI/NISO Z39.104-2022, as JATS4R's CRediT recommendation 2.0 identifies it.
_CREDIT = "https://credit.niso.org/"


def contributors(document: Document) -> etree._Element | None:
    """The authors, each leading to affiliations and notes (JATS4R, Authors and affiliations 2.0, part A)."""
    if not document.authors:
        return None
    anchors = {part.id for part in document.affiliations} | {note.id for note in document.author_notes}
    return E("contrib-group", *(_contributor(author, anchors) for author in document.authors))


def _contributor(author: Author, anchors: set[str]) -> etree._Element:
    marks = {mark.target: mark.text for mark in author.marks if mark.target in anchors}
    targets = dict.fromkeys([*(a for a in author.affiliations if a in anchors), *marks])
    return E(
        "contrib",
        E("contrib-id", orcid_url(author.orcid), contrib_id_type="orcid") if author.orcid else None,
        _name(author),
        E.optional("degrees", ", ".join(author.degrees)),
        *(_role(role) for role in author.roles),
        E.optional("email", author.email) if author.corresponding else None,
        *(E("xref", E.optional("sup", marks.get(target, "")), rid=target) for target in targets),
        contrib_type="author",
        id_=author.id,
        corresp="yes" if author.corresponding else None,
        equal_contrib="yes" if author.equal else None,
    )


def _name(author: Author) -> etree._Element:
    """The name of a group, or of a person; who has a single name has it as given (JATS, @name-style)."""
    if author.group:
        return E("collab", author.name)
    suffix = E.optional("suffix", author.suffix)
    if not (author.family.strip() and author.given.strip()):
        single = author.family.strip() or author.given.strip() or author.name
        return E("name", E("given-names", single), suffix, name_style="given-only")
    surname, given = E("surname", author.family), E("given-names", author.given)
    return E("name", surname, given, suffix, name_style="western")


def _role(role: Role) -> etree._Element:
    """A contribution; one that is none of CRediT's is only its words."""
    if not role.term:
        return E("role", role.text)
    return E(
        "role",
        role.text,
        vocab="credit",
        vocab_identifier=_CREDIT,
        vocab_term=role.term,
        vocab_term_identifier=role.url,
        degree_contribution=role.degree or None,
    )


def affiliation(given: Affiliation) -> etree._Element:
    """An affiliation with its parts (JATS4R, Authors and affiliations 2.0, part B).

    A country that has no code is a line of the address: `<country>` is to have one.
    """
    institution = E(
        "institution-wrap",
        E("institution-id", ror_url(given.ror), institution_id_type="ror") if given.ror else None,
        E.optional("institution", given.institution),
    )
    code = given.country_code
    parts = [
        E.optional("institution", given.department, content_type="dept"),
        institution if len(institution) else None,
        E.optional("postal-code", given.postal_code),
        E.optional("city", given.city),
        E.optional("state", given.region),
        E("country", given.country, country=code) if code else E.optional("addr-line", given.country),
    ]
    made = [part for part in parts if part is not None]
    line: list[etree._Element | str] = []
    for part in made:
        if line:
            line.append(" " if part.tag == "city" and given.postal_code.strip() else ", ")
        line.append(part)
    return E("aff", E.optional("label", given.mark), *(line or [given.text]), id_=given.id)


def author_notes(document: Document) -> etree._Element | None:
    """Correspondence, equal contribution, competing interests and who did what."""
    notes = [_author_note(note) for note in document.author_notes]
    notes += [_statement(section, kind) for section in document.back if (kind := note_type(section))]
    return E("author-notes", *notes) if notes else None


def _author_note(note: AuthorNote) -> etree._Element:
    label = E.optional("label", note.mark)
    if note.kind == "corresponding":
        return E(
            "corresp",
            label,
            " " if label is not None else None,
            *inline(note.children, STATEMENT),
            id_=note.id,
        )
    return E("fn", label, E("p", *inline(note.children, PROSE)), fn_type=note.kind, id_=note.id)


def note_type(section: Section) -> str:
    """The ``fn-type`` of a declaration that is a note on authors; empty where it stands elsewhere."""
    if section.kind == "funding":
        return "" if is_statement(section) else "supported-by"
    return _NOTED.get(section.kind, "")


def _statement(section: Section, kind: str) -> etree._Element:
    title = E("p", E("bold", *inline(section.title, PROSE)))
    return E("fn", title, *paragraphs(section.children), fn_type=kind, id_=section.id)
