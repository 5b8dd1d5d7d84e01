"""Licences: from the SPDX identifier to what is printed."""

from __future__ import annotations

import re

from casegen import document as d
from casegen.compose.inlines import outward_link
from casegen.compose.words import Words
from casegen.model import Case
from casegen.values import Value

_CREATIVE_COMMONS = re.compile(
    r"CC[- ](?P<terms>BY(?:-NC)?(?:-SA|-ND)?)[- ](?P<version>[12]\.0|2\.5|3\.0|4\.0)(?P<igo>-IGO)?",
    re.IGNORECASE,
)
_CC0 = re.compile(r"CC0(?:[- ]1\.0)?", re.IGNORECASE)
_TERMS = {"BY": "Attribution", "NC": "NonCommercial", "SA": "ShareAlike", "ND": "NoDerivatives"}
# How Creative Commons calls the unported texts of each version.
_PORTS = {"4.0": "International", "3.0": "Unported", "2.5": "Generic", "2.0": "Generic", "1.0": "Generic"}
_HOME = "https://creativecommons.org"


class _Known(Value):
    """A licence casegen knows; *allows* is the key of the words that say what it permits."""

    id: str
    name: str
    short: str
    url: str
    allows: str


def license_short(spdx: str) -> str:
    """The short form ``CC BY 4.0`` for ``CC-BY-4.0``; a name casegen does not know stays as it is."""
    known = _known(spdx)
    return known.short if known else spdx.strip()


def license_url(spdx: str) -> str:
    """The address of the licence ``CC-BY-4.0``; empty for one that casegen does not know."""
    known = _known(spdx)
    return known.url if known else ""


def compose_license(case: Case, words: Words) -> d.License | None:
    """The licence with the statement to print; one that casegen does not know is named and no more."""
    given = case.license
    if given is None or not given.id.strip():
        return None
    url = outward_link(given.url) or ""
    known = _known(given.id)
    if known is None:
        name = given.id.strip()
        return d.License(name, name, url, given.statement or f"{words['licence']}: {name}.")
    statement = given.statement or words["license_statement"].format(
        name=known.name, short=known.short, allows=words[known.allows]
    )
    return d.License(known.id, known.name, url or known.url, statement)


def _known(spdx: str) -> _Known | None:
    """A Creative Commons licence by its SPDX identifier, in any case, spaces for hyphens allowed."""
    text = spdx.strip()
    if _CC0.fullmatch(text):
        name = "Creative Commons CC0 1.0 Universal public domain dedication"
        return _Known("CC0-1.0", name, "CC0 1.0", f"{_HOME}/publicdomain/zero/1.0/", "license_allows_zero")
    match = _CREATIVE_COMMONS.fullmatch(text)
    if match is None:
        return None
    terms, version = match["terms"].upper(), match["version"]
    igo = bool(match["igo"])
    port = "IGO" if igo else _PORTS[version]
    name = "-".join(_TERMS[term] for term in terms.split("-"))
    return _Known(
        f"CC-{terms}-{version}{'-IGO' if igo else ''}",
        f"Creative Commons {name} {version} {port}",
        f"CC {terms} {version}{' IGO' if igo else ''}",
        f"{_HOME}/licenses/{terms.lower()}/{version}/{'igo/' if igo else ''}",
        f"license_allows_{terms.lower().replace('-', '_')}",
    )
