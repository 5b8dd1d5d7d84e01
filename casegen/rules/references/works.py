"""What several rules ask of a reference: its title and authors made comparable, its year, its state."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.lists import read_list
from casegen.model import Case, CslName, Reference
from casegen.rules.wordlists import DATA

__all__ = ["DATA", "comparable", "first_author", "names_of", "once", "unpublished", "year_of"]

# Where people type that an article is not in an issue yet.
_STATES = ("status", "note", "volume", "issue", "page", "genre", "medium")


def comparable(text: str) -> str:
    """*text* in lower case, its letters and digits alone: what two spellings of one title share."""
    if "<" in text:  # CSL's markup: <i>, <sup>
        text = _without_tags(text)
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _without_tags(text: str) -> str:
    for tag in ("i", "b", "sub", "sup", "span"):
        text = text.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return text


def names_of(names: tuple[CslName, ...]) -> Iterator[str]:
    """The family names, or the names of groups, made comparable."""
    return (comparable(name.family or name.literal or name.given) for name in names)


def first_author(reference: Reference) -> str:
    """The first author, or editor, made comparable; empty where there is none."""
    return next(names_of(reference.author or reference.editor), "")


def year_of(reference: Reference) -> int | None:
    """The year in which the work appeared; None where none is given as a date."""
    date = reference.issued.first if reference.issued else None
    return date.year if date else None


def unpublished(reference: Reference) -> bool:
    """Whether the reference says that the work is in no volume yet: "in press", "ahead of print"."""
    said = [getattr(reference, name) for name in _STATES]
    if reference.issued:
        said += [reference.issued.literal, reference.issued.raw]
    words = " ".join(said).lower()
    return any(word in words for word in read_list(DATA / "unpublished.txt"))


def once(case: Case) -> Iterator[Reference]:
    """The references, each key once: what repeats a key is CIT003's."""
    seen: set[str] = set()
    for reference in case.references:
        if reference.id not in seen:
            seen.add(reference.id)
            yield reference
