"""MET: the identifiers of the record."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.identifiers import doi_is_unusual, issn_checksum_ok, normalise_doi, normalise_issn
from casegen.model import Case
from casegen.problem import Severity
from casegen.rules.registry import Finding, Replacement, rule


@rule(
    "MET001",
    "doi-syntax",
    severity=Severity.ERROR,
    fixing="safe",
    source="ISO 26324; DOI Handbook; eLife schematron",
)
def doi_syntax(case: Case) -> Iterator[Finding]:
    """A DOI that is none, or that stands in an address; of the report or of a reference.

    A DOI is "10.", the registrant's number, a slash and a suffix. A suffix that Crossref's recommended
    pattern does not match is for information only: half a million registered DOIs have such a one.

    Why: every link, deposit and citation of the article is made from it.
    Bad:
        doi: https://doi.org/10.31579/2768-2757/038
    Good:
        doi: 10.31579/2768-2757/038
    """
    dois = [(case.at / "doi", case.doi)]
    dois.extend((reference.at / "DOI", reference.DOI) for reference in case.references)
    for at, typed in dois:
        if not typed:
            continue
        doi = normalise_doi(typed)
        if doi is None:
            yield Finding(at, f"{typed!r} is not a DOI", "a DOI looks like 10.31579/2768-2757/038")
        elif doi != typed:
            fix = Replacement("leave the DOI alone", doi)
            message = f"a DOI stands alone, without address, label or spaces: {doi}"
            yield Finding(at, message, within=(0, len(typed)), fix=fix)
        elif doi_is_unusual(doi):
            message = f"the DOI {doi} has an unusual suffix"
            yield Finding(at, message, "check that it resolves", severity=Severity.INFO)


@rule("MET002", "issn-checksum", severity=Severity.ERROR, source="ISO 3297")
def issn_checksum(case: Case) -> Iterator[Finding]:
    """An ISSN of the journal that is mistyped, or is none.

    Why: its last character is computed from the others, so one wrong digit shows. Deposits with a wrong
    ISSN are refused.
    Bad:
        journal: {title: Journal of Clinical Surgery and Research, issn: {online: 2768-2775}}
    Good:
        journal: {title: Journal of Clinical Surgery and Research, issn: {online: 2768-2757}}
    """
    if case.journal is None or case.journal.issn is None:
        return
    numbers = case.journal.issn
    for name, typed in (("print", numbers.print), ("online", numbers.online)):
        if not typed:
            continue
        issn = normalise_issn(typed)
        if issn is None:
            yield Finding(numbers.at / name, f"{typed!r} is not an ISSN", "an ISSN looks like 2768-2757")
        elif not issn_checksum_ok(issn):
            message = f"the ISSN {issn} is mistyped: its check digit is wrong"
            yield Finding(numbers.at / name, message)
