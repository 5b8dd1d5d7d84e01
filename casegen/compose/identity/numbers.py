"""Addresses and numbers that lead to an article's authors: e-mail, ORCID, ROR, awards, the article's DOI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from casegen.compose.identity.folding import folded, key
from casegen.document import Document
from casegen.lists import read_set

__all__ = ["FEWEST", "domains", "identifiers", "number_keys", "number_patterns"]

_PROVIDERS = Path(__file__).parents[1] / "data" / "mail_providers.txt"
# Shorter numbers, and names in addresses, stand in too many others.
FEWEST = 4
# An award's letters and digits, without what stands between them, are enough from here on.
_FEWEST_OF_AWARD = 5
_RESOLVERS = r"(?i:(?:https?://)?(?:dx\.)?(?:doi\.org/|orcid\.org/|ror\.org/)|doi:\s*|mailto:)?"
_RUNS = re.compile(r"[^\W\d_]+|\d+")


def number_patterns(document: Document) -> Iterator[tuple[str, re.Pattern[str]]]:
    """What a folded text must hold, in lower case, and an expression for the address or number."""
    for number in identifiers(document):
        flat = folded(number)
        yield flat.lower(), re.compile(rf"(?<![\w.]){_RESOLVERS}(?i:{re.escape(flat)})(?!\w)")
    for award in document.awards:
        runs = _RUNS.findall(folded(award.id))
        if len("".join(runs)) >= _FEWEST_OF_AWARD:
            apart = r"[\W_]{0,3}".join(map(re.escape, runs))
            yield max(runs, key=len).lower(), re.compile(rf"(?<![\w.])(?i:{apart})(?!\w)")
    for domain in domains(document):
        yield (
            domain,
            re.compile(
                rf"(?<![\w.+%-])(?i:mailto:|https?://)?(?:[\w.+%-]+@)?(?:[\w-]+\.)*(?i:{re.escape(domain)})"
                r"(?![\w-])(?!\.\w)(?:[:/?#](?:[^\s<>\"]*[^\s<>\".,;:!?)\]])?)?"
            ),
        )


def identifiers(document: Document) -> Iterator[str]:
    """E-mail addresses, ORCID iDs, ROR ids, award numbers and the article's DOI, but for the shortest."""
    given = [document.doi, *(award.id for award in document.awards)]
    given += [affiliation.ror.rsplit("/", 1)[-1] for affiliation in document.affiliations]
    given += [number for author in document.authors for number in (author.email, author.orcid)]
    yield from (number for number in given if len(number) >= FEWEST)


def number_keys(document: Document) -> frozenset[str]:
    """The letters and digits of each number and address."""
    return frozenset(filter(None, map(key, identifiers(document))))


def domains(document: Document) -> tuple[str, ...]:
    """The domains of the authors' e-mail addresses, but for those where anybody may have one.

    With the domains above them that begin with a name: of ``med.example.ac.uk`` also ``example.ac.uk``, but
    not ``ac.uk``.
    """
    found: dict[str, None] = {}
    for author in document.authors:
        own = author.email.rpartition("@")[2].lower()
        labels = own.split(".")
        above = [".".join(labels[at:]) for at in range(1, len(labels) - 1) if len(labels[at]) >= FEWEST]
        found |= dict.fromkeys((own, *above) if len(labels) > 1 else ())
    return tuple(domain for domain in found if domain not in read_set(_PROVIDERS))
