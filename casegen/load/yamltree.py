"""YAML text -> plain data, and for every value the spot where it was typed.

Only YAML 1.2's core types: ``no`` and ``12:30`` and dates are text. Duplicate keys, tags, runaway
aliases and runaway nesting are problems. The walk is over parser events, so no input can exhaust the
stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from casegen.limits import limit
from casegen.load import scalars
from casegen.load.codes import structural
from casegen.load.runs import runs
from casegen.load.text import CONTROL
from casegen.load.tokens import shown
from casegen.problem import Problem, Related
from casegen.source import Pointer, Source, Spot

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# An anchor and a tag, before the value that they belong to.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s*)*")
# YAML 1.1 ends lines at these, 1.2 does not: they are read as characters that no text holds.
_BREAKS = {0x85: 0xFFFFE, 0x2028: 0xFFFFF, 0x2029: 0x10FFFE}
_NOT_BREAKS = {other: char for char, other in _BREAKS.items()}


@dataclass(slots=True)
class _Node:
    """One YAML value: data, where it stands, and for collections what is inside."""

    data: Any
    spot: Spot
    items: dict[str | int, _Node] = field(default_factory=dict)
    size: int = 1
    typed: str = ""


@dataclass(slots=True)
class Tree:
    """A read file: its data (None where it cannot be read), spots by pointer, problems."""

    data: Any = None
    spots: dict[Pointer, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_yaml(source: Source, start: int = 0, end: int | None = None) -> Tree:
    """Read the YAML document in ``source.text[start:end]``. Never raises, whatever the text."""
    tree = Tree()
    reader = _Reader(source, start, source.text[start:end], tree.problems)
    root = reader.read()
    if root is not None and not any(p.code != "YML002" for p in tree.problems):
        tree.data = root.data
        _collect(root, Pointer(), tree.spots)
    return tree


def _collect(root: _Node, at: Pointer, spots: dict[Pointer, Spot]) -> None:
    pending = [(root, at)]
    while pending:
        node, pointer = pending.pop()
        spots[pointer] = node.spot
        pending.extend((child, pointer / key) for key, child in node.items.items())


class _Stop(Exception):
    """Reading cannot go on; the problem has been noted."""


@dataclass(slots=True)
class _Open:
    """A collection that is being read."""

    node: _Node
    anchor: str | None
    flow: bool
    key: tuple[str, Spot] | None = None

    @property
    def step(self) -> str | int:
        """The key or index under which the next value will stand."""
        return len(self.node.data) if isinstance(self.node.data, list) else (self.key or ("",))[0]


class _Reader:
    def __init__(self, source: Source, base: int, text: str, problems: list[Problem]) -> None:
        self._source = source
        self._base = base
        self._text = text.translate(_BREAKS)
        self._problems = problems
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Node] = {}
        self._deepest, self._most_aliased = limit("nesting"), limit("aliased_values")
        self._most_values, self._most_problems = limit("values"), limit("problems")
        self._aliased = 0
        self._values = 0
        self._root: _Node | None = None
        self._documents = 0

    def read(self) -> _Node | None:
        try:
            for event in yaml.parse(self._text, Loader=_Loader):
                self._event(event)
        except _Stop:
            return None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._syntax(0 if mark is None else mark.index, str(error.problem or error.context), error)
            return None
        except yaml.reader.ReaderError as error:
            self._unprintable(error)
            return None
        except (yaml.YAMLError, UnicodeError) as error:
            self._syntax(0, str(error).splitlines()[0])
            return None
        return self._root

    # --- events -------------------------------------------------------------------------------------

    def _event(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._check_tag(event)
                self._add(self._scalar(event), event.anchor)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._problem("YML001", "a case is one YAML document, not several", event)
                    raise _Stop

    def _open(self, event: Any) -> None:
        self._check_tag(event)
        if len(self._stack) >= self._deepest:
            message = f"nested more than {self._deepest} levels deep"
            self._problem("YML010", message, event, self._deepest.remedy)
            raise _Stop
        data: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        spot = self._spot(event.start_mark.index, event.end_mark.index)
        self._stack.append(_Open(_Node(data, spot), event.anchor, bool(event.flow_style)))

    def _close(self, event: Any) -> None:
        opened = self._stack.pop()
        node = opened.node
        end = event.end_mark.index
        if not opened.flow:
            # A block collection ends where its last value does, not where the next token begins.
            end = max((child.spot.end for child in node.items.values()), default=0) - self._base
        node.spot = _between(node.spot, node.spot.start, max(node.spot.start, self._base + end))
        self._add(node, opened.anchor)

    def _alias(self, event: Any) -> None:
        node = self._anchors.get(event.anchor)
        if node is None:
            open_anchors = {opened.anchor for opened in self._stack}
            if event.anchor in open_anchors:
                self._problem("YML007", f"the alias *{event.anchor} contains itself", event)
            else:
                self._problem("YML001", f"the alias *{event.anchor} has no anchor before it", event)
            raise _Stop
        self._aliased += node.size
        if self._aliased > self._most_aliased:
            message = f"aliases repeat more than {self._most_aliased:,} values"
            self._problem("YML007", message, event, self._most_aliased.remedy)
            raise _Stop
        self._add(node, None)

    def _add(self, node: _Node, anchor: str | None) -> None:
        self._values += 1
        if self._values > self._most_values:
            self._note(
                structural(
                    "YML008",
                    f"more than {self._most_values:,} values",
                    self._source.span(node.spot.start, node.spot.end),
                    hint=self._most_values.remedy,
                )
            )
            raise _Stop
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        if isinstance(parent.node.data, list):
            index = len(parent.node.data)
            parent.node.data.append(node.data)
            parent.node.items[index] = node
            parent.node.size += node.size
        elif parent.key is None:
            parent.key = (self._key(node), node.spot)
        else:
            self._set(parent, *parent.key, node)

    def _set(self, parent: _Open, key: str, spot: Spot, node: _Node) -> None:
        parent.key = None
        previous = parent.node.items.get(key)
        if previous is not None:
            self._duplicate(key, spot, previous)
            return
        parent.node.data[key] = node.data
        placed = _Node(node.data, _keyed(node.spot, spot), node.items, node.size)
        parent.node.items[key] = placed
        parent.node.size += node.size

    def _key(self, node: _Node) -> str:
        if isinstance(node.data, dict | list):
            span = self._source.span(node.spot.start, node.spot.end)
            self._note(structural("YML001", "a key must be text, not a list or a mapping", span))
            raise _Stop
        if node.typed == "<<":
            hint = "write the keys out, or use an alias for the whole value"
            span = self._source.span(node.spot.start, node.spot.end)
            self._note(structural("YML001", "merge keys (<<) are not part of YAML 1.2", span, hint=hint))
        return node.typed

    def _duplicate(self, key: str, spot: Spot, previous: _Node) -> None:
        first = self._source.span(previous.spot.key_start, previous.spot.key_end)
        pointer = Pointer(opened.step for opened in self._stack[:-1]) / key
        self._note(
            structural(
                "YML002",
                f"the key {shown(key)} is given twice",
                self._source.span(spot.start, spot.end),
                pointer,
                hint="keep one of the two",
                related=(Related(first, "first given here"),),
            )
        )

    # --- scalars ------------------------------------------------------------------------------------

    def _check_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag not in scalars.TAGS and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._problem("YML004", f"the tag {shown(tag)} is not allowed", event)
            raise _Stop

    def _scalar(self, event: Any) -> _Node:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor or event.tag:
            properties = _PROPERTIES.match(self._text, start, end)
            start = properties.end() if properties else start
        if event.style in ("|", ">"):
            end = start + len(self._text[start:end].rstrip())
        if control := CONTROL.search(event.value):
            self._problem(
                "YML001", f"the control character {_code_point(control.group())} is not allowed", event
            )
            raise _Stop
        found = runs(self._text, start, end, event.style, event.value)
        shifted = tuple((decoded, self._base + typed) for decoded, typed in found)
        text = event.value.translate(_NOT_BREAKS)
        plain = event.style in (None, "") and event.implicit[0]
        tagged = event.tag is not None and event.tag.rsplit(":", 1)[-1] in ("int", "float", "bool", "null")
        return _Node(
            scalars.resolve(text) if plain or tagged else text, self._spot(start, end, shifted), typed=text
        )

    # --- problems -----------------------------------------------------------------------------------

    def _spot(self, start: int, end: int, runs: tuple[tuple[int, int], ...] = ()) -> Spot:
        return Spot(self._source, self._base + start, self._base + end, runs=runs)

    def _note(self, problem: Problem) -> None:
        self._problems.append(problem)
        if len(self._problems) >= self._most_problems:
            raise _Stop

    def _problem(self, code: str, message: str, event: Any, hint: str = "") -> None:
        start, end = event.start_mark.index, event.end_mark.index
        span = self._source.span(self._base + start, self._base + max(end, start + 1))
        self._note(structural(code, message, span, hint=hint))

    def _unprintable(self, error: yaml.reader.ReaderError) -> None:
        match = yaml.reader.Reader.NON_PRINTABLE.search(self._text)
        if match is None:
            self._syntax(0, str(error.reason))
        else:
            name = _code_point(match.group())
            self._syntax(match.start(), f"the control character {name} is not allowed")

    def _syntax(self, at: int, message: str, error: yaml.MarkedYAMLError | None = None) -> None:
        span = self._source.span(self._base + at, self._base + at + 1)
        hint = _advice(message, self._source.line(span.line))
        related: tuple[Related, ...] = ()
        if error is not None and error.context_mark is not None and error.context:
            start = self._base + error.context_mark.index
            if start != self._base + at:
                related = (Related(self._source.span(start, start + 1), str(error.context)),)
        self._problems.append(structural("YML001", message, span, hint=hint, related=related))


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X}"


def _advice(message: str, line: str) -> str:
    if "\t" in line and ("tab" in message or "token" in message):
        return "indent with spaces: YAML does not allow tabs"
    if "mapping values are not allowed" in message:
        return "put text with a colon in it in quotes, and the keys of one mapping in one column"
    if "unexpected end of stream" in message:
        return "close the quotation mark or bracket"
    return ""


def _between(spot: Spot, start: int, end: int) -> Spot:
    return Spot(spot.source, start, end, spot.key_start, spot.key_end, spot.runs)


def _keyed(spot: Spot, key: Spot) -> Spot:
    return Spot(spot.source, spot.start, spot.end, key.start, key.end, spot.runs)
