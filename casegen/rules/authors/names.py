"""AUT: the names of authors, the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from casegen.lists import read_list
from casegen.model import Author, Case
from casegen.problem import Severity
from casegen.reading import Flow, read
from casegen.rules.authors.mentions import Byname, Mention, byline, fold
from casegen.rules.registry import Elsewhere, Finding, rule
from casegen.source import Pointer

_NAMING = Path(__file__).parents[1] / "data" / "authors" / "naming_sections.txt"
# Declarations that speak of the authors. Consent and acknowledgements name others.
_DECLARATIONS = frozenset({"competing_interests", "funding", "ethics", "data_availability", "ai_use"})
# In shorter surnames one letter makes another name, so that initials alone do not tell whose it is.
_SHORTEST = 5


@rule("AUT001", "name-variant", severity=Severity.ERROR, source="eLife schematron par-test-2")
def name_variant(case: Case) -> Iterator[Finding]:
    """An author's surname that is spelled in two ways.

    The byline is compared with the correspondence, the typed citation, the copyright, the authors'
    contributions and the declarations. It is the same author where the given name or its initial is the same
    and the surname differs by one letter, two in a long one. A surname that another author of the same
    given name has is that author's.

    Other accents are a warning: "Oncul" for "Öncül". Accents spelled out ("Mueller" for "Müller") are no
    variant, nor are capitals, hyphens and apostrophes.

    Why: one of the two is misspelled, and indexes file the article under it.
    Bad:
        authors: [{name: {given: Amir, family: Kamalifa}}]
        correspondence: Amir Kamalifar, Department of Neurosurgery, Urmia
    Good:
        authors: [{name: {given: Amir, family: Kamalifar}}]
        correspondence: Amir Kamalifar, Department of Neurosurgery, Urmia
    """
    authors = byline(case)
    for place in _places(case):
        for mention in authors.mentions(place.text):
            if mention.spelling == "exact" or not place.of_author(mention):
                continue
            typed = place.text[mention.surname[0] : mention.surname[1]]
            own = mention.byname.author.name
            related = Elsewhere(_surname_at(mention.byname), f"in the byline: {own.display}")
            accents = mention.spelling == "accents"
            yield Finding(
                place.at,
                f'"{typed}" here, "{own.surname}" in the byline'
                + (": the accents differ" if accents else ": one of the two is misspelled"),
                "write the name the same everywhere",
                within=place.within(mention.start, mention.end),
                related=(related,),
                severity=Severity.WARNING if accents else None,
            )


class _Place(NamedTuple):
    """A text that names authors. *only_authors*: it names nobody else."""

    at: Pointer
    text: str
    within: Callable[[int, int], tuple[int, int] | None]
    only_authors: bool

    def of_author(self, mention: Mention) -> bool:
        """Whether a name that is nearly an author's must be the author's."""
        if not mention.by_initials or mention.spelling == "accents":
            return True
        return self.only_authors and len("".join(mention.byname.surname)) >= _SHORTEST


def _places(case: Case) -> Iterator[_Place]:
    """The texts that name authors."""
    yield from _lines([(case.at / "correspondence", case.correspondence)])
    if case.copyright is not None:
        held = case.copyright
        yield from _lines([(held.at / "holder", held.holder), (held.at / "statement", held.statement)])
    titles = read_list(_NAMING)
    title = " ".join(case.title.text.split())
    for flow in read(case).flows:
        if flow.at == case.at / "citation":
            # The title is no name.
            text = flow.text.replace(title, " " * len(title)) if title else flow.text
            yield _Place(flow.at, text, flow.within, only_authors=True)
        elif flow.section in _DECLARATIONS:
            yield _Place(flow.at, flow.text, flow.within, only_authors=False)
        elif flow.section.startswith("sections/") and _names_authors(case, flow, titles):
            yield _Place(flow.at, flow.text, flow.within, only_authors=True)


def _lines(texts: Iterable[tuple[Pointer, str]]) -> Iterator[_Place]:
    for at, text in texts:
        if text:
            yield _Place(at, text, lambda start, end: (start, end), only_authors=True)


def _names_authors(case: Case, flow: Flow, titles: tuple[str, ...]) -> bool:
    """Whether *flow* stands under a heading such as "Authors' contributions"."""
    section = case.sections[int(flow.section.partition("/")[2])]
    headings = [fold(heading) for heading in (section.title.text, *flow.under)]
    return any(word in heading for heading in headings for word in titles)


def _surname_at(byname: Byname) -> Pointer:
    name = byname.author.name
    return name.at / "family" if name.family else name.at


@rule("AUT011", "duplicate-author", severity=Severity.WARNING, source="eLife schematron")
def duplicate_author(case: Case) -> Iterator[Finding]:
    """The same name twice in the byline.

    Two people of one name are told apart by their ORCID iDs, e-mail addresses, suffixes ("Jr") or
    degrees; where these differ, nothing is said. Where only the affiliations differ, it is a question.

    Why: somebody who is listed twice is counted and indexed twice.
    Bad:
        authors: [{name: Ana Silva}, {name: Rui Costa}, {name: Ana Silva}]
    Good:
        authors: [{name: Ana Silva}, {name: Rui Costa}, {name: Eva Silva}]
    """
    first: dict[str, Author] = {}
    for author in case.authors:
        name = " ".join(fold(author.name.display).replace(".", " ").split())
        before = first.setdefault(name, author)
        if name and before is not author and not _told_apart(before, author):
            related = Elsewhere(before.name.at, "named here first")
            message = f"{author.name.display} is listed twice"
            hint = "take one out, or tell two people of one name apart by their ORCID iDs"
            apart = _work_apart(before, author)
            if apart:
                message = f"are these two people of one name, {author.name.display}?"
                hint = "tell them apart by their ORCID iDs; of one person, list both affiliations once"
            severity = Severity.INFO if apart else None
            yield Finding(author.name.at, message, hint, related=(related,), severity=severity)


def _work_apart(one: Author, other: Author) -> bool:
    """Whether both have affiliations, and none in common."""
    here, there = (
        {each if isinstance(each, str) else each.institution for each in author.affiliations}
        for author in (one, other)
    )
    return bool(here and there) and here.isdisjoint(there)


def _told_apart(one: Author, other: Author) -> bool:
    pairs = ((one.orcid, other.orcid), (one.email.lower(), other.email.lower()), (one.degrees, other.degrees))
    return any(a and b and a != b for a, b in pairs)
