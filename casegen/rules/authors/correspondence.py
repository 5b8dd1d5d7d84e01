"""AUT: whom to write to."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case
from casegen.problem import Severity
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, rule

# Enough to tell an address from something else; whether it is one, only a message to it can tell.
_EMAIL = Pattern(r"[^\s@,;:<>()\[\]\"]+@[^\s@,;:<>()\[\]\"]+\.[^\s@.,;:<>()\[\]\"]{2,}")


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
            if not _EMAIL.compiled.fullmatch(author.email.strip()):
                yield Finding(author.at / "email", f"{author.email!r} is not an e-mail address")
        elif author.corresponding:
            who = author.name.display or "the corresponding author"
            yield Finding(author.at / "corresponding", f"{who} is corresponding, but has no e-mail address")
