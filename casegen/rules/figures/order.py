"""The order in which the text mentions figures and tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from casegen.model import Case
from casegen.model.mentions import FloatKey, FloatKind
from casegen.model.outline import BODY, outline, texts
from casegen.prose import nodes
from casegen.reading import Flow, read
from casegen.reading.passages import SameCase
from casegen.rules.figures.numbers import Numbers, numbers_of
from casegen.rules.figures.typed import Typed, typed_mentions
from casegen.source import Pointer
from casegen.values import Value

__all__ = ["Mention", "body_mentions", "body_texts"]


class Mention(Value):
    """One figure or table that the text mentions at one place; *typed* where that is typed by hand."""

    key: FloatKey
    panel: str
    flow: Flow
    start: int
    end: int
    typed: Typed | None = None


def body_mentions(case: Case) -> tuple[Mention, ...]:
    """The mentions in the text itself, in reading order: not those in the abstract, captions or notes.

    A number typed by hand means what is printed with it, where that is also the one declared there.
    """
    if not case.figures and not case.tables:
        return ()
    return _body_mentions(SameCase(case))


def body_texts(case: Case) -> frozenset[Pointer]:
    """Where the texts of the text itself stand."""
    return frozenset(_places(case))


def _places(case: Case) -> Iterator[Pointer]:
    for item in outline(case):
        if item.kind in BODY:
            yield from (at for at, _ in texts(case, item))


@lru_cache(maxsize=1)
def _body_mentions(key: SameCase) -> tuple[Mention, ...]:
    case = key.case
    numbers = numbers_of(case)
    by_hand: dict[int, list[Typed]] = defaultdict(list)
    for typed in typed_mentions(case):
        by_hand[id(typed.flow)].append(typed)
    flows: dict[Pointer, list[Flow]] = defaultdict(list)
    for flow in read(case).flows:
        if not flow.note:
            flows[flow.at].append(flow)
    return tuple(
        mention
        for at in dict.fromkeys(_places(case))
        for flow in flows[at]
        for mention in _in_flow(flow, by_hand[id(flow)], numbers)
    )


def _in_flow(flow: Flow, by_hand: list[Typed], numbers: Numbers) -> list[Mention]:
    found = [
        Mention(key, item.panel, flow, at, at + 1)
        for at, mark in flow.marks
        if isinstance(mark, nodes.CrossRef)
        for item in mark.items
        if (key := numbers.floats.find(item.kind, item.id))
    ]
    for typed in by_hand:
        if not typed.label:
            found += [
                Mention(key, part.panel, flow, typed.start, typed.end, typed)
                for part in typed.parts
                if (key := _meant(numbers, typed.kind, part.number))
            ]
    return sorted(found, key=lambda mention: mention.start)


def _meant(numbers: Numbers, kind: FloatKind, number: int) -> FloatKey | None:
    printed = numbers.printed(kind, number)
    return (kind, printed) if printed == numbers.declared(kind, number) else None
