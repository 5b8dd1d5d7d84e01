"""AUT: the ORCID iDs of authors."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.identifiers import normalise_orcid, orcid_checksum_ok
from casegen.model import Author, Case
from casegen.problem import Severity
from casegen.rules.registry import Elsewhere, Finding, rule


@rule("AUT004", "orcid-checksum", severity=Severity.ERROR, source="ISO 7064 MOD 11-2")
def orcid_checksum(case: Case) -> Iterator[Finding]:
    """An ORCID iD that is mistyped, or is none.

    Why: its last character is computed from the others, so one wrong digit shows. A mistyped iD names
    somebody else or nobody.
    Bad:
        authors: [{name: Ana Silva, orcid: 0000-0002-1825-0079}]
    Good:
        authors: [{name: Ana Silva, orcid: 0000-0002-1825-0097}]
    """
    for author in case.authors:
        if not author.orcid:
            continue
        orcid = normalise_orcid(author.orcid)
        if orcid is None:
            hint = "an iD has sixteen digits: 0000-0002-1825-0097"
            yield Finding(author.at / "orcid", f"{author.orcid!r} is not an ORCID iD", hint)
        elif not orcid_checksum_ok(orcid):
            hint = "copy it from the author's ORCID page"
            yield Finding(
                author.at / "orcid", f"the ORCID iD {orcid} is mistyped: its check digit is wrong", hint
            )


@rule("AUT005", "orcid-duplicate", severity=Severity.ERROR, source="eLife schematron")
def orcid_duplicate(case: Case) -> Iterator[Finding]:
    """Two authors with one ORCID iD.

    Why: an iD belongs to one person, so one of the two is wrong, and the article is filed in the
    wrong record.
    Bad:
        authors:
          - {name: Ana Silva, orcid: 0000-0002-1825-0097}
          - {name: Rui Costa, orcid: 0000-0002-1825-0097}
    Good:
        authors:
          - {name: Ana Silva, orcid: 0000-0002-1825-0097}
          - {name: Rui Costa, orcid: 0000-0001-5109-3700}
    """
    first: dict[str, Author] = {}
    for author in case.authors:
        orcid = normalise_orcid(author.orcid) if author.orcid else None
        before = first.setdefault(orcid, author) if orcid else author
        if before is not author:
            related = Elsewhere(before.at / "orcid", f"that of {before.name.display}")
            message = f"{author.name.display} has the ORCID iD of {before.name.display}"
            yield Finding(
                author.at / "orcid", message, "copy it from the author's ORCID page", related=(related,)
            )
