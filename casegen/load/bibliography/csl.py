"""CSL-JSON and CSL-YAML: references in the shape the model has, or nearly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from casegen.load.bibliography.entry import Entry, Fault, normalised_lines
from casegen.load.yamltree import read_yaml
from casegen.source import Pointer, Source

_GAP = re.compile(r"[\s,]*")


def read_csl_json(text: str) -> tuple[list[Entry], list[Fault]]:
    """Read a JSON list of CSL items (or a mapping with such a list under ``items`` or ``references``)."""
    text = normalised_lines(text)
    source = Source(Path(), text)
    entries: list[Entry] = []
    try:
        for start, item in _items(text):
            line, column = source.place(start)
            if not isinstance(item, dict):
                return entries, [Fault(line, column, "expected a reference (a JSON object)")]
            entries.append(Entry(line, item))
    except json.JSONDecodeError as error:
        return entries, [Fault(error.lineno, error.colno, f"not valid JSON: {error.msg.lower()}")]
    except (RecursionError, ValueError):
        return entries, [Fault(1, 1, "not valid JSON: nested too deep, or a number too long")]
    return entries, []


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """Each element of the list in *text*, with its offset."""
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    if text[at : at + 1] == "{":
        whole, end = decoder.raw_decode(text, at)
        listed = whole.get("items", whole.get("references"))
        if not isinstance(listed, list):
            yield at, whole
        for item in listed or []:
            yield at, item
        at = end
    elif text[at : at + 1] == "[":
        at = _skip(text, at + 1)
        while text[at : at + 1] != "]":
            item, end = decoder.raw_decode(text, at)
            yield at, item
            at = _skip(text, end)
        at += 1
    elif at < len(text):
        raise json.JSONDecodeError("expected a list of references", text, at)
    rest = _skip(text, at)
    if rest < len(text):
        raise json.JSONDecodeError("extra data after the list", text, rest)


def _skip(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    return match.end() if match else at


def read_csl_yaml(text: str) -> tuple[list[Entry], list[Fault]]:
    """Read a YAML list of CSL items, or a mapping with such a list under ``references``."""
    source = Source(Path(), normalised_lines(text))
    tree = read_yaml(source)
    faults = [Fault(p.span.line, p.span.column, p.message) for p in tree.problems]
    at = Pointer()
    items = tree.data
    if isinstance(items, dict):
        at = at / "references"
        items = items.get("references")
    if items is None:
        return [], faults
    if not isinstance(items, list):
        return [], [*faults, Fault(1, 1, "expected a list of references")]
    entries: list[Entry] = []
    for index, item in enumerate(items):
        line, column = source.place(tree.spots[at / index].start)
        if isinstance(item, dict):
            entries.append(Entry(line, item))
        else:
            faults.append(Fault(line, column, "expected a reference (key: value)"))
    return entries, faults
