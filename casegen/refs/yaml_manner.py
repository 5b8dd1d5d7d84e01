"""How the references of a file are written, so that new ones look like them."""

from __future__ import annotations

from casegen.refs.casefile import REFERENCES, CaseFile
from casegen.refs.lines import column, first_place, number_of
from casegen.refs.tidy import NAMES
from casegen.refs.yaml_text import Manner, Names
from casegen.source import Pointer

__all__ = ["manner_of"]


def manner_of(file: CaseFile, dash: int = 0) -> Manner:
    """The manner of the last reference of *file* that says what is asked; *dash* is its hyphen's column."""
    source = file.source
    mappings = [index for index, entry in enumerate(file.entries) if isinstance(entry, dict) and entry]
    if not mappings:
        return Manner(dash=dash, keys=dash + 2)
    at = REFERENCES / mappings[-1]
    start = first_place(source, file.spots[at].start)
    flow = source.text[start] == "{"
    keys = column(source, start)
    names, inner = _names(file, mappings)
    first = next(iter(file.entries[mappings[-1]]))
    return Manner(
        flow=flow,
        quoted=source.text[file.spots[at / first].key_start] == '"',
        dash=dash,
        keys=keys if not flow and keys >= dash + 2 else dash + 2,
        names=names,
        inner=inner,
    )


def _names(file: CaseFile, mappings: list[int]) -> tuple[Names, int]:
    for index in reversed(mappings):
        for key, value in file.entries[index].items():
            if key in NAMES and isinstance(value, list) and value:
                return _manner_of_names(file, REFERENCES / index / key)
    return "rows", 2


def _manner_of_names(file: CaseFile, at: Pointer) -> tuple[Names, int]:
    source, spot = file.source, file.spots[at]
    start = first_place(source, spot.start)
    if source.text[start] == "[":
        return "inline", 2
    inner = max(0, column(source, start) - column(source, spot.key_start))
    first = first_place(source, file.spots[at / 0].start)
    in_rows = source.text[first] == "{" or number_of(source, first) == number_of(
        source, file.spots[at / 0].end
    )
    return ("rows" if in_rows else "blocks"), inner
