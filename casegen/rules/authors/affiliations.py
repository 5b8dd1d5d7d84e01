"""AUT: where authors work."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.lists import read_set
from casegen.model import Affiliation, Author, Case
from casegen.problem import Severity
from casegen.rules.authors.mentions import tokens
from casegen.rules.guess import Guesser
from casegen.rules.registry import Deletion, Elsewhere, Finding, Replacement, rule
from casegen.rules.wordlists import DATA

# In words: "united kingdom of great britain and northern ireland".
_LONGEST_COUNTRY = 8


@rule("AUT006", "affiliation-dangling", severity=Severity.ERROR, blocking=True, source="JATS4R")
def affiliation_dangling(case: Case) -> Iterator[Finding]:
    """An author names an affiliation that does not exist, or an affiliation is nobody's.

    Why: in the first case the byline would be wrong, so nothing is built; in the second an institution
    is listed with which no author is connected.
    Bad:
        authors: [{name: Ana Silva, affiliations: [ubx]}]
        affiliations: [{id: ubc, institution: University of British Columbia}]
    Good:
        authors: [{name: Ana Silva, affiliations: [ubc]}]
        affiliations: [{id: ubc, institution: University of British Columbia}]
    """
    known = set(case.affiliation_by_id)
    inline = [a for author in case.authors for a in author.affiliations if isinstance(a, Affiliation)]
    known |= {affiliation.id for affiliation in inline if affiliation.id and affiliation.institution}
    guesser = Guesser(known)
    used: set[str] = set()
    for author in case.authors:
        for index, entry in enumerate(author.affiliations):
            name = _named(entry)
            used.add(name)
            if name and name not in known:
                at = author.at / "affiliations" / index
                yield Finding(at, f"no affiliation has the id {name!r}", _advice(name, guesser.closest(name)))
    for affiliation in case.affiliations:
        if not affiliation.id:
            message = "the affiliation has no id, so no author can name it"
            yield Finding(affiliation.at, message, blocking=False)
        elif affiliation.id not in used:
            message = f"no author has the affiliation {affiliation.id!r}"
            yield Finding(affiliation.at / "id", message, blocking=False)


def _named(entry: str | Affiliation) -> str:
    """The id that an author's entry refers to; empty for an affiliation written in place."""
    if isinstance(entry, str):
        return entry
    return "" if entry.institution or entry.department else entry.id


def _advice(name: str, close: str | None) -> str:
    if close:
        return f"did you mean {close!r}?"
    if " " in name.strip():
        return "to give an affiliation in place, write {institution: ...}"
    return "declare it under `affiliations`"


@rule(
    "AUT007",
    "affiliation-duplicate",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    fixing="safe",
)
def affiliation_duplicate(case: Case) -> Iterator[Finding]:
    """The same affiliation given twice.

    Two affiliations are the same where all that is printed of them is, but for capitals, spaces and
    punctuation. One that is written in place and declared as well is mended by its id; of two declared ones,
    the second is taken out, and its authors get the id of the first.

    Why: it is printed twice under two numbers, as if it were two institutions.
    Bad:
        authors: [{name: Ana Silva, affiliations: [a]}, {name: Rui Costa, affiliations: [b]}]
        affiliations:
          - {id: a, institution: Tabriz University}
          - {id: b, institution: Tabriz University}
    Good:
        authors: [{name: Ana Silva, affiliations: [a]}, {name: Rui Costa, affiliations: [a]}]
        affiliations:
          - {id: a, institution: Tabriz University}
    """
    first: dict[tuple[str, ...], Affiliation] = {}
    for affiliation in case.affiliations:
        before = first.setdefault(_printed(affiliation), affiliation)
        if before is not affiliation and _says(affiliation):
            message = f"{_called(affiliation)} is the same affiliation as {_called(before)}"
            hint = f"give its authors {before.id!r}, and take this one out" if before.id else ""
            related = Elsewhere(before.at, "given here first")
            fix = _joined(case, affiliation, before)
            yield Finding(affiliation.at, message, hint, related=(related,), fix=fix)
    for author in case.authors:
        yield from _named_twice(author)
        for entry in author.affiliations:
            declared = None if isinstance(entry, str) else first.get(_printed(entry))
            if isinstance(entry, Affiliation) and declared is not None and declared.id and _says(entry):
                yield _in_place(entry, declared)


def _joined(
    case: Case, affiliation: Affiliation, before: Affiliation
) -> tuple[Replacement | Deletion, ...] | None:
    """*before* in the place of *affiliation*; None where an author names both, or one cannot be named."""
    if not affiliation.id or not before.id or affiliation.ror not in ("", before.ror):
        return None
    named = [
        (author, author.at / "affiliations" / index)
        for author in case.authors
        for index, entry in enumerate(author.affiliations)
        if entry == affiliation.id
    ]
    if not named or any(before.id in author.affiliations for author, _ in named):
        return None
    write = f"write {before.id!r}, and take this one out"
    return (*(Replacement(write, before.id, at=at) for _, at in named), Deletion(affiliation.at))


def _in_place(entry: Affiliation, declared: Affiliation) -> Finding:
    """An affiliation that is written in place, and declared as well."""
    write = f"write {declared.id!r}"
    # One that has another identifier, or an id that others may name, cannot simply go.
    replaceable = not entry.id and entry.ror in ("", declared.ror)
    return Finding(
        entry.at,
        f"this affiliation is declared as {declared.id!r}",
        write,
        related=(Elsewhere(declared.at, "declared here"),),
        fix=Replacement(write, declared.id) if replaceable else None,
    )


def _named_twice(author: Author) -> Iterator[Finding]:
    named: set[str] = set()
    for index, entry in enumerate(author.affiliations):
        name = _named(entry)
        if name and name in named:
            message = f"{author.name.display} has the affiliation {name!r} twice"
            yield Finding(author.at / "affiliations" / index, message, "take one out")
        named.add(name)


def _printed(affiliation: Affiliation) -> tuple[str, ...]:
    """What is printed of *affiliation*, as two of them are compared."""
    return tuple(
        " ".join("".join(c if c.isalnum() else " " for c in part.casefold()).split())
        for part in (
            affiliation.department, affiliation.institution, affiliation.city, affiliation.region,
            affiliation.postal_code, affiliation.country,
        )
    )  # fmt: skip


def _says(affiliation: Affiliation) -> bool:
    return any(_printed(affiliation))


def _called(affiliation: Affiliation) -> str:
    return repr(affiliation.id) if affiliation.id else affiliation.institution


@rule(
    "AUT008",
    "affiliation-incomplete",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="eLife schematron",
)
def affiliation_incomplete(case: Case) -> Iterator[Finding]:
    """An affiliation without a city or a country.

    One that is typed in a line, "Haukeland University Hospital, Bergen, Norway", has both where it ends in
    the name of a country. A state that is one city needs no other.

    Why: institutions of one name stand in many places, and indexes file articles by country.
    Bad:
        affiliations: [{id: ubc, institution: University of British Columbia}]
    Good:
        affiliations: [{id: ubc, institution: University of British Columbia, city: Vancouver, country: CA}]
    """
    inline = [entry for author in case.authors for entry in author.affiliations]
    # One that is written in place may stand for a declared one, and then says nothing but its id.
    for affiliation in (*case.affiliations, *inline):
        if isinstance(affiliation, str) or not _says(affiliation):
            continue
        missing = [name for name in ("city", "country") if not getattr(affiliation, name).strip()]
        if missing and not _stands_in_the_line(affiliation, missing):
            message = f"{_called(affiliation)}: the affiliation has no {' and no '.join(missing)}"
            hint = "write " + " and ".join(f"`{name}: ...`" for name in missing)
            yield Finding(affiliation.at, message, hint)


def _stands_in_the_line(affiliation: Affiliation, missing: list[str]) -> bool:
    """Whether what is *missing* as a field may stand in the text of another one."""
    if missing == ["city"]:
        small = affiliation.country.strip().casefold() in read_set(DATA / "authors/city_states.txt")
        return small or "," in affiliation.institution
    typed = (affiliation.department, affiliation.institution, affiliation.city, affiliation.region)
    line = next((part for part in reversed(typed) if part.strip()), "")
    words = [token.folded for token in tokens(line)]
    countries = read_set(DATA / "countries.txt")
    return any(
        " ".join(words[-length:]) in countries and words[-length - 1 : -length] != ["of"]
        for length in range(1, min(_LONGEST_COUNTRY, len(words)) + 1)
    )
