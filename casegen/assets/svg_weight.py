"""How much an SVG image draws: what its references repeat, and how many surfaces it takes at once.

A mask, a pattern or a marker is drawn anew wherever something refers to it, as what <use> repeats is, and
each of these can refer to others: some lines can draw a billion parts. What is counted here is never less
than what is drawn; it may be more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from casegen.assets.svg_styles import ANY, Rule, plain, references, rules_of
from casegen.files import Refused
from casegen.limits import limit

__all__ = ["Weight"]

# Elements that draw, or are made of, what their href names.
_REPEATING = ("use", "pattern", "lineargradient", "radialgradient", "textpath", "feimage", "tref", "filter")
# What is drawn once for an element, and once for each shape within; a marker is for each point of them.
_ONCE = ("mask", "clip-path", "filter")
_PAINTS = ("fill", "stroke", "marker-start", "marker-end")
# What makes an element be drawn on a surface of its own.
_SURFACE = re.compile(
    r"(?:^|[;{\s])(?:opacity\s*:(?!\s*1(?:\.0*)?\s*(?:;|$|!))|mix-blend-mode\s*:|isolation\s*:)",
    re.IGNORECASE,
)
_SURFACES = ("opacity", "mix-blend-mode", "isolation")
# A vertex of a path has a number at least, or a letter that closes it.
_POINT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[a-z]", re.ASCII | re.IGNORECASE)


class _Reference(NamedTuple):
    """That *target* is drawn: *each* says for what: "use", "own", "shape" or "point"."""

    target: str
    each: str


@dataclass(slots=True)
class _Scope:
    """An element of which more is to be known than its name, with those in it of which no more is.

    *keys* are those of its own by which rules apply to it; *names* count the others within.
    """

    keys: tuple[str, ...] = ()
    elements: int = 0
    points: int = 0
    surfaces: int = 0
    inside: list[int] = field(default_factory=list)
    references: list[_Reference] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Total:
    """What a scope draws: *shapes* without what they refer to, their *points*, *parts* with all of it."""

    shapes: int = 0
    points: int = 0
    parts: int = 0
    surfaces: int = 0

    def bounded(self) -> _Total:
        """The same, or what is too much already: numbers of a million digits would take long to make."""
        shapes, points, parts = (min(each, 10**12) for each in (self.shapes, self.points, self.parts))
        return _Total(shapes, points, parts, self.surfaces)


@dataclass(slots=True)
class _Effect:
    """What the rules of one key do to an element: what it then refers to, and the *surfaces* it takes."""

    references: list[_Reference] = field(default_factory=list)
    surfaces: int = 0


class Weight:
    """Is told of each element as it begins (`begin`) and ends (`end`), and of each style sheet."""

    def __init__(self) -> None:
        self._most = limit("svg_parts")
        # The first scope is the whole drawing; an open element has the number of the scope it counts in.
        self._scopes = [_Scope()]
        self._by_id: dict[str, int] = {}
        self._open: list[tuple[int, str]] = []
        self._count: Counter[str] = Counter()
        # How often an element of a name stands in one of the same, now and at most.
        self._nested: Counter[str] = Counter()
        self._deepest: Counter[str] = Counter()
        self._children: list[int] = [0]
        self._most_children = 0
        self._rules: list[Rule] = []

    def begin(self, tag: str, attributes: Mapping[str, str], href: str) -> None:
        """An element with *attributes*, whose href is *href*. Refused where there are too many."""
        if self._count[ANY] > self._most:
            raise self._too_many()
        tag = tag.lower()
        number = self._open[-1][0] if self._open else 0
        identifier = attributes.get("id")
        classes = attributes.get("class", "").split()
        keys = (*(f".{name}" for name in classes), *([f"#{identifier}"] if identifier is not None else ()))
        found = list(_found(tag, attributes, href))
        surfaces = _surfaces(attributes)
        if self._open and self._open[-1][1] == "filter":
            self._scopes[number].surfaces += 1
        if keys or found or surfaces or tag == "filter":
            scope = _Scope((*keys, tag, ANY), references=found, surfaces=surfaces)
            self._scopes[number].inside.append(len(self._scopes))
            number = len(self._scopes)
            self._scopes.append(scope)
            if identifier is not None:
                self._by_id.setdefault(identifier, number)
        else:
            scope = self._scopes[number]
            scope.names[tag] += 1
        scope.elements += 1
        scope.points += 1 + _points(attributes)
        self._count.update((*keys, tag, ANY))
        self._enter(number, tag)

    def end(self) -> None:
        """The element that began last and has not ended has ended."""
        _, tag = self._open.pop()
        self._nested[tag] -= 1
        self._nested[ANY] -= 1
        self._most_children = max(self._most_children, self._children.pop())

    def style(self, css: str) -> None:
        """A style sheet. Refused where there are too many styles."""
        for rule in rules_of(css):
            self._rules.append(rule)
            if len(self._rules) > self._most:
                raise Refused(f"it is an SVG image of over {self._most:,} styles; {self._most.remedy}")

    def require(self) -> None:
        """Refused where the drawing repeats itself without end, or draws or compares too much."""
        rules = [rule for rule in self._rules if self._count[rule.key]]
        effects = _by_key(rules)
        levels = self._deepest[ANY]
        looks = sum(self._count[rule.key] * rule.looks(levels, self._most_children) for rule in rules)
        looks += sum(self._count[key] * len(effect.references) for key, effect in effects.items())
        # Before they are followed; a style is sought again for each part that is repeated.
        _require_few(looks, 1)
        whole = self._weighed(effects)
        if whole.parts > self._most:
            raise self._too_many()
        _require_few(looks, whole.parts / max(1, self._count[ANY]))
        surfaces, most = whole.surfaces, limit("svg_surfaces")
        if surfaces > most:
            told = f"it is an SVG image of over {most:,} masks, filters or see-through groups in one another"
            raise Refused(f"{told}; {most.remedy}")

    def _enter(self, number: int, tag: str) -> None:
        self._open.append((number, tag))
        self._children[-1] += 1
        self._children.append(0)
        for key in (tag, ANY):
            self._nested[key] += 1
            self._deepest[key] = max(self._deepest[key], self._nested[key])

    def _weighed(self, effects: Mapping[str, _Effect]) -> _Total:
        drawn = [self._drawn(scope, effects) for scope in self._scopes]
        after = {
            number: [*scope.inside, *(part for part, _, _ in drawn[number])]
            for number, scope in enumerate(self._scopes)
        }
        totals: dict[int, _Total] = {}
        try:
            for number in TopologicalSorter(after).static_order():
                totals[number] = self._total(number, drawn[number], totals, effects)
        except CycleError:
            raise Refused("it is an SVG image with a part that repeats itself without end") from None
        whole = totals[0]
        for key, effect in effects.items():
            if key[0] not in ".#":
                whole.surfaces += self._deepest[key] * effect.surfaces
        return whole

    def _drawn(self, scope: _Scope, effects: Mapping[str, _Effect]) -> list[tuple[int, str, int]]:
        """What *scope* refers to: the number of the scope, for each of what it is drawn, and how often."""
        found = [(reference, 1) for reference in scope.references]
        names = {**scope.names, ANY: sum(scope.names.values())} if effects else {}
        for key, times in (*((key, 1) for key in scope.keys if key in effects), *names.items()):
            if effect := effects.get(key):
                found.extend((reference, times) for reference in effect.references)
        return [
            (self._by_id[reference.target], reference.each, times)
            for reference, times in found
            if reference.target in self._by_id
        ]

    def _total(
        self,
        number: int,
        drawn: Sequence[tuple[int, str, int]],
        totals: Mapping[int, _Total],
        effects: Mapping[str, _Effect],
    ) -> _Total:
        scope, deepest = self._scopes[number], 0
        made = _Total(scope.elements, scope.points, scope.elements)
        within = [*scope.inside, *(part for part, each, _ in drawn if each == "use")]
        for part in within:
            made.shapes += totals[part].shapes
            made.points += totals[part].points
            made.parts += totals[part].parts
        for part, each, times in drawn:
            if each != "use":
                of = {"own": 1, "shape": made.shapes, "point": made.points}[each]
                made.parts += times * of * totals[part].parts
            deepest = max(deepest, totals[part].surfaces + 1)
        deepest = max([deepest, *(totals[part].surfaces for part in scope.inside)])
        own = sum(effects[key].surfaces for key in scope.keys if key[0] in ".#" and key in effects)
        made.surfaces = deepest + scope.surfaces + own
        return made.bounded()

    def _too_many(self) -> Refused:
        return Refused(f"it is an SVG image that draws over {self._most:,} parts; {self._most.remedy}")


def _require_few(looks: int, times: float) -> None:
    """Refused where styles are compared with elements more than they may be, *looks* for each of *times*."""
    if looks * times > (most := limit("svg_styles")):
        told = f"it is an SVG image whose styles are compared with its elements over {most:,} times"
        raise Refused(f"{told}; {most.remedy}")


def _by_key(rules: Sequence[Rule]) -> dict[str, _Effect]:
    """What *rules* do to the elements of each key, but for what is of no weight."""
    found: dict[str, _Effect] = {}
    # Many selectors may share one long text.
    known: dict[str, tuple[list[_Reference], int]] = {}
    total = 0
    for rule in rules:
        text = rule.declarations
        if text not in known:
            known[text] = (list(_declared(text)), int(bool(_SURFACE.search(text))))
        references, surfaces = known[text]
        if references or surfaces:
            effect = found.setdefault(rule.key, _Effect())
            effect.references.extend(references)
            effect.surfaces += surfaces
        total += len(references)
        _require_few(total, 1)
    return found


def _found(tag: str, attributes: Mapping[str, str], href: str) -> Iterator[_Reference]:
    if tag in _REPEATING and href.startswith("#"):
        yield _Reference(href[1:], "use" if tag == "use" else "own")
    for name, value in attributes.items():
        if name == "style":
            yield from _declared(plain(value))
        else:
            yield from (_reference(target, name) for target, _ in references(value))


def _declared(declarations: str) -> Iterator[_Reference]:
    return (_reference(*found) for found in references(declarations))


def _reference(target: str, name: str) -> _Reference:
    each = "own" if name in _ONCE else "shape" if name in _PAINTS else "point"
    return _Reference(target, each)


def _surfaces(attributes: Mapping[str, str]) -> int:
    """How many surfaces an element is drawn on, but for what it refers to."""
    given = (f"{name}:{attributes[name]}" for name in _SURFACES if name in attributes)
    return int(bool(_SURFACE.search(";".join((*given, plain(attributes.get("style", "")))))))


def _points(attributes: Mapping[str, str]) -> int:
    return sum(len(_POINT.findall(attributes[name])) for name in ("d", "points") if name in attributes)
