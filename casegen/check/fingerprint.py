"""What a finding is known by from one day to the next: its rule, its field and its text, not its line."""

from __future__ import annotations

import os.path
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from casegen.load import Loaded
from casegen.load.load import NAMED_BY
from casegen.problem import Problem
from casegen.source import Pointer, SourceMap, Span

__all__ = ["fingerprints"]

# The beginning of a long text stands for it: to mend a word further down makes no other finding.
_LONGEST = 80


def fingerprints(loaded: Loaded, problems: Sequence[Problem]) -> list[str]:
    """A fingerprint for each of *problems* of one case, in their order; no two are the same.

    Lines that move, entries of a list that change places and text that is wrapped anew leave it as it is.
    Problems that cannot be told apart otherwise are numbered.
    """
    seen: Counter[str] = Counter()
    marks = []
    for problem in problems:
        digest = sha256("\0".join(_known_by(loaded, problem)).encode("utf-8", "replace")).hexdigest()[:32]
        seen[digest] += 1
        marks.append(f"{digest}:{seen[digest]}")
    return marks


def _known_by(loaded: Loaded, problem: Problem) -> Iterator[str]:
    yield problem.code
    yield loaded.slug
    yield _file(loaded, problem)
    if problem.private:  # a digest of what must stay private would tell it to who tries all that it can be
        return
    yield from _field(loaded.places, problem.pointer)
    yield ""
    yield _text(loaded.places, problem.span)


def _file(loaded: Loaded, problem: Problem) -> str:
    """The problem's file as seen from its case: the same on every machine."""
    if problem.path == loaded.path:
        return problem.path.name
    try:
        return os.path.relpath(problem.path, loaded.path.parent).replace(os.sep, "/")
    except ValueError:  # another drive
        return problem.path.name


def _field(places: SourceMap, at: Pointer) -> Iterator[str]:
    """The parts of *at*; an entry of a list is called by its name, wherever it stands."""
    around = Pointer()
    for part in at:
        around /= part
        yield _name(places, around) if isinstance(part, int) else part


def _name(places: SourceMap, entry: Pointer) -> str:
    spots = (places.spots.get(entry / key) for key in NAMED_BY)
    spot = next((spot for spot in spots if spot is not None), None)
    return _shortened(spot.source.text[spot.start : spot.end]) if spot else "*"


def _text(places: SourceMap, span: Span) -> str:
    source = places.source_of(span.path)
    if source is None:
        return ""
    start = source.line_start(span.line) + span.column - 1
    end = source.line_start(span.end_line) + span.end_column - 1
    return _shortened(source.text[start:end])


def _shortened(text: str) -> str:
    # More is looked at than is kept, for what white space takes away.
    return " ".join(text[: 4 * _LONGEST].split())[:_LONGEST].strip("'\"")
