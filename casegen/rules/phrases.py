"""Phrases that stand in a data file by topic, and where a text holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from casegen.lists import read_list
from casegen.reading import Flow, Word
from casegen.reading.words import find_words
from casegen.rules.wordlists import DATA

__all__ = ["Found", "Phrases", "phrases"]


class Found(NamedTuple):
    """A phrase in a flow's text, and the topic that it is filed under."""

    topic: str
    start: int
    end: int


class Phrases:
    """The phrases of one file: lines ``topic = phrase, phrase``, in lower case; a topic may have several.

    ``*ectomy`` is every word that ends so. Phrases are found word by word, so that the time a text takes does
    not depend on how many there are.
    """

    def __init__(self, path: Path) -> None:
        # By the first word: the words that must follow, and the topic.
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._by_ending: dict[str, list[str]] = {}
        for line in read_list(path):
            topic, _, listed = line.partition(" = ")
            for phrase in listed.split(", "):
                if phrase.startswith("*"):
                    self._by_ending.setdefault(phrase[1:], []).append(topic)
                    continue
                # As `find_words` would cut it, at a tenth of the time: "parents' view" is two words.
                first, *rest = [word.rstrip("'") for word in phrase.split()]
                self._by_first.setdefault(first, []).append((tuple(rest), topic))

    def find(self, flow: Flow, *, across: bool = False) -> Iterator[Found]:
        """Every phrase in *flow*, by its place.

        Nothing but space and an apostrophe stands between the words of a phrase; *across*: any marks may.
        """
        if not self._by_ending and flow.text.isascii() and flow.vocabulary.isdisjoint(self._by_first):
            return iter(())
        return self._find(flow.text, flow.words, across=across)

    def says(self, text: str, topic: str) -> bool:
        """Whether *text* holds a phrase of *topic*."""
        return any(found.topic == topic for found in self._find(text, find_words(text, text.lower())))

    def _find(self, text: str, words: Sequence[Word], *, across: bool = False) -> Iterator[Found]:
        endings, begun = tuple(self._by_ending), self._by_first
        for index, word in enumerate(words):
            lower = word.lower
            if endings and lower.endswith(endings):
                ending = next(ending for ending in endings if lower.endswith(ending))
                yield from (Found(topic, word.start, word.end) for topic in self._by_ending[ending])
            # Nearly every word begins no phrase.
            if (known := lower if lower.isascii() else _normal(lower)) not in begun:
                continue
            for rest, topic in begun[known]:
                following = words[index + 1 : index + 1 + len(rest)]
                if tuple(_normal(each.lower) for each in following) != rest:
                    continue
                run = (word, *following)
                if across or all(text[a.end : b.start].strip("'’").isspace() for a, b in pairwise(run)):
                    yield Found(topic, word.start, run[-1].end)


@cache
def phrases(name: str) -> Phrases:
    """The phrases of the data file *name*, such as ``ethics/fate``."""
    return Phrases(DATA / f"{name}.txt")


def _normal(word: str) -> str:
    """*word* with a typewriter's apostrophe and hyphen."""
    return word if word.isascii() else word.replace("’", "'").replace("‐", "-").replace("‑", "-")
