"""Where a case declares consent, ethics approval, interests, funding and the use of AI.

In its fields, under a heading that is a synonym of one, or in a sentence: published articles do all three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from casegen.model import Case
from casegen.model.languages import primary
from casegen.reading import Flow, read
from casegen.reading.passages import SameCase
from casegen.rules.phrases import phrases
from casegen.source import Pointer
from casegen.values import Value

__all__ = ["Declaration", "Name", "Statement", "declarations", "is_english", "is_heading"]

Name = Literal["consent", "ethics", "competing-interests", "funding", "ai-use"]
_FIELDS: Mapping[Name, str] = {
    "consent": "consent",
    "ethics": "ethics",
    "competing-interests": "competing_interests",
    "funding": "funding",
    "ai-use": "ai_use",
}


class Statement(Value):
    """A stretch of a flow in which something is declared."""

    flow: Flow
    start: int
    end: int

    @property
    def within(self) -> tuple[int, int] | None:
        """The stretch of the value at the flow's place."""
        return self.flow.within(self.start, self.end)

    @property
    def text(self) -> str:
        """What it says."""
        return self.flow.text[self.start : self.end]


class Declaration(Value):
    """One declaration: where it stands first, and every statement that belongs to it.

    *field*: it is declared in the field of its name; there may be no words then ("obtained: true").
    """

    at: Pointer
    field: bool
    statements: tuple[Statement, ...] = ()


def declarations(case: Case) -> Mapping[Name, Declaration]:
    """What *case* declares, by name; what it does not declare is not there."""
    return _declarations(SameCase(case))


@lru_cache(maxsize=1)
def _declarations(key: SameCase) -> Mapping[Name, Declaration]:
    case = key.case
    stated: dict[Name, list[Statement]] = {name: [] for name in _FIELDS}
    for name, statement in (*_in_fields(case), *_under_headings(case), *_in_sentences(case)):
        stated[name].append(statement)
    found: dict[Name, Declaration] = {}
    for name, key_ in _FIELDS.items():
        # A mapping with nothing in it declares nothing.
        value = getattr(case, key_)
        field = bool(value) and (not hasattr(value, "model_fields_set") or _says_something(value))
        if field:
            found[name] = Declaration(case.at / key_, True, tuple(stated[name]))
        elif stated[name]:
            found[name] = Declaration(stated[name][0].flow.at, False, tuple(stated[name]))
    return found


def _says_something(part: object) -> bool:
    return any(value not in (None, "", ()) for value in vars(part).values())


def _in_fields(case: Case) -> Iterator[tuple[Name, Statement]]:
    by_key = {key: name for name, key in _FIELDS.items()}
    for flow in read(case).of("declaration"):
        name = by_key.get(str(flow.at[0]))
        if name is not None:
            yield name, Statement(flow, 0, len(flow.text))


def _under_headings(case: Case) -> Iterator[tuple[Name, Statement]]:
    under: set[str] = set()
    begun = False
    for flow in read(case).of("narrative"):
        if is_heading(flow):
            under = set() if begun else under
            under |= {found.topic for found in phrases("ethics/declaration_titles").find(flow)}
            begun = False
        else:
            begun = True
            for name in _FIELDS:
                if name in under:
                    yield name, Statement(flow, 0, len(flow.text))


def _in_sentences(case: Case) -> Iterator[tuple[Name, Statement]]:
    known: set[tuple[str, int, int]] = set()
    for flow in read(case).of("narrative", "declaration", "caption"):
        if is_heading(flow) or flow.quoted:
            continue
        for found in phrases("ethics/declaration_phrases").find(flow):
            sentence = flow.sentence_at(found.start)
            key = (found.topic, id(flow), sentence.start)
            if key in known or sentence.cites:
                continue
            known.add(key)
            for name in _FIELDS:
                if name == found.topic:
                    yield name, Statement(flow, sentence.start, sentence.end)


def is_heading(flow: Flow) -> bool:
    """Whether *flow* is a heading in a text, or the title of a section."""
    return bool(flow.heading) or (flow.at[0] == "sections" and flow.at[-1] == "title")


def is_english(case: Case) -> bool:
    """Whether the report is in English."""
    return primary(case.language) == "en"
