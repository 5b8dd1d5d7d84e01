"""Bibliography files join the case's references, so that every rule sees one list."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from casegen.files import Refused, resolve_inside
from casegen.limits import limit, size
from casegen.load.aliases import fields
from casegen.load.bibliography import Entry, Fault
from casegen.load.bibliography.entry import Path as Way
from casegen.load.bibliography.entry import Stretch
from casegen.load.bounds import has_accents_over
from casegen.load.codes import structural
from casegen.load.text import CONTROL, read_source
from casegen.load.tokens import shown
from casegen.model import CslDate, CslName, Part, Reference
from casegen.problem import Problem
from casegen.source import Pointer, Source, SourceMap, Spot

# Lists in an entry are as deep as CSL's `date-parts`; what is deeper is left out, for the model to refuse.
_DEEPEST = 3
_TOO_LARGE = "keep the references that are cited in a file of their own"
# What begins or parts fields and names in any of the kinds of files.
_PARTS = ("\n", "{", "[", "=", " and ")
# Addresses hold "&" for themselves.
_VERBATIM = frozenset({"id", "type", "URL", "DOI"})
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_EXPECTED = {
    "string_type": "text",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "tuple_type": "a list",
    "literal_error": "one of CSL's types",
}

Reader = Callable[[str], tuple[list[Entry], list[Fault]]]


def join_bibliography(data: dict[str, Any], folder: Path, places: SourceMap) -> list[Problem]:
    """Append what the files under ``bibliography`` hold to ``references``, and say what could not be read.

    What a file holds is validated here, entry by entry: what the model cannot hold costs that entry, not the
    case.
    """
    names = data.get("bibliography")
    references = data.setdefault("references", [])
    if not isinstance(names, list) or not isinstance(references, list):
        return []
    problems: list[Problem] = []
    most = limit("bibliography_entries")
    typed = len(references)
    for index, name in enumerate(names):
        if isinstance(name, str):
            at = Pointer(("bibliography", index))
            problems.extend(_join(name, at, folder, references, places))
            if len(references) - typed > most:
                message = f"over {most:,} references in the bibliography files"
                return [*problems, structural("YML008", message, places.locate(at), at, hint=most.remedy)]
    return problems


def _join(name: str, at: Pointer, folder: Path, references: list[Any], places: SourceMap) -> list[Problem]:
    here = places.locate(at)
    reader = reader_of(name)
    if reader is None:
        hint = "bibliographies are .bib, .ris, .nbib, .json or .yaml files"
        return [structural("YML012", f"{shown(name)} is no known kind of bibliography", here, at, hint=hint)]
    try:
        path = resolve_inside(folder, name)
        source, problems = read_source(path, most=size("bibliography_file"), advice=_TOO_LARGE)
    except Refused as refusal:
        return [structural("YML012", str(refusal), here, at)]
    places.others[source.path] = source
    if problems:
        return problems
    if over := _parts_over(source, at):
        return [over]
    entries, faults = reader(source.text)
    if not entries and not faults:
        faults = [Fault(1, 1, f"{name} holds no references")]
    for entry in entries:
        reference = reference_of(entry, source, faults)
        if reference is not None:
            _place(entry, Pointer(("references", len(references))), source, places)
            references.append(reference)
    faults.sort(key=lambda fault: (fault.line, fault.column))
    return [_fault(fault, source, at) for fault in faults[: limit("problems")]]


def _parts_over(source: Source, at: Pointer) -> Problem | None:
    """The problem where *source* has more parts than are read: to count them takes no time."""
    most = limit("bibliography_parts")
    if len(source.text) <= most or sum(map(source.text.count, _PARTS)) <= most:
        return None
    message = f"over {most:,} lines, fields, names and braces"
    return structural("YML008", message, source.span(0, 0), at, hint=f"{_TOO_LARGE}; or {most.remedy}")


def _fault(fault: Fault, source: Source, at: Pointer) -> Problem:
    """A fault in one entry does not stop the build: a lost entry that is cited is CIT001, which does."""
    start = source.line_start(fault.line) + fault.column - 1
    return structural("YML012", fault.message, source.span(start, start), at).replace(blocking=False)


# --- entries ------------------------------------------------------------------------------------------


def reference_of(entry: Entry, source: Source, faults: list[Fault]) -> Reference | None:
    """The reference of *entry*, without what the model cannot hold; what is left out joins *faults*."""
    item = _known(entry.csl)
    if any(CONTROL.search(text) for text in _texts(item)):
        faults.append(Fault(entry.line, 1, "the entry holds a control character"))
        return None
    most = limit("reference_text")
    if any(len(text) > most for text in _texts(item)):
        too_long = f"the entry holds a text of over {most:,} characters; {most.remedy}"
        faults.append(Fault(entry.line, 1, too_long))
        return None
    most = limit("accents")
    if any(has_accents_over(most, text) for text in _texts(item)):
        faults.append(
            Fault(entry.line, 1, f"the entry holds a letter with over {most:,} accents; {most.remedy}")
        )
        return None
    try:
        return Reference.model_validate(item)
    except ValidationError as error:
        found = error.errors(include_url=False)
    stretches = entry.stretches()
    for one in found:
        key = str(one["loc"][0])
        if key not in item and key != "id":
            continue  # told before
        stretch = _nearest(one["loc"], stretches) or entry.key
        faults.append(Fault(*source.place(stretch.start), _refusal(key, item, one)))
        item.pop(key, None)
    try:
        return Reference.model_validate(item)
    except ValidationError:  # without an id, which the faults tell
        return None


def _nearest(way: tuple[int | str, ...], stretches: Mapping[Way, Stretch]) -> Stretch | None:
    return next((found for n in range(len(way), 0, -1) if (found := stretches.get(way[:n]))), None)


def _refusal(key: str, item: Mapping[str, Any], error: ErrorDetails) -> str:
    if key == "id":
        return "an entry without an id cannot be cited: it is not read"
    if key == "type" and isinstance(item["type"], str):
        guess = _closest_type(item["type"])
        known = f": did you mean {guess!r}?" if guess else ""
        return f"unknown type {shown(item['type'])} of {shown(item.get('id'))}, read as 'document'{known}"
    expected = _EXPECTED.get(error["type"])
    reason = f"expected {expected}" if expected else str(error["msg"]).lower()
    return f"{key} of {shown(item.get('id'))} is left out: {reason}"


def _closest_type(typed: str) -> str | None:
    from difflib import get_close_matches

    types: tuple[str, ...] = get_args(Reference.model_fields["type"].annotation)
    words = sorted(re.split(r"[-_ ]", typed.lower()))
    turned = next((one for one in types if sorted(re.split(r"[-_ ]", one)) == words), None)
    return turned or next(iter(get_close_matches(typed.lower(), types, n=1, cutoff=0.6)), None)


def _known(typed: Mapping[str, Any]) -> dict[str, Any]:
    """*typed* with the keys the model knows: other programs' exports carry more than CSL defines."""
    item = _only(typed, Reference)
    item.pop("custom", None)
    if isinstance(item.get("id"), int | float):
        item["id"] = str(item["id"])
    return {
        key: value if key in _VERBATIM else _value(_shape(key, value), _DEEPEST)
        for key, value in item.items()
    }


def _shape(key: str, value: Any) -> Any:
    """*value* in the shape that the model has: others write one name for a list, or a text in a list."""
    part = _parts().get(key)
    if part is CslDate and isinstance(value, str | int | float):
        return {"raw": value}
    if part is CslName:
        names = [value] if isinstance(value, str | dict) else value
        return [_named(name) for name in names] if isinstance(names, list) else names
    if part is None and isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return value if key == "categories" else value[0]  # as Crossref has titles
    return value


def _named(name: Any) -> Any:
    return {"literal": name} if isinstance(name, str) else name


@cache
def _parts() -> Mapping[str, type[Part]]:
    """The variables that hold no text, but names or dates."""
    annotated = (
        (field.alias or name, get_args(field.annotation)) for name, field in Reference.model_fields.items()
    )
    return {key: part for key, inside in annotated for part in (CslName, CslDate) if part in inside}


def _value(value: Any, depth: int) -> Any:
    """*value* without what is empty, and names and dates with only the keys the model knows."""
    match value:
        case str():
            return _without_entities(value) if "&" in value else value
        case list():
            return [_value(entry, depth - 1) for entry in value if entry is not None] if depth else []
        case dict():
            is_date = "date-parts" in value or "raw" in value
            known = _only(value, CslDate if is_date else CslName)
            return {key: _value(entry, depth - 1) for key, entry in known.items()} if depth else known
    return value


def _without_entities(text: str) -> str:
    """*text* with the characters that databases write as HTML: "&amp;", "&#x3B1;"."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


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


def _only(item: Mapping[str, Any], part: type[Part]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for typed, value in item.items():
        key = _key(part, typed)
        if key and value is not None:
            kept.setdefault(key, value)
    return kept


def _key(part: type[Part], typed: str) -> str | None:
    """What *part* calls the key *typed*, if it knows it."""
    return fields(part).get(typed.replace("-", "_").lower())


# --- places -------------------------------------------------------------------------------------------


def _place(entry: Entry, at: Pointer, source: Source, places: SourceMap) -> None:
    """Say where *entry* stands, and how the places of what is in it are found when they are asked for."""
    start = source.line_start(entry.line)
    places.spots[at] = Spot(source, start, start + len(source.line(entry.line)))
    places.spots[at / "id"] = _spot(entry.key, entry.csl.get("id"), source)
    places.later[at] = partial(_spots, entry, at, source)


def _spots(entry: Entry, at: Pointer, source: Source) -> dict[Pointer, Spot]:
    """Where everything in *entry* was typed, but for its id."""
    stretches = entry.stretches()
    spots: dict[Pointer, Spot] = {}
    for way, value in _ways(entry.csl, ()):
        if stretch := stretches.get(way) or _part(value, stretches.get(way[:-1]), source.text):
            key = _key(Reference, str(way[0])) or str(way[0])
            spots[Pointer((*at, key, *way[1:]))] = _spot(stretch, value, source)
    spots.pop(at / "id", None)
    return spots


def _ways(value: Any, way: Way) -> Iterator[tuple[Way, Any]]:
    """All that is in *value*, with the way to each."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in inside:
        yield (*way, step), part
        yield from _ways(part, (*way, step))


def _part(value: Any, around: Stretch | None, text: str) -> Stretch | None:
    """Where *value* stands in the name that is typed *around* it, if it is a word of it that comes once."""
    if around is None or not isinstance(value, str):
        return None
    found = [
        match.span()
        for match in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text[around.start : around.end])
    ]
    if len(found) != 1:
        return None
    return Stretch(around.start + found[0][0], around.start + found[0][1])


def _spot(stretch: Stretch, value: Any, source: Source) -> Spot:
    """The spot of *value*: its characters' places are known where the file holds them just as they are."""
    runs = stretch.runs
    if isinstance(value, str) and source.text[stretch.start : stretch.end] == value:
        runs = ((0, stretch.start),)
    return Spot(source, stretch.start, stretch.end, stretch.key_start, stretch.key_end, runs)


# --- files --------------------------------------------------------------------------------------------


def reads_alike(source: Source, text: str) -> bool:
    """Whether *text* in the place of *source*'s holds the same references, and no more that is unreadable.

    True for a file that is no bibliography.
    """
    reader = reader_of(source.path.name)
    if reader is None:
        return True
    (before, faults), (after, more) = reader(source.text), reader(text)
    keys, keys_after = ([entry.csl.get("id") for entry in entries] for entries in (before, after))
    return keys == keys_after and len(more) <= len(faults)


def reader_of(name: str) -> Reader | None:
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


def _nbib() -> Reader:
    from casegen.load.bibliography.nbib import read_nbib

    return read_nbib
