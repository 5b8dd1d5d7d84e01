"""Who wrote the article, as contributors of a deposit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casegen.document import Affiliation, Author, Document
from casegen.identifiers import orcid_checksum_ok, orcid_url, ror_checksum_ok, ror_url
from casegen.media.record import one_line, parts_of_name
from casegen.writers.crossref.elements import element, line

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["contributors", "name_of", "place"]


def contributors(document: Document) -> etree._Element | None:
    """The authors in the order of the byline; None where there are none.

    The schema has no place for degrees and CRediT roles, and none for the affiliation of a group.
    """
    affiliations = {affiliation.id: affiliation for affiliation in document.affiliations}
    made = [
        _contributor(author, "additional" if index else "first", affiliations)
        for index, author in enumerate(author for author in document.authors if one_line(author.name))
    ]
    return element("contributors", *made) if made else None


def _contributor(author: Author, sequence: str, affiliations: dict[str, Affiliation]) -> etree._Element:
    attributes = {"sequence": sequence, "contributor_role": "author"}
    if author.group:
        return element("organization", one_line(author.name), **attributes)
    given, family = parts_of_name(author)
    own = [affiliations[anchor] for anchor in author.affiliations]
    institutions = [_institution(affiliation) for affiliation in own if name_of(affiliation)]
    return element(
        "person_name",
        line("given_name", given),
        line("surname", family),
        line("suffix", author.suffix),
        element("affiliations", *institutions) if institutions else None,
        line("ORCID", orcid_url(author.orcid) if orcid_checksum_ok(author.orcid) else ""),
        **attributes,
    )


def _institution(affiliation: Affiliation) -> etree._Element:
    department = affiliation.department if one_line(affiliation.institution) else ""
    ror = affiliation.ror if ror_checksum_ok(affiliation.ror) else ""
    return element(
        "institution",
        line("institution_name", name_of(affiliation)),
        element("institution_id", ror_url(ror), type="ror") if ror else None,
        line("institution_place", place(affiliation), shortest=2),
        line("institution_department", department, shortest=2),
    )


def name_of(affiliation: Affiliation) -> str:
    """The name of the institution; where only a department was told, or a place, that."""
    known = (affiliation.institution, affiliation.department, affiliation.text)
    return next(filter(None, map(one_line, known)), "")


def place(affiliation: Affiliation) -> str:
    """City, region and country, as far as they are known."""
    parts = (affiliation.city, affiliation.region, affiliation.country)
    return ", ".join(filter(None, map(one_line, parts)))
