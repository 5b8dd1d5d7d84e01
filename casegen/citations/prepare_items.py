"""References made fit for the processor, whose defects are worked around here.

Each was measured against citeproc-js, the reference implementation of CSL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from casegen.citations.csl import CslItem, as_csl
from casegen.citations.styles import Style
from casegen.identifiers import normalise_doi
from casegen.model import Reference
from casegen.model.names import apart

__all__ = ["prepared_items"]

# Between initials, not inside a name: the first of "J.-P.", none of "Jean-Pierre".
_BETWEEN_INITIALS = re.compile(r"(?<=\.)-(?=\w\.)")
_HYPHEN = re.compile("-")
_LONGEST_LABEL = 4


def prepared_items(references: Iterable[Reference], style: Style) -> list[CslItem]:
    """*references* as CSL-JSON that the processor prints right in *style*."""
    hyphen = _hyphen(style.text)
    stop = "." if 'initialize-with=""' in style.text else ""  # "Fowler VG Jr", not "Jr."
    items = []
    for reference in references:
        item = as_csl(reference)
        for name in _names(item):
            # Initials typed together, "JH", are one name to CSL, of which the first letter is printed.
            if given := name.get("given", ""):
                given = apart(given, name.get("family", ""))
                name["given"] = hyphen.sub(" ", given) if hyphen and "-" in given else given
            if stop and "suffix" in name:
                name["suffix"] = name["suffix"].rstrip(stop)
        if doi := normalise_doi(reference.DOI):
            item["DOI"] = doi
        if style.kind == "label" and "citation-label" not in item and (label := _label(reference)):
            item["citation-label"] = label
        items.append(item)
    return items


def _names(item: CslItem) -> Iterator[dict[str, str]]:
    for value in item.values():
        if isinstance(value, list):
            yield from (name for name in value if isinstance(name, dict))


def _hyphen(style: str) -> re.Pattern[str] | None:
    """The hyphens that *style* wants out of initials, which the processor would leave in."""
    if 'initialize-with-hyphen="false"' not in style:
        return None
    return _BETWEEN_INITIALS if 'initialize="false"' in style else _HYPHEN


def _label(reference: Reference) -> str:
    """A label such as "Worl23", where the processor knows none: of a group, or of nobody."""
    authors = reference.author or reference.editor
    if any(name.family for name in authors):
        return ""
    words = authors[0].literal or authors[0].given if authors else reference.title
    letters = "".join(character for character in words if character.isalnum())[:_LONGEST_LABEL]
    year = reference.issued.year[-2:] if reference.issued else ""
    return letters + year
