"""Bibliography files join the case's references, so that every rule sees one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from casegen.files import Refused, resolve_inside
from casegen.load.aliases import fields
from casegen.load.bibliography import Entry, Fault
from casegen.load.codes import structural
from casegen.load.text import CONTROL, read_source
from casegen.model import CslDate, CslName, Part, Reference
from casegen.problem import Problem
from casegen.source import Pointer, Source, SourceMap, Spot

# Lists in an entry are as deep as CSL's `date-parts`; what is deeper is left out, for the model to refuse.
_DEEPEST = 3

_Reader = Callable[[str], tuple[list[Entry], list[Fault]]]


def join_bibliography(data: dict[str, Any], folder: Path, places: SourceMap) -> list[Problem]:
    """Append what the files under ``bibliography`` hold to ``references``, and say what could not be read."""
    names = data.get("bibliography")
    references = data.setdefault("references", [])
    if not isinstance(names, list) or not isinstance(references, list):
        return []
    problems: list[Problem] = []
    for index, name in enumerate(names):
        if isinstance(name, str):
            at = Pointer(("bibliography", index))
            problems.extend(_join(name, at, folder, references, places))
    return problems


def _join(name: str, at: Pointer, folder: Path, references: list[Any], places: SourceMap) -> list[Problem]:
    here = places.locate(at)
    reader = _reader(name)
    if reader is None:
        hint = "bibliographies are .bib, .ris, .nbib, .json or .yaml files"
        return [structural("YML012", f"{name!r} is no known kind of bibliography", here, at, hint=hint)]
    try:
        source, problems = read_source(resolve_inside(folder, name))
    except Refused as refusal:
        return [structural("YML012", str(refusal), here, at)]
    places.others[source.path] = source
    if problems:
        return problems
    entries, faults = reader(source.text)
    for entry in entries:
        pointer = Pointer(("references", len(references)))
        start = source.line_start(entry.line)
        spot = Spot(source, start, start + len(source.line(entry.line)))
        item = _known(entry.csl)
        if any(map(CONTROL.search, _texts(item))):
            faults.append(Fault(entry.line, 1, "the entry holds a control character"))
            continue
        places.spots.update({pointer: spot, **{pointer / key: spot for key in item}})
        references.append(item)
    return [_fault(fault, source, at) for fault in faults]


def _fault(fault: Fault, source: Source, at: Pointer) -> Problem:
    """A fault in one entry does not stop the build: a lost entry that is cited is CIT001, which does."""
    start = source.line_start(fault.line) + fault.column - 1
    return structural("YML012", fault.message, source.span(start, start), at).replace(blocking=False)


def _known(item: dict[str, Any]) -> dict[str, Any]:
    """*item* with the keys the model knows: other programs' exports carry more than CSL defines."""
    kept = _only(item, Reference)
    kept.pop("custom", None)
    if "id" in kept:
        kept["id"] = str(kept["id"])
    return {key: _value(value, _DEEPEST) for key, value in kept.items()}


def _value(value: Any, depth: int) -> Any:
    """*value* without what is empty, and names and dates with only the keys the model knows."""
    match value:
        case list():
            return [_value(entry, depth - 1) for entry in value if entry is not None] if depth else []
        case dict():
            is_date = "date-parts" in value or "raw" in value
            known = _only(value, CslDate if is_date else CslName)
            return {key: _value(entry, depth - 1) for key, entry in known.items()} if depth else known
    return value


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for entry in value:
                yield from _texts(entry)
        case dict():
            for entry in value.values():
                yield from _texts(entry)


def _only(item: dict[str, Any], part: type[Part]) -> dict[str, Any]:
    known = set(fields(part).values())
    return {key: value for key, value in item.items() if key in known and value is not None}


def _reader(name: str) -> _Reader | None:
    """The reader for a file called *name*. Imported when needed: the BibTeX reader is slow to load."""
    suffix = Path(name).suffix.lower()
    if suffix in (".json", ".csljson"):
        from casegen.load.bibliography.csl import read_csl_json

        return read_csl_json
    if suffix in (".yaml", ".yml"):
        from casegen.load.bibliography.csl import read_csl_yaml

        return read_csl_yaml
    if suffix in (".bib", ".bibtex", ".biblatex"):
        from casegen.load.bibliography.bibtex import read_bibtex

        return read_bibtex
    if suffix in (".ris", ".nbib"):
        from casegen.load.bibliography import ris

        return ris.read_ris if suffix == ".ris" else _nbib()
    return None


def _nbib() -> _Reader:
    from casegen.load.bibliography.nbib import read_nbib

    return read_nbib
