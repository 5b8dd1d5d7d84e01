"""AUT: authors and where they work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.identifiers import normalise_orcid, orcid_checksum_ok
from casegen.model import Affiliation, Case
from casegen.problem import Severity
from casegen.rules.guess import Guesser
from casegen.rules.registry import Finding, rule

# Enough to tell an address from something else; whether it is one, only a message to it can tell.
_EMAIL = re.compile(r"[^\s@,;:<>()\[\]\"]+@[^\s@,;:<>()\[\]\"]+\.[^\s@.,;:<>()\[\]\"]{2,}")


@rule(
    "AUT002",
    "corresponding-missing",
    severity=Severity.ERROR,
    stages={"draft": Severity.INFO},
    source="eLife schematron; ICMJE, section II.A",
)
def corresponding_missing(case: Case) -> Iterator[Finding]:
    """No author is marked as corresponding.

    Why: readers and the journal must know whom to write to.
    Bad:
        authors: [{name: Ana Silva, email: ana@example.org}]
    Good:
        authors: [{name: Ana Silva, email: ana@example.org, corresponding: true}]
    """
    if not any(author.corresponding for author in case.authors):
        hint = "write `corresponding: true` for one of them"
        yield Finding(case.at / "authors", "no author is marked as corresponding", hint, key=True)


@rule(
    "AUT003",
    "corresponding-email",
    severity=Severity.ERROR,
    stages={"draft": Severity.INFO},
    source="eLife schematron contrib-email-1",
)
def corresponding_email(case: Case) -> Iterator[Finding]:
    """A corresponding author without an e-mail address, or an address that is none.

    Why: nobody can write to them.
    Bad:
        authors: [{name: Ana Silva, corresponding: true}]
    Good:
        authors: [{name: Ana Silva, corresponding: true, email: ana@example.org}]
    """
    for author in case.authors:
        if author.email:
            if not _EMAIL.fullmatch(author.email.strip()):
                yield Finding(author.at / "email", f"{author.email!r} is not an e-mail address")
        elif author.corresponding:
            who = author.name.display or "the corresponding author"
            yield Finding(author.at / "corresponding", f"{who} is corresponding, but has no e-mail address")


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


@rule("AUT006", "affiliation-dangling", severity=Severity.ERROR, blocking=True, source="JATS4R")
def affiliation_dangling(case: Case) -> Iterator[Finding]:
    """An author names an affiliation that does not exist, or an affiliation is nobody's.

    Why: in the first case the byline would be wrong, so nothing is built; in the second an institution
    is listed with which no author is connected.
    Bad:
        authors: [{name: Ana Silva, affiliations: [ubx]}]
        affiliations: [{id: ubc, institution: University of British Columbia}]
    Good:
        authors: [{name: Ana Silva, affiliations: [ubc]}]
        affiliations: [{id: ubc, institution: University of British Columbia}]
    """
    known = set(case.affiliation_by_id)
    inline = [a for author in case.authors for a in author.affiliations if isinstance(a, Affiliation)]
    known |= {affiliation.id for affiliation in inline if affiliation.id and affiliation.institution}
    guesser = Guesser(known)
    used: set[str] = set()
    for author in case.authors:
        for index, entry in enumerate(author.affiliations):
            name = _named(entry)
            used.add(name)
            if name and name not in known:
                at = author.at / "affiliations" / index
                yield Finding(at, f"no affiliation has the id {name!r}", _advice(name, guesser.closest(name)))
    for affiliation in case.affiliations:
        if not affiliation.id:
            message = "the affiliation has no id, so no author can name it"
            yield Finding(affiliation.at, message, blocking=False)
        elif affiliation.id not in used:
            message = f"no author has the affiliation {affiliation.id!r}"
            yield Finding(affiliation.at / "id", message, blocking=False)


def _named(entry: str | Affiliation) -> str:
    """The id that an author's entry refers to; empty for an affiliation written in place."""
    if isinstance(entry, str):
        return entry
    return "" if entry.institution or entry.department else entry.id


def _advice(name: str, close: str | None) -> str:
    if close:
        return f"did you mean {close!r}?"
    if " " in name.strip():
        return "to give an affiliation in place, write {institution: ...}"
    return "declare it under `affiliations`"
