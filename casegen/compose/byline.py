"""Authors as printed: names, marks, affiliations numbered by first use, notes."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from casegen import document as d
from casegen.compose.context import Context
from casegen.identifiers import normalise_orcid, normalise_ror
from casegen.model import Affiliation, Author, Role

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_CORRESPONDING = "*"
_EQUAL = "\u2020"


def compose_byline(
    context: Context,
) -> tuple[tuple[d.Author, ...], tuple[d.Affiliation, ...], tuple[d.AuthorNote, ...]]:
    """The authors with their marks, the affiliations in the order of first use, and the notes marked."""
    used = _Affiliations(context)
    marks = [used.marks(author) for author in context.case.authors]
    affiliations = used.composed(numbered=len(used) > 1)
    equal = _equal_note(context)
    corresponding = _corresponding_note(context)
    notes = [note for note in (corresponding, equal) if note is not None]
    authors = []
    for index, author in enumerate(context.case.authors):
        own = [d.Mark(a.mark, a.id) for a in affiliations if a.mark and a.id in marks[index]]
        if author.corresponding and corresponding:
            own.append(d.Mark(corresponding.mark, corresponding.id))
        if author.equal_contributor and equal:
            own.append(d.Mark(equal.mark, equal.id))
        authors.append(_author(index, author, tuple(own)))
    return tuple(authors), affiliations, tuple(notes)


def _author(index: int, author: Author, marks: tuple[d.Mark, ...]) -> d.Author:
    name = author.name
    return d.Author(
        f"author-{index + 1}",
        name.display,
        name.forenames,
        name.surname,
        name.suffix,
        author.degrees,
        marks,
        normalise_orcid(author.orcid) or "",
        author.email.strip(),
        author.corresponding,
        author.equal_contributor,
        tuple(_role(role) for role in author.roles),
    )


class _Affiliations:
    """The affiliations in use, in the order authors name them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._found: dict[object, Affiliation] = {}

    def __len__(self) -> int:
        return len(self._found)

    def marks(self, author: Author) -> set[str]:
        """The anchors of *author*'s affiliations, which from now on are in use."""
        anchors: set[str] = set()
        for given in author.affiliations:
            declared = self._context.case.affiliation_by_id.get(given if isinstance(given, str) else given.id)
            if declared is None and isinstance(given, str):
                continue
            affiliation = declared or given
            assert isinstance(affiliation, Affiliation)
            key = affiliation.id or tuple(affiliation.model_dump().items())
            self._found.setdefault(key, affiliation)
            anchors.add(f"aff-{list(self._found).index(key) + 1}")
        return anchors

    def composed(self, *, numbered: bool) -> tuple[d.Affiliation, ...]:
        return tuple(
            self._one(number, affiliation, str(number) if numbered else "")
            for number, affiliation in enumerate(self._found.values(), 1)
        )

    def _one(self, number: int, given: Affiliation, mark: str) -> d.Affiliation:
        country = self._context.words.country(given.country) if given.country else ""
        code = given.country.strip().upper() if len(given.country.strip()) == 2 else ""
        city = f"{given.postal_code} {given.city}".strip()
        parts = (given.department, given.institution, city, given.region, country)
        text = ", ".join(part.strip().rstrip(",") for part in parts if part.strip())
        return d.Affiliation(
            f"aff-{number}",
            mark,
            text,
            given.department,
            given.institution,
            given.city,
            given.region,
            country,
            code,
            normalise_ror(given.ror) or "",
        )


def _equal_note(context: Context) -> d.AuthorNote | None:
    if sum(author.equal_contributor for author in context.case.authors) < 2:
        return None
    return d.AuthorNote("note-equal", _EQUAL, "equal", (d.Text(context.words["equal"]),))


def _corresponding_note(context: Context) -> d.AuthorNote | None:
    case = context.case
    authors = [author for author in case.authors if author.corresponding]
    if not authors and not case.correspondence:
        return None
    label = context.words["corresponding_plural" if len(authors) > 1 else "corresponding"]
    if case.correspondence:
        body = _linked(case.correspondence)
    else:
        body = _addresses(authors)
    return d.AuthorNote(
        "note-corresponding", _CORRESPONDING, "corresponding", (d.Text(f"{label}: "), *body)
    )


def _addresses(authors: list[Author]) -> d.Inlines:
    out: list[d.Inline] = []
    for author in authors:
        if out:
            out.append(d.Text("; "))
        out.append(d.Text(author.name.display))
        if author.email:
            out += [d.Text(", "), *_linked(author.email)]
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


def compose_contributions(context: Context) -> d.Blocks:
    """Who did what, from the authors' CRediT roles, as one paragraph."""
    people = [
        f"{author.name.display}: {', '.join(_role(role) for role in author.roles)}"
        for author in context.case.authors
        if author.roles
    ]
    return (d.Paragraph((d.Text("; ".join(people) + "."),)),)


def _role(role: Role) -> str:
    slug = re.sub(r"[^a-z]+", "-", role.role.lower()).strip("-")
    printed = _credit_roles().get(slug, role.role.strip())
    return f"{printed} ({role.degree.strip()})" if role.degree.strip() else printed


@cache
def _credit_roles() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "credit.toml").read_text("utf-8"))
