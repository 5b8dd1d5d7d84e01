"""The private file beside a case: what must never be published, and the dates that days are counted from.

Nothing that is read here may be printed, logged or written anywhere, its digest neither: of a birth date, a
digest tells the date to anybody who tries them all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from casegen.files import PRIVATE, Refused, private_file, read_inside
from casegen.limits import limit, size
from casegen.load.yamltree import read_yaml
from casegen.source import Source
from casegen.values import Value

__all__ = ["PRIVATE", "Kept", "Private", "Unreadable", "has_private", "read_private"]

# The keys by which days are reckoned.
_ZERO, _TIMELINE = "day_zero", "timeline"
# The keys of the halves of a name.
_HALVES = ("given", "family")


# The names that the private file is likely to be given by mistake.
_MEANT = re.compile(r"(?:case)?[-_. ]?private[-_. ]?(?:case[-_. ]?)?ya?ml(?:\.txt)?", re.IGNORECASE)


class Unreadable(Refused):
    """The private file is not read, because of what stands in *line* of the file called *name*."""

    def __init__(self, why: str, line: int = 1, name: str = PRIVATE) -> None:
        super().__init__(why)
        self.line = line
        self.name = name


class Kept(Value):
    """A *text* that must not be published, and the *key* that it is kept under, which may be told.

    *half*: it is the given or the family name of somebody of whom both are kept.
    """

    key: str
    text: str
    half: bool = False

    def __repr__(self) -> str:
        # What is shown of a value in a traceback is not this one.
        return f"Kept({self.key!r})"


class Private(Value):
    """What the private file of a case says: all its texts, and of the timeline the dates as they were typed.

    *zero* is the date of day 0, empty where none is given; *dates* are those of the events, by their ids or
    their places in the list, counted from 1.
    """

    kept: tuple[Kept, ...]
    zero: str
    dates: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Private({self.kept!r})"


def has_private(folder: Path) -> bool:
    """Whether there is a private file in *folder*, readable or not, or one that is meant to be."""
    return os.path.lexists(folder / PRIVATE) or bool(_misnamed(folder))


def _misnamed(folder: Path) -> str:
    """The name of a file in *folder* that must be meant as the private file, but is called otherwise."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return ""
    return next((name for name in names if name != PRIVATE and _MEANT.fullmatch(name)), "")


def read_private(folder: Path) -> Private | None:
    """What the private file in *folder* says; None where there is none.

    Refused, in words that hold nothing of it, where it cannot be read: it is no file, leads out of the
    folder, is over 1 MB, not UTF-8, not YAML or not a mapping, or has too many values; and where a file is
    there that is nearly called so.
    """
    if not has_private(folder):
        return None
    if misnamed := _misnamed(folder):
        raise Unreadable(f"the file {misnamed!r} beside the case is not read: call it {PRIVATE}", 1, misnamed)
    path = private_file(folder)
    data = read_inside(path, size("private_file"))
    try:
        source = Source(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("it is not UTF-8 text") from None
    tree = read_yaml(source)
    if tree.problems:
        line = tree.problems[0].span.line
        raise Unreadable(f"it is not YAML that can be read (line {line})", line)
    if not isinstance(tree.data, dict):
        raise Refused("it is not a mapping")
    dates = tree.data.get(_TIMELINE)
    kept = tuple(_kept(tree.data, ()))
    most = limit("private_values")
    if len(kept) > most:
        raise Refused(f"it has {len(kept)} values, more than {most}: {most.remedy}")
    return Private(
        kept,
        _typed(tree.data.get(_ZERO)),
        dict(_dates(dates)) if isinstance(dates, dict | list) else {},
    )


def _kept(value: Any, at: tuple[str, ...]) -> Iterator[Kept]:
    """Every text and number in *value*, which stands under the keys *at*."""
    if isinstance(value, dict):
        whole = tuple(_in_parts(value, at))
        for key, inside in value.items():
            if whole and key in _HALVES:
                yield Kept(".".join((*at, key)), _typed(inside), half=True)
            else:
                yield from _kept(inside, (*at, key))
        yield from whole
    elif isinstance(value, list):
        for inside in value:
            yield from _kept(inside, at)
    elif text := _typed(value):
        yield Kept(".".join(at), text)


def _in_parts(value: Mapping[str, Any], at: tuple[str, ...]) -> Iterator[Kept]:
    """The whole of a name that is given in parts."""
    given, family = (_typed(value.get(half)) for half in _HALVES)
    if given and family:
        # A key that says "name", by which names are known.
        yield Kept(".".join(at if "name" in "".join(at).lower() else (*at, "name")), f"{family}, {given}")


def _dates(events: dict[str, Any] | list[Any]) -> Iterator[tuple[str, str]]:
    pairs = events.items() if isinstance(events, dict) else ((str(n), e) for n, e in enumerate(events, 1))
    for name, value in pairs:
        if text := _typed(value):
            yield name, text


def _typed(value: Any) -> str:
    """A text, or a number as it was typed: 0012345 is not 12345. Empty for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(getattr(value, "typed", "")) if isinstance(value, int | float) else ""
