"""From a case to its flows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Literal, get_args

from casegen.model import Case
from casegen.prose import nodes
from casegen.reading.flow import MARK, Flow, flatten
from casegen.reading.passages import Passage, SameCase, passages
from casegen.reading.people import Introduction, find_introductions
from casegen.source import Pointer
from casegen.values import Value

__all__ = ["KINDS", "Kind", "Reading", "read"]

Kind = Literal[
    "title", "abstract", "narrative", "timeline", "caption", "alt", "cell", "declaration", "metadata"
]
KINDS: tuple[Kind, ...] = get_args(Kind)

# What a text is, by the first key of its pointer; by the last one where that says more.
_BY_FIRST: dict[str | int, Kind] = {
    "title": "title", "short_title": "title", "abstract": "abstract", "introduction": "narrative",
    "presentation": "narrative", "discussion": "narrative", "conclusion": "narrative",
    "learning_points": "narrative", "patient_perspective": "narrative", "sections": "narrative",
    "timeline": "timeline", "figures": "caption", "tables": "caption", "supplementary": "caption",
    "consent": "declaration", "ethics": "declaration", "competing_interests": "declaration",
    "funding": "declaration", "acknowledgments": "declaration", "data_availability": "declaration",
    "ai_use": "declaration",
}  # fmt: skip
_BY_LAST: dict[str | int, Kind] = {"credit": "metadata", "alt": "alt"}

# A date has six: 1/2/2020.
_FEWEST_DIGITS = 6

# Without one of these, Markdown prints a one-line text as it stands.
_MARKUP = frozenset("\\`*_~^$[]!<>@&#|\n\t")


class Reading:
    """All printed text of a case. The order is that of the model's fields, which is nearly the article's.

    *values* are the cells that hold a number and no more: they are no flows, for no rule reads them as text.
    """

    def __init__(self, case: Case) -> None:
        texts: list[Passage] = []
        values: list[Passage] = []
        for passage in passages(case):
            (values if _is_value(passage) else texts).append(passage)
        self.values = tuple(passage.prose.text for passage in values)
        self.flows: tuple[Flow, ...] = tuple(_flows(case, texts))

    def of(self, *kinds: Kind) -> tuple[Flow, ...]:
        """The flows of these kinds."""
        return tuple(flow for flow in self.flows if flow.kind in kinds)

    @cached_property
    def story(self) -> tuple[Flow, ...]:
        """Running text about the patient and the field: abstract and narrative, without headings, quotes."""
        return tuple(
            flow for flow in self.of("abstract", "narrative") if not flow.heading and not flow.quoted
        )

    @cached_property
    def sections(self) -> dict[str, tuple[Flow, ...]]:
        """The story's flows by the part of the article they belong to, in order."""
        found: dict[str, list[Flow]] = {}
        for flow in self.story:
            found.setdefault(flow.section, []).append(flow)
        return {name: tuple(flows) for name, flows in found.items()}

    @cached_property
    def introductions(self) -> tuple[Introduction, ...]:
        """Every person told of with an age: "a 76-year-old man"; quotations introduce nobody."""
        return tuple(
            introduction
            for flow in self.of("title", "abstract", "narrative", "caption")
            if not flow.quoted
            for introduction in find_introductions(flow)
        )


def read(case: Case) -> Reading:
    """The reading of *case*: made when first asked for, and the same one for every rule."""
    return _read(SameCase(case))


@lru_cache(maxsize=1)
def _read(key: SameCase) -> Reading:
    return Reading(key.case)


def _flows(case: Case, texts: Iterable[Passage]) -> Iterator[Flow]:
    for passage in texts:
        yield from _of_passage(passage)
    for at, text in _lines(case):
        if text.strip():
            yield _plain(at, text, 0)


def _lines(case: Case) -> Iterator[tuple[Pointer, str]]:
    """What is printed and is no Markdown."""
    yield case.at / "short_title", case.short_title
    for figure in case.figures:
        yield figure.at / "alt", figure.alt
    for supplement in case.supplementary:
        yield supplement.at / "title", supplement.title
    for event in case.timeline:
        yield event.at / "when", event.when


def _kind(at: Pointer) -> Kind:
    if len(at) > 2 and at[0] == "tables" and at[2] in ("rows", "file"):
        return "cell"
    return _BY_LAST.get(at[-1]) or _BY_FIRST.get(at[0], "metadata")


def _section(at: Pointer) -> str:
    return f"sections/{at[1]}" if at[0] == "sections" else str(at[0])


def _plain(at: Pointer, text: str, row: int) -> Flow:
    return Flow(at, text, ((0, 0, len(text)),), kind=_kind(at), section=_section(at), row=row)


def _of_passage(passage: Passage) -> Iterator[Flow]:
    text = passage.prose.text
    if "\n" not in text and len(text) < 200 and not _MARKUP.intersection(text) and text[:1].isalpha():
        yield _plain(passage.at, text, passage.row)
        return
    yield from _Walk(passage).flows()


def _is_value(passage: Passage) -> bool:
    """Whether it is a cell with a number and no more: too short for a date or record number, no words."""
    text = passage.prose.text
    if _kind(passage.at) != "cell":
        return False
    return sum(map(str.isdigit, text)) < _FEWEST_DIGITS and not any(map(str.isalpha, text))


class _Place(Value):
    """Where a block stands: what a flow is told of it."""

    quoted: bool = False
    note: bool = False
    listed: bool = False
    after: type[nodes.Block] | None = None
    before: type[nodes.Block] | None = None


class _Walk:
    """The flows of one Markdown text."""

    def __init__(self, passage: Passage) -> None:
        self._at, self._row, self._prose = passage.at, passage.row, passage.prose
        self._kind, self._section = _kind(passage.at), _section(passage.at)
        self._headings: list[tuple[int, str]] = []

    def flows(self) -> Iterator[Flow]:
        yield from self._blocks(self._prose.blocks, _Place())
        for blocks in self._prose.notes.values():
            yield from self._blocks(blocks, _Place(note=True))

    def _blocks(self, blocks: Iterable[nodes.Block], place: _Place) -> Iterator[Flow]:
        printed = [block for block in blocks if not _stands_aside(block)]
        kinds = [None, *map(type, printed), None]
        for block, after, before in zip(printed, kinds, kinds[2:], strict=False):
            yield from self._block(block, place.replace(after=after, before=before))

    def _block(self, block: nodes.Block, place: _Place) -> Iterator[Flow]:
        match block:
            case nodes.Heading():
                yield from self._heading(block, place)
            case nodes.Paragraph():
                yield from self._flow(block.children, place)
            case nodes.ListBlock():
                for item in block.items:
                    yield from self._blocks(item, place.replace(listed=True))
            case nodes.Quote():
                yield from self._blocks(block.children, place.replace(quoted=True))
            case nodes.Table():
                for row in (block.head, *block.rows):
                    for cell in row:
                        yield from self._flow(cell.children, place, kind="cell")
            case _:
                pass

    def _heading(self, block: nodes.Heading, place: _Place) -> Iterator[Flow]:
        while self._headings and self._headings[-1][0] >= block.level:
            self._headings.pop()
        yield from self._flow(block.children, place, heading=block.level)
        self._headings.append((block.level, flatten(block.children).text.strip()))

    def _flow(
        self, children: Iterable[nodes.Inline], place: _Place, *, kind: Kind | None = None, heading: int = 0
    ) -> Iterator[Flow]:
        flat = flatten(children)
        text = flat.text
        # Nothing but a picture, say: the caption of one declared in place is a text of the case's figures.
        if not text.strip(f" {MARK}"):
            return
        yield Flow(
            self._at,
            text,
            flat.segments,
            kind=kind or self._kind,
            section=self._section,
            marks=flat.marks,
            heading=heading,
            under=tuple(title for _, title in self._headings),
            quoted=place.quoted,
            note=place.note,
            listed=place.listed,
            after=place.after,
            before=place.before,
            row=self._row,
        )


def _stands_aside(block: nodes.Block) -> bool:
    """Whether the text goes on around *block*: it is a comment, or a picture that stands alone."""
    match block:
        case nodes.CommentBlock():
            return True
        case nodes.Paragraph(children=(nodes.Image(),)):
            return True
        case _:
            return False
