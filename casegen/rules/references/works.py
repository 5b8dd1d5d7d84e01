"""What several rules ask of a reference: what is comparable in it, and its state."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.lists import read_list
from casegen.model import Case, Reference
from casegen.refs.compare import comparable, first_author, names_of, year_of
from casegen.rules.wordlists import DATA

__all__ = ["DATA", "comparable", "first_author", "names_of", "once", "unpublished", "year_of"]

# Where people type that an article is not in an issue yet.
_STATES = ("status", "note", "volume", "issue", "page", "genre", "medium")


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
