"""MET: under which licence the report is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.identifiers import cc_license_url, normalise_cc_license
from casegen.model import Case, License
from casegen.problem import Severity
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Elsewhere, Finding, Replacement, rule
from casegen.source import Pointer

# A licence as a sentence names it: in words, or by its short name.
_NAMED = Pattern(
    r"\bcreative[\s-]commons(?:[\s\u2013-]+(?:attribution|non[\s-]?commercial|no[\s-]?deriv\w*|share[\s-]?alike|"
    r"zero|public|domain|dedication|universal|international|unported|generic|licen[cs]e|cc0|[1-4]\.\d)\b)*"
    r"|\bcc[\s-]?(?:by(?:-(?:nc|sa|nd))*|0)(?:[\s-][1-4]\.\d)?(?![\w-])",
    re.IGNORECASE,
    needs=("creative", "cc"),
)
_ADDRESS = Pattern(r"creativecommons\.org/[\w./-]*[\w/]", re.IGNORECASE, needs=("creativecommons.org",))
_VERSION = Pattern(r"(?<![\d.])[1-4]\.[05](?!\d)")
# What the words and short names of a licence stand for.
_TERMS = {
    "attribution": "by", "commercial": "nc", "deriv": "nd", "alike": "sa", "zero": "0", "domain": "0",
    "cc0": "0", "cc 0": "0", "cc by": "by", "cc-by": "by", "-nc": "nc", "-nd": "nd", "-sa": "sa",
}  # fmt: skip


@rule(
    "MET006",
    "licence-uri",
    severity=Severity.WARNING,
    stages={"publication": Severity.ERROR},
    source="JATS4R",
    fixing="safe",
)
def licence_uri(case: Case) -> Iterator[Finding]:
    """A licence without its address, or a typed statement that names another licence.

    A Creative Commons licence is known by its terms, its version and its address. The address follows from
    `license: CC-BY-4.0`; a statement that is typed out has to give it itself.

    Why: machines and repositories read the licence from its address, and the versions of one licence allow
    different things.
    Bad:
        license: {id: CC-BY-4.0, statement: Published under the Creative Commons Attribution License.}
    Good:
        license: CC-BY-4.0
    """
    given = case.license if case.license is not None and case.license.id.strip() else None
    if given is not None:
        yield from _of_license(given)
        yield from _of_statement(given.at / "statement", given.statement, given)
    if case.copyright is not None:
        yield from _of_statement(case.copyright.at / "statement", case.copyright.statement, given)


def _of_license(given: License) -> Iterator[Finding]:
    """Whether the licence has an address, and its own."""
    known, named = normalise_cc_license(given.id), given.id.strip()
    address = normalise_cc_license(given.url) if given.url else None
    if known and address and known != address:
        message = f"this is the address of {address}, the licence is {known}"
        yield Finding(given.at / "url", message, related=(Elsewhere(given.at / "id", "the licence"),))
    elif not known and not given.url.strip() and "reserved" not in named.lower():
        if _NAMED.search(named):
            yield Finding(given.at / "id", f"{named!r} does not tell the version", "write CC-BY-4.0, say")
        else:
            hint = "give its address, `url: ...`, or its SPDX identifier, such as CC-BY-4.0"
            yield Finding(given.at / "id", f"the licence {named!r} has no address", hint)


def _of_statement(at: Pointer, text: str, given: License | None) -> Iterator[Finding]:
    """Whether a typed statement that names a Creative Commons licence names the right one and its address."""
    named = list(_NAMED.finditer(text))
    if not named:
        return
    first, last = named[0], named[-1]
    if given is None:
        message = f'the statement names a licence, "{first.group()}", which the record does not give'
        yield Finding(at, message, "write `license: CC-BY-4.0`, say", within=first.span())
        return
    known = normalise_cc_license(given.id)
    if known is None:
        return
    related = (Elsewhere(given.at / "id", "the licence"),)
    addresses = [normalise_cc_license(match.group()) for match in _ADDRESS.finditer(text)]
    versions = [match.group() for match in _VERSION.finditer(text[first.start() :])]
    if not _agrees([match.group() for match in named], versions, addresses, known):
        message = f'the statement names another licence than {known}: "{first.group()}"'
        yield Finding(at, message, within=first.span(), related=related)
    elif known not in addresses:
        lacks = "its address" if versions else "its version and address"
        message = f'the statement names the licence "{last.group()}" without {lacks}'
        url = cc_license_url(known)
        # The name may run over a line of the file. Its last word does not, and can be mended.
        word = last.group().split()[-1]
        bracketed = text[last.end() : last.end() + 1] == ")"
        fix = Replacement("add the address", f"{word}; {url}" if bracketed else f"{word} ({url})")
        place = last.end() - len(word), last.end()
        yield Finding(at, message, f"add {url}", within=place, related=related, fix=fix)


def _agrees(names: list[str], versions: list[str], addresses: list[str | None], known: str) -> bool:
    """Whether what is named can be *known*. A statement may name another licence beside, for the data say."""
    if known in addresses:
        return True
    terms = frozenset(known.removeprefix("CC").removesuffix("-IGO").lower().strip("-").split("-"))
    version = next(term for term in terms if "." in term)
    wanted = terms - {version}
    said = [found for name in names if (found := _terms(name))]
    if any(addresses) or (said and wanted not in said):
        return False
    return not versions or version in versions


def _terms(name: str) -> frozenset[str]:
    lower = " ".join(name.lower().split())
    return frozenset(term for word, term in _TERMS.items() if word in lower)
