"""A case's text with its figures' files under the names that they are published by.

The names are replaced where they were typed, by the places that `load` tells, however they are spelled
there; then wherever else they stand, as in a comment. What comes of it is read again: a name that is still
told is an error.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from casegen.files import Refused, resolve_inside
from casegen.load import Loaded, load
from casegen.load.load import read_tree
from casegen.model import Figure
from casegen.problem import CasegenError
from casegen.source import Pointer, Source, SourceMap, Span

__all__ = ["case_renamed", "text_renamed"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def text_renamed(data: bytes, names: Mapping[str, str]) -> bytes:
    """The text *data* with each of *names* replaced wherever it stands by itself."""
    text = data.decode("utf-8", "surrogateescape")
    if mentioned := _mentions(names):
        new = {name.casefold(): published for name, published in names.items()}
        text = mentioned.sub(lambda match: new.get(match[0].casefold(), match[0]), text)
    return text.encode("utf-8", "surrogateescape")


def case_renamed(path: Path, data: bytes, names: Mapping[Path, str]) -> bytes:
    """The case *data*, typed in *path*, with the figures' files that are *names* called so.

    CasegenError, with the line, where one is typed in a way that cannot be replaced.
    """
    loaded = load(path, data=data)
    figures = _figures(loaded, names)
    told = {spelling: new for figure, new in figures for spelling in _spellings(figure.file)}
    told.update({path.name: new for path, new in names.items()})
    mark = _BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK) else b""
    text = (
        _typed_anew(loaded.places, figures) if figures else data.removeprefix(mark).decode("utf-8", "replace")
    )
    renamed = mark + text_renamed(text.encode(), told)
    if left := next(_left(path, renamed, figures, told), None):
        raise CasegenError(
            f"{left.path.name}:{left.line}: the name of a figure's file stands here in a spelling that "
            "cannot be replaced in the package: type it as the file is called"
        )
    return renamed


def _figures(loaded: Loaded, names: Mapping[Path, str]) -> list[tuple[Figure, str]]:
    """The figures of the case whose files are published, and under which names."""
    found = []
    for figure in loaded.case.figures if loaded.case else ():
        try:
            path = resolve_inside(loaded.path.parent, figure.file)
        except Refused:
            continue
        if path in names:
            found.append((figure, names[path]))
    return found


def _spellings(file: str) -> set[str]:
    return {file, PurePosixPath(file).name}


def _typed_anew(places: SourceMap, figures: Iterable[tuple[Figure, str]]) -> str:
    """The text of the case with the file of each of *figures* called anew, where it stands by itself."""
    text = places.main.text
    edits = {}
    for figure, new in figures:
        spot = places.spot(figure.at / "file")
        if spot is None or spot.source is not places.main:
            continue
        if text[spot.start : spot.end] == figure.file:
            edits[spot.start, spot.end] = new
        elif spot.key_end > spot.key_start:  # a value of its own, in quotes or folded
            edits[spot.start, spot.end] = json.dumps(new, ensure_ascii=False)
    for (start, end), new in sorted(edits.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _left(
    path: Path, data: bytes, figures: Iterable[tuple[Figure, str]], names: Mapping[str, str]
) -> Iterator[Span]:
    """Where the case *data* still asks for one of *figures* by its old name, or tells one of *names*."""
    again = load(path, data=data)
    now = {figure.at: figure.file for figure in again.case.figures} if again.case else {}
    yield from (
        again.places.locate(figure.at / "file") for figure, new in figures if now.get(figure.at) != new
    )
    if mentioned := _mentions(names):
        source = Source(path, data.decode("utf-8-sig", "replace"))
        tree = read_tree(source)
        places = SourceMap(source, tree.spots)
        for at, value in _texts(tree.data):
            if mentioned.search(unquote(html.unescape(value))):
                yield places.locate(at)


def _texts(value: Any) -> Iterator[tuple[Pointer, str]]:
    """Every text and key in *value*, with its place."""
    pending: list[tuple[Pointer, Any]] = [(Pointer(), value)]
    while pending:
        at, inside = pending.pop()
        if isinstance(inside, str):
            yield at, inside
        elif isinstance(inside, dict):
            yield from ((at / key, key) for key in inside)
            pending += [(at / key, held) for key, held in inside.items()]
        elif isinstance(inside, list):
            pending += [(at / index, held) for index, held in enumerate(inside)]


def _mentions(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds each of *names* that can only be a file's: one without an ending may be any word."""
    # The longest first: one name may be a part of another.
    told = sorted((name for name in names if PurePosixPath(name).suffix), key=len, reverse=True)
    if not told:
        return None
    return re.compile(rf"(?<![\w/%-])(?:{'|'.join(map(re.escape, told))})(?![\w/-])", re.IGNORECASE)
