"""AUT: institutions by their ROR IDs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from casegen.files import Refused, stamp
from casegen.identifiers import normalise_ror, ror_checksum_ok, ror_url
from casegen.lists import read_set
from casegen.model import Affiliation, Case
from casegen.problem import Severity
from casegen.rules.authors.mentions import near, tokens
from casegen.rules.context import Context
from casegen.rules.registry import Finding, Unchecked, rule

_SMALL = Path(__file__).parents[1] / "data" / "authors" / "institution_small_words.txt"


def _with_ror(case: Case) -> Iterator[Affiliation]:
    """The affiliations that have a ROR ID, of those declared and those written in place."""
    inline = [entry for author in case.authors for entry in author.affiliations if not isinstance(entry, str)]
    return (affiliation for affiliation in (*case.affiliations, *inline) if affiliation.ror)


@rule("AUT009", "ror-invalid", severity=Severity.ERROR, source="ISO 7064 MOD 97-10")
def ror_invalid(case: Case) -> Iterator[Finding]:
    """A ROR ID of an institution that is mistyped, or is none.

    Why: its last two digits are computed from the others, so one wrong character shows. A mistyped ID names
    another institution or none.
    Bad:
        authors: [{name: Ana Silva, affiliations: [ubc]}]
        affiliations: [{id: ubc, institution: University of British Columbia, ror: 03rmrcq02}]
    Good:
        authors: [{name: Ana Silva, affiliations: [ubc]}]
        affiliations: [{id: ubc, institution: University of British Columbia, ror: 03rmrcq20}]
    """
    for affiliation in _with_ror(case):
        ror = normalise_ror(affiliation.ror)
        if ror is None:
            hint = "an ID has nine characters: 03rmrcq20"
            yield Finding(affiliation.at / "ror", f"{affiliation.ror!r} is not a ROR ID", hint)
        elif not ror_checksum_ok(ror):
            message = f"the ROR ID {ror} is mistyped: its check digits are wrong"
            yield Finding(affiliation.at / "ror", message, "look the institution up at ror.org")


@rule("AUT010", "ror-name-mismatch", severity=Severity.WARNING)
def ror_name_mismatch(case: Case, context: Context) -> Iterator[Finding | Unchecked]:
    """A ROR ID that is another institution's.

    The name is compared with all names that the registry has for the ID, in any language. It agrees where
    one holds all the words of the other: "Faculty of Medicine, University of Oslo" is the University of Oslo.
    This needs a copy of the registry (the ROR data dump, or a part of it), which the workspace names.

    Why: the article is credited to the institution of the ID, whatever name is printed.
    Bad:
        authors: [{name: Ana Silva, affiliations: [a]}]
        affiliations: [{id: a, institution: Simon Fraser University, ror: 03rmrcq20}]
    Good:
        authors: [{name: Ana Silva, affiliations: [a]}]
        affiliations: [{id: a, institution: University of British Columbia, ror: 03rmrcq20}]
    """
    asked = [(a, ror) for a in _with_ror(case) if (ror := normalise_ror(a.ror)) and ror_checksum_ok(ror)]
    if not asked:
        return
    copy = context.snapshots.get("organizations")
    if copy is None:
        yield Unchecked("no copy of the ROR registry: name one in casegen.toml")
        return
    try:
        registry = _registry(copy, stamp(copy))
    except Refused:
        registry = None
    if registry is None:
        yield Unchecked(f"the copy of the ROR registry cannot be read: {copy.name}")
        return
    for affiliation, ror in asked:
        names = registry.get(ror)
        if names is None:
            yield Unchecked(f"the copy of the ROR registry does not hold {ror}")
        elif not any(_same(f"{affiliation.department} {affiliation.institution}", name) for name in names):
            message = f"{ror} is the ROR ID of {names[0]}, not of {affiliation.institution}"
            yield Finding(affiliation.at / "ror", message, f"see {ror_url(ror)}")


@lru_cache(maxsize=1)
def _registry(copy: Path, _: tuple[int, int]) -> Mapping[str, tuple[str, ...]] | None:
    """The names of every institution of the data dump, by its ID; None where it cannot be read."""
    import json

    try:
        entries = json.loads(copy.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(entries, list):
        return None
    found = (_entry(entry) for entry in entries if isinstance(entry, dict))
    return {ror: names for ror, names in found if ror and names}


def _entry(entry: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The ID of an institution and its names, the one to display first."""
    given = entry.get("names")
    named = given if isinstance(given, list) else []
    names = [name for name in named if isinstance(name, dict) and name.get("value")]
    names.sort(key=lambda name: "ror_display" not in (name.get("types") or ()))
    return normalise_ror(str(entry.get("id", ""))) or "", tuple(str(name["value"]) for name in names)


def _same(typed: str, registered: str) -> bool:
    """Whether one of the two names holds all the words of the other, but for slips of one letter."""
    one, other = _words(typed), _words(registered)
    fewer, more = sorted((one, other), key=len)
    return bool(fewer) and all(word in more or any(near(word, its) for its in more) for word in fewer)


def _words(name: str) -> frozenset[str]:
    words = frozenset(token.folded for token in tokens(name))
    return words - read_set(_SMALL) or words
