"""Authors as printed: names, marks, affiliations numbered by first use, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casegen import document as d
from casegen.compose.context import Context
from casegen.compose.contributions import credit_role
from casegen.compose.persons import person
from casegen.identifiers import normalise_orcid, normalise_ror
from casegen.model import Affiliation, Author

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_CORRESPONDING = "*"
_EQUAL = "\u2020"


def compose_byline(
    context: Context,
) -> tuple[tuple[d.Author, ...], tuple[d.Affiliation, ...], tuple[d.AuthorNote, ...]]:
    """The authors with their marks, the affiliations in the order of first use, and the notes marked."""
    given = context.case.authors
    used = _Affiliations(context)
    own = [used.of(author) for author in given]
    affiliations = used.composed(numbered=len(used) > 1 or not all(own))
    notes = [note for note in (_corresponding_note(context), _equal_note(context)) if note is not None]
    authors = []
    for index, author in enumerate(given):
        theirs = [a for a in affiliations if a.id in own[index]]
        marks = [d.Mark(a.mark, a.id) for a in theirs if a.mark]
        marks += [d.Mark(note.mark, note.id) for note in notes if note.mark and _concerns(note, author)]
        roles = tuple(credit_role(role, context.words) for role in author.roles)
        authors.append(_author(index, author, tuple(marks), tuple(a.id for a in theirs), notes, roles))
    return tuple(authors), affiliations, tuple(notes)


def _concerns(note: d.AuthorNote, author: Author) -> bool:
    return author.corresponding if note.kind == "corresponding" else author.equal_contributor


def _author(
    index: int,
    author: Author,
    marks: tuple[d.Mark, ...],
    affiliations: tuple[str, ...],
    notes: Sequence[d.AuthorNote],
    roles: tuple[d.Role, ...],
) -> d.Author:
    parts = person(author.name)
    return d.Author(
        id=f"author-{index + 1}",
        name=author.name.display,
        given=parts.given,
        family=parts.family,
        suffix=parts.suffix,
        degrees=author.degrees,
        marks=marks,
        orcid=normalise_orcid(author.orcid) or "",
        email=author.email.strip(),
        corresponding=author.corresponding,
        equal=any(note.kind == "equal" and _concerns(note, author) for note in notes),
        roles=roles,
        group=parts.group,
        affiliations=affiliations,
    )


class _Affiliations:
    """The affiliations in use, in the order authors name them."""

    def __init__(self, context: Context) -> None:
        case = context.case
        self._words = context.words
        inline = [a for author in case.authors for a in author.affiliations if isinstance(a, Affiliation)]
        self._by_id = {a.id: a for a in reversed([*case.affiliations, *inline]) if a.id}
        self._used: dict[tuple[str, ...], tuple[str, Affiliation]] = {}

    def __len__(self) -> int:
        return len(self._used)

    def of(self, author: Author) -> set[str]:
        """The anchors of *author*'s affiliations, which from now on are in use.

        An id that nothing has is passed over; it is a blocking problem of its own (AUT006).
        """
        found: set[str] = set()
        for given in author.affiliations:
            name = given if isinstance(given, str) else given.id
            affiliation = self._by_id.get(name, given)
            if isinstance(affiliation, Affiliation):
                # The same institution written in place twice is one.
                key = tuple(affiliation.model_dump().values())
                anchor, _ = self._used.setdefault(key, (f"aff-{len(self) + 1}", affiliation))
                found.add(anchor)
        return found

    def composed(self, *, numbered: bool) -> tuple[d.Affiliation, ...]:
        """Them all; one that every author has needs no number."""
        return tuple(
            self._one(anchor, affiliation, str(number) if numbered else "")
            for number, (anchor, affiliation) in enumerate(self._used.values(), 1)
        )

    def _one(self, anchor: str, given: Affiliation, mark: str) -> d.Affiliation:
        country = self._words.country(given.country)
        city = f"{given.postal_code} {given.city}".strip()
        parts = (given.department, given.institution, city, given.region, country)
        return d.Affiliation(
            id=anchor,
            mark=mark,
            text=", ".join(part.strip().rstrip(",") for part in parts if part.strip()),
            department=given.department,
            institution=given.institution,
            city=given.city,
            region=given.region,
            postal_code=given.postal_code,
            country=country,
            country_code=self._words.country_code(given.country),
            ror=normalise_ror(given.ror) or "",
        )


def _equal_note(context: Context) -> d.AuthorNote | None:
    """Nobody contributes equally alone."""
    if sum(author.equal_contributor for author in context.case.authors) < 2:
        return None
    return d.AuthorNote("note-equal", _EQUAL, "equal", (d.Text(context.words["equal"]),))


def _corresponding_note(context: Context) -> d.AuthorNote | None:
    """Whom to write to: as typed, or names and addresses. It has a mark only where an author carries it."""
    case = context.case
    authors = [author for author in case.authors if author.corresponding]
    typed = case.correspondence.strip()
    if not authors and not typed:
        return None
    label = context.words["corresponding_plural" if len(authors) > 1 else "corresponding"]
    body = _linked(typed) if typed else _addresses(authors)
    mark = _CORRESPONDING if authors else ""
    return d.AuthorNote("note-corresponding", mark, "corresponding", (d.Text(f"{label}: "), *body))


def _addresses(authors: Sequence[Author]) -> d.Inlines:
    out: list[d.Inline] = []
    for author in authors:
        if out:
            out.append(d.Text("; "))
        out.append(d.Text(author.name.display))
        if author.email.strip():
            out += [d.Text(", "), *_linked(author.email.strip())]
    return tuple(out)


def _linked(text: str) -> d.Inlines:
    """*text* with its e-mail addresses as links."""
    out: list[d.Inline] = []
    at = 0
    for match in _EMAIL.finditer(text):
        if match.start() > at:
            out.append(d.Text(text[at : match.start()]))
        out.append(d.Link(f"mailto:{match.group()}", (d.Text(match.group()),)))
        at = match.end()
    if at < len(text):
        out.append(d.Text(text[at:]))
    return tuple(out)
