"""Files of tagged lines, "TY  - JOUR": cut into tags and values, with their lines."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property


class TaggedRecord:
    """A record: the line it begins on, and its tags and values in the order of the file."""

    def __init__(self, line: int, tag: str, value: str) -> None:
        self.line = line
        self._pairs = [(tag, [value])]

    def add(self, tag: str, value: str) -> None:
        """Begin another value."""
        self._pairs.append((tag, [value]))

    def lengthen(self, value: str) -> None:
        """Add a continuation line to the last value."""
        self._pairs[-1][1].append(value)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Tags and values that are not empty. Complete once the whole record has been read."""
        joined = ((tag, " ".join(filter(None, parts))) for tag, parts in self._pairs)
        return [(tag, value) for tag, value in joined if value]

    @cached_property
    def _by_tag(self) -> dict[str, list[str]]:
        by_tag = defaultdict(list)
        for tag, value in self.pairs:
            by_tag[tag].append(value)
        return by_tag

    def all(self, *tags: str) -> list[str]:
        """The values of the first of `tags` that has any."""
        return next((self._by_tag[tag] for tag in tags if tag in self._by_tag), [])

    def first(self, *tags: str) -> str:
        """The first value of the first of `tags` that has one, or ""."""
        return next(iter(self.all(*tags)), "")


def tagged_lines(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str | None, str]]:
    """Each line that holds something: its number, its tag (None for a continuation), and its value."""
    for number, line in enumerate(text.split("\n"), start=1):
        if match := pattern.match(line):
            yield number, match[1], " ".join(match[2].split())
        elif line.strip():
            yield number, None, " ".join(line.split())
