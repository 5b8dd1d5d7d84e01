"""What registries and indexes ask of an article: dates, medium, ISSNs, language, names, texts in one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from casegen.document import Author, Document
from casegen.identifiers import issn_checksum_ok, normalise_issn
from casegen.model import PartialDate, read_date
from casegen.model.languages import primary

__all__ = ["dates", "issns", "language", "medium", "one_line", "parts_of_name", "published"]

# Codes that ISO 639 has no more, and others have for old data.
_RETIRED = frozenset({"sh"})


def dates(document: Document) -> Iterator[tuple[str, PartialDate]]:
    """The kind and date of each day in the article's history; one that is no date of the calendar is none."""
    for entry in document.history:
        if date := read_date(entry.iso):
            yield entry.kind, date


def published(document: Document) -> PartialDate | None:
    """When the article was published, None where that is not known."""
    return next((date for kind, date in dates(document) if kind == "published"), None)


def medium(document: Document) -> Literal["online", "print"]:
    """Where the article came out first.

    An article has one date of publication. A journal that has an ISSN for its pages on the web publishes
    there first; one that has only the other, in print.
    """
    kinds = {kind for kind, _ in document.journal.issns} if document.journal else set()
    return "print" if kinds == {"print"} else "online"


def issns(document: Document) -> dict[str, str]:
    """The journal's ISSNs by "print" and "online", without those that are mistyped (ISO 3297)."""
    typed = document.journal.issns if document.journal else ()
    read = ((kind, normalise_issn(issn)) for kind, issn in typed)
    return {kind: issn for kind, issn in read if issn and issn_checksum_ok(issn)}


def language(document: Document) -> str:
    """The article's language in ISO 639's two letters, or three where it has no two; "" where it is none."""
    from babel import Locale

    code = primary(document.language)
    return code if code in Locale("en").languages and code not in _RETIRED else ""


def parts_of_name(author: Author) -> tuple[str, str]:
    """Given and family name of a person; one who has a single name has it as family name."""
    given, family = one_line(author.given), one_line(author.family)
    return (given, family) if family else ("", given or one_line(author.name))


def one_line(text: str) -> str:
    """*text* with single spaces for its white space, and none around it."""
    return " ".join(text.split())
