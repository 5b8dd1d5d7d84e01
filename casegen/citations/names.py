"""Names as indexes and sentences print them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from casegen.model import CslName, Reference
from casegen.model.languages import vocabulary

MOST_AUTHORS = 6
"""ICMJE's sample references list six authors, then "et al."."""

_BETWEEN_NAMES = re.compile(r"[\s.\-\u2010\u2011]+")


def listed_names(names: Iterable[str]) -> str:
    """``Kim JH, Ahn DK``; after six, "et al"."""
    printed = [name for name in names if name]
    if len(printed) > MOST_AUTHORS:
        printed = [*printed[:MOST_AUTHORS], "et al"]
    return ", ".join(printed)


def surname(name: CslName) -> str:
    """The family name with the particle that stays with it; of a group or a single name, all of it."""
    if not name.family:
        return name.literal or name.given
    return f"{name.non_dropping_particle} {name.family}".strip()


def initials(given: str) -> str:
    """``Joel J.`` -> ``JJ``, ``Jean-Paul`` -> ``JP``; initials typed together ("JH") stay.

    Lower-case words ("van") give none, unless there is nothing else. Scripts without capitals have no
    initials: the name stays whole.
    """
    words = [word for word in _BETWEEN_NAMES.split(given) if word]
    if any(word[0].isalpha() and word[0].lower() == word[0].upper() for word in words):
        return given.strip()
    capitals = [word for word in words if word[0].isupper()]
    return "".join(
        word if word.isupper() and len(word) <= 3 else word[0].upper() for word in capitals or words
    )


def short_authors(reference: Reference, language: str) -> str:
    """The authors as a sentence names them: "Kim", "Kim and Lee", "Kim et al."; else the title."""
    names = [surname(name) for name in reference.author or reference.editor]
    match [name for name in names if name]:
        case []:
            return f"\u201c{reference.title}\u201d" if reference.title else reference.id
        case [one]:
            return one
        case [one, other]:
            return f"{one} {vocabulary(language)['words']['and']} {other}"
        case several:
            return f"{several[0]} et al."
