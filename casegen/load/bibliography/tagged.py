"""Files of tagged lines, "TY  - JOUR": cut into tags and values, with their places."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from casegen.load.bibliography.entry import CslItem, Path, Stretch, Stretches


class Typed(NamedTuple):
    """A value, its tag (None for what continues the value before), and where it stands in the text."""

    tag: str | None
    text: str
    start: int
    end: int


class TaggedRecord:
    """A record: the line it begins on, and its tags and values in the order of the file."""

    def __init__(self, line: int, first: Typed) -> None:
        self.line = line
        self._begun = [[first]]

    def add(self, typed: Typed) -> None:
        """Begin another value."""
        self._begun.append([typed])

    def lengthen(self, typed: Typed) -> None:
        """Add a continuation line to the last value."""
        self._begun[-1].append(typed)

    @cached_property
    def pairs(self) -> list[Typed]:
        """Values that are not empty. Complete once the whole record has been read."""
        joined = (parts[0] if len(parts) == 1 else _joined(parts) for parts in self._begun)
        return [typed for typed in joined if typed.text]

    @cached_property
    def _by_tag(self) -> dict[str | None, list[Typed]]:
        by_tag = defaultdict(list)
        for typed in self.pairs:
            by_tag[typed.tag].append(typed)
        return dict(by_tag)

    def typed(self, *tags: str) -> list[Typed]:
        """The values of the first of `tags` that has any, with their places."""
        return next((self._by_tag[tag] for tag in tags if tag in self._by_tag), [])

    def all(self, *tags: str) -> list[str]:
        """The values of the first of `tags` that has any."""
        return [typed.text for typed in self.typed(*tags)]

    def of(self, *tags: str) -> list[str]:
        """The values of all of `tags`."""
        return [typed.text for tag in tags for typed in self._by_tag.get(tag, ())]

    def first(self, *tags: str) -> str:
        """The first value of the first of `tags` that has one, or ""."""
        found = self.typed(*tags)
        return found[0].text if found else ""

    @property
    def beginning(self) -> Stretch:
        """Where the value of the record's first line stands."""
        first = self._begun[0][0]
        return Stretch(first.start, first.end)

    def stretches(
        self, item: CslItem, tags: Mapping[str, tuple[str, ...]], people: Mapping[str, list[Typed]]
    ) -> Stretches:
        """Where the values of `item` stand: under one of the `tags` that each may come from, or `people`."""
        found: dict[Path, Stretch] = {}
        for variable, value in item.items():
            for index, name in enumerate(people.get(variable, ())):
                found[variable, index] = Stretch(name.start, name.end)
            typed = [one for tag in tags.get(variable, ()) for one in self._by_tag.get(tag, ())]
            if typed:
                equal = [one for one in typed if one.text == value]
                holding = [one for one in typed if isinstance(value, str) and value in one.text]
                best = (*equal, *holding, typed[0])[0]
                found[variable,] = Stretch(best.start, best.end)
        return found


def _joined(parts: list[Typed]) -> Typed:
    text = " ".join(part.text for part in parts if part.text)
    return Typed(parts[0].tag, text, parts[0].start, parts[-1].end)


def tagged_lines(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, Typed]]:
    """Each line that holds something, with its number: tag and value are the groups of `pattern`."""
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if match := pattern.match(line):
            yield number, _typed(match[1], match[2], start + match.start(2))
        elif line.strip():
            yield number, _typed(None, line, start)
        start += len(line) + 1


def _typed(tag: str | None, value: str, start: int) -> Typed:
    text = value.strip()
    start += len(value) - len(value.lstrip())
    return Typed(tag, " ".join(text.split()), start, start + len(text))
