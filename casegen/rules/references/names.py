"""REF012 and REF013: how authors' names are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.lists import read_set
from casegen.model import Case, CslName
from casegen.model.names import apart
from casegen.problem import Severity
from casegen.rules.references.works import DATA
from casegen.rules.registry import Finding, Replacement, rule

_MOST_WORDS = 5
_MOST_INITIALS = 3
# Letters, with what joins or shortens them, and no digits or signs as in the names of firms.
_NAME = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?")
_INITIAL = re.compile(r"[^\W\d_](?:\.(?:[^\W\d_]\.)*)?")


@rule("REF012", "initials-form", severity=Severity.WARNING, source="CSL 1.0.2", fixing="safe")
def initials_form(case: Case) -> Iterator[Finding]:
    """Initials of a reference's author that are typed together.

    Two or three capitals, or more without a vowel, are taken for initials, unless the family name is in
    capitals as well.

    Why: "JH" is one name to a program that follows the Citation Style Language, and prints as "J"; "J. H."
    is two, and prints as the style asks: "JH" or "J. H.".
    Bad:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement, author: [{family: Kim, given: JH}]}]
    Good:
        introduction: Something known [@kim2020].
        references: [{id: kim2020, type: book, title: Bone cement, author: [{family: Kim, given: J. H.}]}]
    """
    for name in _names(case):
        if (initials := apart(name.given, name.family)) != name.given:
            yield _finding(name, initials)


def _names(case: Case) -> Iterator[CslName]:
    for reference in case.references:
        for role in ("author", "editor", "translator"):
            yield from getattr(reference, role)


def _finding(name: CslName, initials: str) -> Finding:
    typed = name.given
    # A hyphen ends no name: "J-P" is kept together even where a style asks for "JP".
    printed = f"as {typed[0]!r} by other programs" if typed[1].isalpha() else "with its hyphen in every style"
    message = f"{typed!r} ({name.family}) prints {printed}"
    fix = Replacement(f"write {initials!r}", initials)
    return Finding(name.at / "given", message, f"write {initials!r}", (0, len(typed)), fix=fix)


@rule("REF013", "name-undivided", severity=Severity.WARNING, source="CSL 1.0.2", suspicious=True)
def name_undivided(case: Case) -> Iterator[Finding]:
    """A person's name in a reference that is given as one text, as a group's is.

    Names with initials ("Joel J. Gagnier", "Kim JH") or a comma ("Kim, Jae Hyun") are taken for persons'.

    Why: a style prints a group as it is typed: "Joel J. Gagnier" among "Kienle G, Altman DG", out of its
    place in the alphabet.
    Bad:
        introduction: Something known [@care2013].
        references: [{id: care2013, type: book, title: Case reports, author: [Joel J. Gagnier]}]
    Good:
        introduction: Something known [@care2013].
        references:
          - {id: care2013, type: book, title: Case reports, author: [{family: Gagnier, given: Joel J.}]}
    """
    for name in _names(case):
        if name.literal and not name.family and (parts := _person(name.literal)):
            family, given = parts
            message = f"is {name.literal!r} a person? It prints as the name of a group"
            hint = f"for a person, write {{family: {family}, given: {given}}}"
            yield Finding(name.at / "literal", message, hint)


def _person(text: str) -> tuple[str, str] | None:
    """Family and given name, where *text* has the form of a person's; None where it may be a group's."""
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= _MOST_WORDS or any(not _NAME.fullmatch(word) for word in words):
        return None
    if not read_set(DATA / "group_words.txt").isdisjoint(text.lower().replace(",", " ").split()):
        return None
    family, comma, given = text.partition(",")
    if comma:
        return (family.strip(), given.strip()) if given.strip() and "," not in given else None
    *first, last = words
    if last.isupper() and len(last) <= _MOST_INITIALS:  # Kim JH
        named = any(not word.isupper() for word in first) and last not in read_set(DATA / "not_initials.txt")
        return (" ".join(first), apart(last, first[-1])) if named else None
    if any(word.isupper() and _INITIAL.fullmatch(word) for word in first):  # Joel J. Gagnier
        particles = [word for word in first if word.islower()]
        return " ".join([*particles, last]), " ".join(word for word in first if word not in particles)
    return None
