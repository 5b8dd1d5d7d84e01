"""The table of what CSL allows where (``csl.toml``), read into what a check asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from casegen.values import Value

__all__ = ["Children", "Grammar", "Holds", "Rules", "grammar"]

_FILE = Path(__file__).parent / "csl.toml"
_INTEGER = re.compile(r"[+-]?\d+")
_NAME = re.compile(r"[\w.:\u00b7-]+")
_TERM = re.compile(r"ordinal-\d\d")


class Holds(Value):
    """What an attribute may hold: one or, with *several*, more of *words*; else what *form* matches."""

    words: frozenset[str] | None = None
    several: bool = False
    form: re.Pattern[str] | None = None
    called: str = ""

    def wrong_in(self, value: str) -> str | None:
        """The part of *value* that cannot stand there; None where all can."""
        if self.form is not None and self.form.fullmatch(value.strip()):
            return None
        if self.words is None:
            return value if self.form is not None else None
        parts = value.split() if self.several else [value]
        return next((part for part in parts if part not in self.words), None if parts else value)


class Children(Value):
    """Children of one name: by which entry of the table they are judged, and how many there may be."""

    tag: str
    rules: str
    least: int
    most: int | None


class Rules(Value):
    """What an element of one kind may and must have. *needs* are tags of which one child must be there."""

    attributes: Mapping[str, Holds]
    required: tuple[str, ...]
    one: tuple[str, ...]
    some: tuple[str, ...]
    children: Mapping[str, Children]
    needs: tuple[str, ...]
    ordered: bool
    text: bool


class Grammar:
    """The whole table."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._rendering: list[str] = table["rendering"]
        self._groups = table["attributes"]
        self._words = {name: frozenset(words) for name, words in table["values"].items()}
        standard = self._words["numbers"] | self._words["strings"]
        every = standard | self._words["names"] | self._words["dates"]
        terms = (
            self._words["terms"]
            | self._words["locators"]
            | self._words["types"]
            | self._words["names"]
            | (self._words["numbers"] - {"locator", "printing-number"})
        )
        self._words.update(standard=standard, variables=every, terms=terms)
        self._elements = {name: self._read(entry) for name, entry in table["elements"].items()}
        self.tags = frozenset(tag for rules in self._elements.values() for tag in rules.children)

    def __getitem__(self, name: str) -> Rules:
        return self._elements[name]

    def _read(self, entry: Mapping[str, Any]) -> Rules:
        groups = [self._groups[name] for name in entry.get("use", ())]
        groups.append(entry.get("attributes", {}))
        needs: tuple[str, ...] = ()
        children: list[Children] = []
        for spec in entry.get("children", ()):
            if spec == "@rendering+":
                needs = tuple(self._rendering)
            children.extend(self._children(spec))
        return Rules(
            {key: self._holds(value) for group in groups for key, value in group.items()},
            tuple(entry.get("required", ())),
            tuple(entry.get("one", ())),
            tuple(entry.get("any", ())),
            {child.tag: child for child in children},
            needs,
            entry.get("ordered", False),
            entry.get("text", False),
        )

    def _children(self, spec: str) -> Iterator[Children]:
        tag, _, rules = spec[:-1].partition(":")
        count = spec[-1]
        if tag == "@rendering":
            yield from (Children(name, name, 0, None) for name in self._rendering)
        else:
            yield Children(tag, rules or tag, int(count in "!+"), 1 if count in "!?" else None)

    def _holds(self, said: str) -> Holds:
        match said:
            case "text":
                return Holds()
            case "integer":
                return Holds(form=_INTEGER, called="a whole number")
            case "name":
                return Holds(form=_NAME, called="a name without blanks")
            case "term":
                return Holds(self._words["terms"], form=_TERM)
        several = said.startswith("list of ")
        said = said.removeprefix("list of ")
        return Holds(self._words.get(said) or frozenset(said.split(" | ")), several)


@cache
def grammar() -> Grammar:
    """The table, read once."""
    import tomllib

    return Grammar(tomllib.loads(_FILE.read_text(encoding="utf-8")))
