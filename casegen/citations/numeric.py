"""Plain numeric citations, ``[1, 3-5]``, in the order references are first cited (ICMJE)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casegen.citations.bibliography import Bibliography, Entry, Piece
from casegen.citations.format import format_reference
from casegen.citations.names import short_authors
from casegen.model import Case, Reference
from casegen.prose import nodes
from casegen.reading.order import reading_order


def cite(case: Case) -> Bibliography:
    """Number the references of *case* and print its citations.

    References nobody cites come last, in the order given. A key with no reference prints as ``?``; that
    is a blocking problem of its own (CIT001).
    """
    references: dict[str, Reference] = {}
    for reference in case.references:
        references.setdefault(reference.id, reference)
    found = reading_order(case).citations
    cited = [item.key for _, node in found for item in node.items if item.key in references]
    numbers = {key: number for number, key in enumerate(dict.fromkeys([*cited, *references]), 1)}
    entries = tuple(
        Entry(key, str(number), format_reference(references[key], case.language))
        for key, number in numbers.items()
    )
    printed = {place: _print(node, numbers, references, case.language) for place, node in found}
    return Bibliography(entries, printed)


def _print(
    node: nodes.Cite, numbers: Mapping[str, int], references: Mapping[str, Reference], language: str
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    if node.narrative and (reference := references.get(node.items[0].key)):
        pieces.append(Piece(short_authors(reference, language) + " "))
    pieces.append(Piece("["))
    # A prefix or locator belongs to its place in the cluster: nothing is sorted or collapsed then.
    worded = any(item.prefix or item.suffix for item in node.items)
    groups = [[item] for item in node.items] if worded else _groups(node.items, numbers)
    for at, group in enumerate(groups):
        if at:
            pieces.append(Piece("; " if worded else ", "))
        pieces.extend(_group(group, numbers))
    pieces.append(Piece("]"))
    return tuple(pieces)


def _groups(items: Sequence[nodes.CiteItem], numbers: Mapping[str, int]) -> list[list[nodes.CiteItem]]:
    """Runs of three or more consecutive numbers together, everything else alone, repeats dropped."""
    plain = {item.key: item for item in reversed(items)}
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
