"""Plain numeric citations, ``[1, 3-5]``, in the order references are first cited (ICMJE)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from casegen.citations.bibliography import Bibliography, Entry, Piece, Place
from casegen.citations.format import format_reference, short_authors
from casegen.citations.order import citations
from casegen.model import Case, Reference
from casegen.prose import nodes


def cite(case: Case) -> Bibliography:
    """Number the references of *case* and print its citations.

    References nobody cites come last, in the order given. A key with no reference prints as ``?``; that
    is a blocking problem of its own (CIT001).
    """
    references: dict[str, Reference] = {}
    for reference in case.references:
        references.setdefault(reference.id, reference)
    found = list(citations(case))
    numbers = _numbers(references, found)
    entries = tuple(
        Entry(key, str(number), format_reference(references[key])) for key, number in numbers.items()
    )
    printed = {place: _print(node, numbers, references) for place, node in found}
    return Bibliography(entries, printed)


def _numbers(
    references: Mapping[str, Reference], found: Iterable[tuple[Place, nodes.Cite]]
) -> dict[str, int]:
    keys = [item.key for _, node in found for item in node.items if item.key in references]
    return {key: at for at, key in enumerate(dict.fromkeys([*keys, *references]), 1)}


def _print(
    node: nodes.Cite, numbers: Mapping[str, int], references: Mapping[str, Reference]
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    if node.narrative and (reference := references.get(node.items[0].key)):
        pieces.append(Piece(short_authors(reference) + " "))
    pieces.append(Piece("["))
    for at, group in enumerate(_groups(node.items, numbers)):
        if at:
            pieces.append(Piece("; " if _wordy(node.items) else ", "))
        pieces.extend(_group(group, numbers))
    pieces.append(Piece("]"))
    return tuple(pieces)


def _wordy(items: Iterable[nodes.CiteItem]) -> bool:
    return any(item.prefix or item.suffix for item in items)


def _groups(
    items: Iterable[nodes.CiteItem], numbers: Mapping[str, int]
) -> list[list[nodes.CiteItem]]:
    """Runs of three or more consecutive numbers together, everything else alone, repeats dropped."""
    plain: dict[str, nodes.CiteItem] = {}
    worded: list[nodes.CiteItem] = []
    for item in items:
        if item.prefix or item.suffix:
            worded.append(item)
        else:
            plain.setdefault(item.key, item)
    if worded:
        # A prefix or locator belongs to its place in the cluster: nothing is sorted or collapsed.
        return [[item] for item in items]
    groups: list[list[nodes.CiteItem]] = []
    for item in sorted(plain.values(), key=lambda one: numbers.get(one.key, 0)):
        number = numbers.get(item.key)
        last = numbers.get(groups[-1][-1].key) if groups else None
        if number is not None and last is not None and number == last + 1:
            groups[-1].append(item)
        else:
            groups.append([item])
    return [part for group in groups for part in ([group] if len(group) > 2 else [[i] for i in group])]


def _group(group: list[nodes.CiteItem], numbers: Mapping[str, int]) -> list[Piece]:
    first = group[0]
    pieces = [Piece(f"{first.prefix} ")] if first.prefix else []
    pieces.append(_number(first, numbers))
    if len(group) > 1:
        pieces += [Piece("\u2013"), _number(group[-1], numbers)]
    if first.suffix:
        spaced = "" if first.suffix[0] in ",.;: " else " "
        pieces.append(Piece(spaced + first.suffix))
    return pieces


def _number(item: nodes.CiteItem, numbers: Mapping[str, int]) -> Piece:
    number = numbers.get(item.key)
    return Piece(str(number), key=item.key) if number else Piece("?")
