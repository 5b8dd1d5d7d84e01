"""What two descriptions of one work have in common: titles and authors made comparable, and the year."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import CslName, Reference

__all__ = ["comparable", "first_author", "names_of", "year_of"]


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
