"""From what a rule would put in a value's place to edits of the file."""

from __future__ import annotations

from casegen.problem import Edit, Fix
from casegen.rules import Deletion, Finding, Replacement, Stripping
from casegen.source import Pointer, SourceMap, Spot

__all__ = ["fix_of"]


def fix_of(finding: Finding, places: SourceMap) -> Fix | None:
    """The finding's fix, where all that it replaces is exactly known."""
    match finding.fix:
        case Stripping(description, file):
            return Fix(description, (), strips=file)
        case Replacement() as only:
            parts: tuple[Replacement | Deletion, ...] = (only,)
        case tuple() as parts:
            pass
        case _:
            return None
    edits = tuple(edit for part in parts if (edit := _edit(part, finding, places)) is not None)
    first = parts[0] if parts else None
    if len(edits) < len(parts) or not isinstance(first, Replacement):
        return None
    return Fix(first.description, edits, all(part.safe for part in parts if isinstance(part, Replacement)))


def _edit(part: Replacement | Deletion, finding: Finding, places: SourceMap) -> Edit | None:
    if isinstance(part, Deletion):
        return _without(part.at, places)
    own = part.at is None and part.within is None
    at = finding.at if part.at is None else part.at
    within = finding.within if own else part.within
    key = finding.key and own
    spot = places.spot(at)
    if spot is None or not (spot.key_end > spot.key_start if key else _exact(spot, within, places)):
        return None
    return Edit(places.locate(at, within, key=key), part.text)


def _exact(spot: Spot, within: tuple[int, int] | None, places: SourceMap) -> bool:
    """Whether all of the place lies in the file as it lies in the value."""
    if within is None:
        # A file of another format holds a value in its own way.
        return spot.source is places.main
    start, last = within[0], max(within[0], within[1] - 1)
    first, end = spot.offset(start), spot.offset(last)
    # Over a line's end the file holds indentation that the value does not: no stretch of both.
    return first is not None and end is not None and end - first == last - start


def _without(at: Pointer, places: SourceMap) -> Edit | None:
    """The edit that takes out an entry of a list written line by line, with its hyphen."""
    spot = places.spot(at)
    if spot is None:
        return None
    source = spot.source
    span = source.span(spot.start, spot.end)
    before = source.line(span.line)[: span.column - 1]
    after = source.line(span.end_line)[span.end_column - 1 :].strip()
    if before.strip() != "-" or (after and not after.startswith("#")):
        return None
    return Edit(source.span(source.line_start(span.line), source.line_start(span.end_line + 1)), "")
