"""What a citation for PubMed cannot do without: what NLM's help for data providers calls required."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.document import Document
from casegen.media.record import issns, one_line, published
from casegen.source import Pointer
from casegen.writers import Lack

__all__ = ["lacks"]


def lacks(document: Document) -> Iterator[Lack]:
    """What *document* lacks for a citation; nothing where it can be written."""
    if document.blind:
        yield Lack(Pointer(), "this is a blind copy, and a citation names the authors")
        return
    if not one_line(document.title_text):
        yield Lack(Pointer(("title",)), "it has no title")
    yield from _journal(document)
    if published(document) is None:
        yield Lack(
            Pointer(("dates", "published")), "it has no date of publication: add `published` to `dates`"
        )
    if not (document.doi_url or document.first_page or document.elocation_id):
        yield Lack(
            Pointer(("publication",)),
            "it has neither a DOI nor a place in the journal: add `doi`, or `first_page` or `elocation_id` "
            "to `publication`",
        )


def _journal(document: Document) -> Iterator[Lack]:
    at = Pointer(("journal",))
    if document.journal is None:
        yield Lack(at, "it is in no journal: add `journal`, with its title, ISSN and publisher")
        return
    if not one_line(f"{document.journal.abbreviation} {document.journal.title}"):
        yield Lack(at / "title", "its journal has no title")
    if not one_line(document.journal.publisher):
        yield Lack(at / "publisher", "its journal has no publisher: add `publisher` to `journal`")
    if not issns(document):
        typed = [issn for _, issn in document.journal.issns]
        message = (
            f"{typed[0]!r} is not an ISSN" if typed else "its journal has no ISSN: add `issn` to `journal`"
        )
        yield Lack(at / "issn", message)
