"""CSL-JSON and CSL-YAML: references in the shape the model has, or nearly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from casegen.load.bibliography.entry import CslItem, Entry, Fault, Stretch, Stretches, normalised_lines
from casegen.load.bibliography.entry import Path as Way
from casegen.load.yamltree import Tree, read_yaml
from casegen.source import Pointer, Source

_DECODER = json.JSONDecoder()
_MOST_FAILURES = 20  # each may cost a look at all that follows
_GAP = re.compile(r"[\s,]*")
_COLON = re.compile(r"\s*:\s*")
# What begins like an object that is no name and no date.
_ITEM = re.compile(
    r'\{(?=\s*")(?!\s*"(?:family|given|literal|suffix|(?:non-)?dropping-particle|date-parts|raw|season|circa)")'
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[][{}:,]|[^][{}:,"\s]+')
_ID = re.compile(r'"id"\s*:\s*"?((?:(?<=")[^"\\]*)|[0-9]+)')
# The keys under which programs put their list of items.
_LISTS = ("items", "references")


def read_csl_json(text: str) -> tuple[list[Entry], list[Fault]]:
    """Read a JSON list of CSL items (or a mapping with such a list under ``items`` or ``references``).

    After an item that cannot be read, reading goes on where the next one seems to begin.
    """
    text = normalised_lines(text)
    source = Source(Path(), text)
    entries: list[Entry] = []
    faults: list[Fault] = []
    for start, end, found in _items(text):
        line, column = source.place(start)
        if isinstance(found, str):
            faults.append(Fault(line, column, found))
        else:
            told = partial(_json_stretches, text, start, end)
            entries.append(Entry(line, found, _key(text, start, end, found), told))
    return entries, faults


_Items = Iterator[tuple[int, int, CslItem | str]]
"""Each item, or what is wrong where one should be, and the offsets between which it stands."""


def _items(text: str) -> _Items:
    at = _skip(text, 0)
    try:
        if text[at : at + 1] == "{":
            listed = _listed(text, at)
        elif text[at : at + 1] == "[":
            listed = at
        elif at < len(text):
            raise json.JSONDecodeError("expected a list of references", text, at)
        else:
            return
        if listed is None:
            item, end = _DECODER.raw_decode(text, at)
            yield at, end, item
            return
    except (ValueError, RecursionError) as error:
        place = _place(error, at)
        yield place, place, _said(error)
        return
    yield from _elements(text, listed)


def _elements(text: str, at: int) -> _Items:
    """The elements of the list that begins at *at*."""
    at = _skip(text, at + 1)
    failures = 0
    while at < len(text) and text[at] != "]":
        try:
            item, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            place = _place(error, at)
            yield place, place, _said(error)
            failures += 1
            following = _ITEM.search(text, max(place, at + 1))
            if following is None or failures == _MOST_FAILURES:
                return
            at = following.start()
        else:
            yield at, end, item if isinstance(item, dict) else "expected a reference (a JSON object)"
            at = _skip(text, end)
    if at == len(text):
        yield at, at, "not valid JSON: the list is not closed: end it with ]"


def _listed(text: str, at: int) -> int | None:
    """Where the list of items begins in the object at *at*; None where it has none."""
    at = _skip(text, at + 1)
    while text[at : at + 1] == '"':
        key, at = _DECODER.raw_decode(text, at)
        colon = _COLON.match(text, at)
        at = colon.end() if colon else at
        if key in _LISTS and text[at : at + 1] == "[":
            return at
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
    return None


def _place(error: Exception, at: int) -> int:
    return error.pos if isinstance(error, json.JSONDecodeError) else at


def _said(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not valid JSON: {error.msg.lower().removesuffix(' at').removesuffix(' starting')}"
    return "not valid JSON: nested too deep, or a number too long"


def _key(text: str, start: int, end: int, item: Mapping[str, Any]) -> Stretch:
    """Where the id of *item* stands; where that is not plain to see, the item's beginning."""
    match = _ID.search(text, start, end)
    if match and match[1] == str(item.get("id")):
        return Stretch(*match.span(1))
    return Stretch(start, start + 1)


def _skip(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    return match.end() if match else at


def _json_stretches(text: str, start: int, end: int) -> Stretches:
    """Where the values in the object from *start* to *end* stand; of text, what its marks enclose."""
    found: dict[Way, Stretch] = {}
    around: list[
        tuple[Way, bool]
    ] = []  # the objects and lists that are open: the way to each, whether a list
    way: Way = ()
    key: re.Match[str] | None = None
    for token in _TOKEN.finditer(text, start, end):
        is_list = bool(around) and around[-1][1]
        match token[0]:
            case ":":
                pass
            case ",":
                key = None
                way = (*around[-1][0], way[-1] + 1) if is_list else around[-1][0]  # type: ignore[operator]
            case "}" | "]":
                way, _ = around.pop()
            case _ if around and not is_list and key is None:
                key = token
                way = (*around[-1][0], json.loads(token[0]))
            case opening:
                found[way] = _stretch(token, key)
                if opening in ("{", "["):
                    around.append((way, opening == "["))
                    way = (*way, 0) if opening == "[" else way
                    key = None
    return found


def _stretch(token: re.Match[str], key: re.Match[str] | None) -> Stretch:
    start, end = _inside(token)
    return Stretch(start, end, *_inside(key)) if key else Stretch(start, end)


def _inside(token: re.Match[str]) -> tuple[int, int]:
    quoted = token[0].startswith('"')
    return token.start() + quoted, token.end() - quoted


def read_csl_yaml(text: str) -> tuple[list[Entry], list[Fault]]:
    """Read a YAML list of CSL items, or a mapping with such a list under ``references``."""
    source = Source(Path(), text.removeprefix("\ufeff"))
    tree = read_yaml(source)
    faults = [Fault(p.span.line, p.span.column, p.message) for p in tree.problems]
    at = Pointer()
    items = tree.data
    if isinstance(items, dict):
        key = next((key for key in reversed(_LISTS) if key in items), "")
        if not key:
            return [], [*faults, Fault(1, 1, "expected a list of references")]
        at = at / key
        items = items[key]
    if items is None:
        return [], faults
    if not isinstance(items, list):
        return [], [*faults, Fault(1, 1, "expected a list of references")]
    entries: list[Entry] = []
    for index, item in enumerate(items):
        spot = tree.spots[at / index]
        line, column = source.place(spot.start)
        if isinstance(item, dict):
            named = tree.spots.get(at / index / "id", spot)
            key_place = Stretch(named.start, named.end, named.key_start, named.key_end, named.runs)
            entries.append(Entry(line, item, key_place, partial(_yaml_stretches, tree, at / index, item)))
        else:
            faults.append(Fault(line, column, "expected a reference (key: value)"))
    return entries, faults


def _yaml_stretches(tree: Tree, at: Pointer, item: Mapping[str, Any]) -> Stretches:
    found: dict[Way, Stretch] = {}
    for way in _ways(item, ()):
        if spot := tree.spots.get(Pointer((*at, *way))):
            found[way] = Stretch(spot.start, spot.end, spot.key_start, spot.key_end, spot.runs)
    return found


def _ways(value: Any, way: Way) -> Iterator[Way]:
    """The ways to all that is in *value*."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in inside:
        yield (*way, step)
        yield from _ways(part, (*way, step))
