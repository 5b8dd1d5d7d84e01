"""Bibliography files join the case's references, so that every rule sees one list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from casegen.files import Refused, resolve_inside
from casegen.load.aliases import fields
from casegen.load.bibliography import Entry, Fault
from casegen.load.codes import structural
from casegen.load.text import read_source
from casegen.model import Reference
from casegen.problem import CasegenError, Problem
from casegen.source import Pointer, Source, Spot

_Reader = Callable[[str], tuple[list[Entry], list[Fault]]]


def join_bibliography(
    data: dict[str, Any], folder: Path, spots: dict[Pointer, Spot]
) -> list[Problem]:
    """Append what the files under ``bibliography`` hold to ``references``, and say what could not be read."""
    names = data.get("bibliography")
    references = data.setdefault("references", [])
    if not isinstance(names, list) or not isinstance(references, list):
        return []
    problems: list[Problem] = []
    for index, name in enumerate(names):
        if isinstance(name, str):
            at = Pointer(("bibliography", index))
            problems.extend(_join(name, at, folder, references, spots))
    return problems


def _join(
    name: str, at: Pointer, folder: Path, references: list[Any], spots: dict[Pointer, Spot]
) -> list[Problem]:
    here = spots[at].source.span(spots[at].start, spots[at].end)
    reader = _reader(name)
    if reader is None:
        hint = "bibliographies are .bib, .ris, .nbib, .json or .yaml files"
        return [structural("YML012", f"{name!r} is no known kind of bibliography", here, at, hint=hint)]
    try:
        path = resolve_inside(folder, name)
        source, problems = read_source(path)
    except (Refused, CasegenError) as refusal:
        return [structural("YML012", str(refusal), here, at)]
    if problems:
        return problems
    entries, faults = reader(source.text)
    for entry in entries:
        pointer = Pointer(("references", len(references)))
        start = source.line_start(entry.line)
        spot = Spot(source, start, start + len(source.line(entry.line)))
        item = _known(entry.csl)
        spots[pointer] = spot
        spots.update({pointer / key: spot for key in item})
        references.append(item)
    return [_fault(fault, source, at) for fault in faults]


def _fault(fault: Fault, source: Source, at: Pointer) -> Problem:
    start = source.line_start(fault.line) + fault.column - 1
    return structural("YML012", fault.message, source.span(start, start), at)


def _known(item: dict[str, Any]) -> dict[str, Any]:
    """*item* with the keys the model knows: other programs' exports carry more than CSL defines."""
    known = set(fields(Reference).values())
    kept = {key: _plain(value) for key, value in item.items() if key in known and value is not None}
    if "id" in kept:
        kept["id"] = str(kept["id"])
    return kept


def _plain(value: Any) -> Any:
    """Names and dates with only their own keys, and a date that is one string as `raw`."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if item is not None and not key.startswith("_")}
    return value


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
