"""The reference list: each entry as printed, its way back to the text, its language and direction."""

from __future__ import annotations

from casegen import document as d
from casegen.citations.csl import as_csl
from casegen.compose.context import Context, reference_anchor
from casegen.compose.pieces import styled
from casegen.compose.words import direction, direction_of_text, known_language

__all__ = ["compose_references"]


def compose_references(context: Context) -> tuple[d.ReferenceEntry, ...]:
    """The entries in the order of the list. The article's citations are already composed."""
    case = context.case
    cited = {entry.key for entry in context.bibliography.entries}
    items = {work.id: as_csl(work) for work in case.references if work.id in cited}
    own_language, own_direction = known_language(case.language), direction(case.language)
    entries = []
    for entry in context.bibliography.entries:
        children, item = styled(entry.pieces), items.get(entry.key, {})
        language = known_language(str(item.get("language", "")))
        entries.append(
            d.ReferenceEntry(
                reference_anchor(entry.key),
                entry.key,
                entry.label,
                children,
                tuple(context.cited_from.get(entry.key, ())),
                item,
                direction_of_text(d.plain(children)) or own_direction,
                language if language != own_language else "",
            )
        )
    return tuple(entries)
