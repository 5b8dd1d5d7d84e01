"""The people of a reference in JATS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["person_groups"]

_OWN = ("author", "compiler", "curator", "director", "editor", "illustrator", "translator")
# The roles of CSL 1.0.2; those for which JATS has no type of group are of type "custom".
_ROLES = (
    *_OWN,
    *("chair", "collection-editor", "composer", "container-author", "contributor", "editorial-director"),
    *("executive-producer", "guest", "host", "interviewer", "narrator", "organizer", "original-author"),
    *("performer", "producer", "recipient", "reviewed-author", "script-writer", "series-creator"),
)
# What people write for the authors they leave out.
_OTHERS = ("et al", "et al.", "others", "and others")


def person_groups(item: Mapping[str, Any], kind: str) -> Iterator[etree._Element]:
    """A ``<person-group>`` for each role in *item*; the authors of a patent are its inventors."""
    for role in _ROLES:
        names = [made for name in item.get(role, ()) if (made := _name(name)) is not None]
        if not names:
            continue
        if role in _OWN:
            known = "inventor" if role == "author" and kind == "patent" else role
            yield E("person-group", *names, person_group_type=known)
        else:
            yield E("person-group", *names, person_group_type="custom", custom_type=role)


def _name(name: Mapping[str, Any]) -> etree._Element | None:
    """A name with its particles where the CSL prints them: "Ludwig van" Beethoven, Charles "de Gaulle"."""
    parts = {key: str(value).strip() for key, value in name.items()}
    literal = parts.get("literal", "")
    if literal:
        return E("etal") if literal.lower() in _OTHERS else E("collab", literal)
    surname = f"{parts.get('non-dropping-particle', '')} {parts.get('family', '')}".strip()
    given = f"{parts.get('given', '')} {parts.get('dropping-particle', '')}".strip()
    if not (surname or given):
        return None
    eastern = bool(name.get("static-ordering"))
    return E(
        "name",
        E.optional("surname", surname),
        E.optional("given-names", given),
        E.optional("suffix", parts.get("suffix", "")),
        name_style="eastern" if eastern else None,
    )
