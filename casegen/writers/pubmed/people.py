"""Who wrote the article, as PubMed lists authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casegen.document import Affiliation, Author, Document
from casegen.identifiers import orcid_checksum_ok, orcid_url, ror_checksum_ok, ror_url
from casegen.media.record import one_line, parts_of_name
from casegen.media.xml import Maker

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["author_list"]


def author_list(document: Document, make: Maker) -> etree._Element | None:
    """The authors in the order of the byline; None where there are none."""
    affiliations = {affiliation.id: affiliation for affiliation in document.affiliations}
    made = [_author(author, affiliations, make) for author in document.authors if one_line(author.name)]
    return make("AuthorList", *made) if made else None


def _author(author: Author, affiliations: dict[str, Affiliation], make: Maker) -> etree._Element:
    institutions = [affiliations[anchor] for anchor in author.affiliations]
    orcid = author.orcid if orcid_checksum_ok(author.orcid) else ""
    return make(
        "Author",
        *_name(author, make),
        *(_affiliation(own, make) for own in institutions if one_line(own.text)),
        make("Identifier", orcid_url(orcid), Source="ORCID") if orcid else None,
        EqualContrib="Y" if author.equal else None,
    )


def _name(author: Author, make: Maker) -> list[etree._Element | None]:
    if author.group:
        return [make("CollectiveName", one_line(author.name))]
    given, family = parts_of_name(author)
    return [
        # PubMed wants the element of a single name as well, and told that it is meant to be empty.
        make("FirstName", given) if given else make("FirstName", EmptyYN="Y"),
        make("LastName", family),
        make.optional("Suffix", one_line(author.suffix)),
    ]


def _affiliation(affiliation: Affiliation, make: Maker) -> etree._Element:
    ror = affiliation.ror if ror_checksum_ok(affiliation.ror) else ""
    return make(
        "AffiliationInfo",
        make("Affiliation", one_line(affiliation.text)),
        make("Identifier", ror_url(ror), Source="ROR") if ror else None,
    )
