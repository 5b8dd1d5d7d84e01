"""Every bibliography file of this folder, with what is read from it, and where, in the JSON file beside it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casegen.identifiers import normalise_doi
from casegen.load.bibliography import Entry, Fault
from casegen.load.bibliography.entry import normalised_lines
from casegen.load.references import reader_of, reference_of
from casegen.source import Source

HERE = Path(__file__).parent
SUFFIXES = (".bib", ".ris", ".nbib", ".csljson", ".yaml")
FILES = sorted(path for path in HERE.iterdir() if path.suffix in SUFFIXES)
STARTS = {".bib": "@", ".ris": "TY", ".nbib": "PMID", ".csljson": "", ".yaml": "-"}


def read(path: Path, text: str = "") -> tuple[list[Entry], list[Fault]]:
    reader = reader_of(path.name)
    assert reader is not None
    return reader(text or path.read_text(encoding="utf-8"))


def shown(path: Path, text: str = "") -> dict[str, Any]:
    """What is read from the file, each value with its place and what is typed there."""
    source = Source(path, normalised_lines(text or path.read_text(encoding="utf-8")))
    entries, faults = read(path, text)
    for entry in entries:
        reference_of(entry, source, faults)
    return {
        "entries": [
            {"line": entry.line, **entry.csl, "places": dict(places_in(entry, source))} for entry in entries
        ],
        "faults": [f"{fault.line}:{fault.column} {fault.message}" for fault in faults],
    }


def places_in(entry: Entry, source: Source) -> list[tuple[str, str]]:
    found = {("id",): entry.key, **entry.stretches()}
    places = []
    for way, stretch in found.items():
        line, column = source.place(stretch.start)
        typed = " ".join(source.text[stretch.start : stretch.end].split())
        key = source.text[stretch.key_start : stretch.key_end]
        places.append(("/".join(map(str, way)), f"{line}:{column} {key + ' = ' if key else ''}{typed[:30]}"))
    return places


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_name(f"{path.name}.json"), json.dumps(shown(path), ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_line_ends_and_a_byte_order_mark_change_nothing(path: Path, line_end: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert shown(path, "\ufeff" + text.replace("\n", line_end)) == shown(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_entries_begin_where_they_say(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for entry in read(path)[0]:
        assert lines[entry.line - 1].lstrip().startswith(STARTS[path.suffix])
        assert path.suffix != ".bib" or f"{{{entry.csl['id']}," in lines[entry.line - 1].replace("(", "{")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_items_are_references_of_the_model(path: Path) -> None:
    source = Source(path, path.read_text(encoding="utf-8"))
    for entry in read(path)[0]:
        faults: list[Fault] = []
        reference = reference_of(entry, source, faults)
        assert (reference is not None and not faults) or path.name in ("broken.csljson", "broken.yaml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_items_hold_nothing_empty_and_normalised_dois(path: Path) -> None:
    if path.suffix in (".csljson", ".yaml"):
        return  # which are read as they stand
    for entry in read(path)[0]:
        assert all(entry.csl.values())
        if "DOI" in entry.csl:
            assert normalise_doi(entry.csl["DOI"]) == entry.csl["DOI"]
