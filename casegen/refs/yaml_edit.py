"""References written into the text of a case file: all that is not theirs stays as it was typed."""

from __future__ import annotations

from collections.abc import Sequence

from casegen.citations.csl import CslItem
from casegen.problem import CasegenError
from casegen.refs.block_list import BlockList
from casegen.refs.casefile import CaseFile, require_kept
from casegen.refs.flow_list import FlowList
from casegen.refs.lines import first_place
from casegen.refs.new_list import with_new_list

__all__ = ["appended", "reordered"]


def appended(file: CaseFile, items: Sequence[CslItem]) -> str:
    """The text of *file* with *items* after its references, written as those are.

    CasegenError where the list cannot be added to without harm to the rest.
    """
    if not items:
        return file.source.text
    found = _list_of(file)
    text = with_new_list(file, items) if found is None else found.appended(items)
    require_kept(file, text, file.entries, items)
    return text


def reordered(file: CaseFile, order: Sequence[int]) -> str:
    """The text of *file* with its references in the *order* of these indexes, each with its comments.

    CasegenError where they cannot be moved without harm to the rest.
    """
    found = _list_of(file)
    if found is None or list(order) == sorted(order):
        return file.source.text
    text = found.reordered(order)
    require_kept(file, text, [file.entries[index] for index in order])
    return text


def _list_of(file: CaseFile) -> BlockList | FlowList | None:
    """The list as it is written; None where there is none yet."""
    spot = file.spot
    if spot is None:
        return None
    if spot.start < spot.key_end:
        raise CasegenError(f"{file.path}: references is an alias, and cannot be edited safely: write it out")
    in_brackets = file.source.text[first_place(file.source, spot.start) : spot.end].startswith("[")
    if in_brackets:
        return FlowList(file, spot)
    return BlockList(file, spot) if file.entries else None
