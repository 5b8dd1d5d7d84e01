"""Every bibliography file of this folder, with what is read from it in the JSON file beside it."""

import importlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from casegen.identifiers import normalise_doi
from casegen.load.bibliography import Entry, Fault
from casegen.model import Reference

HERE = Path(__file__).parent
READERS = {".bib": "bibtex", ".ris": "ris", ".nbib": "nbib"}
FILES = sorted(path for path in HERE.iterdir() if path.suffix in READERS)


def reader(path: Path) -> Callable[[str], tuple[list[Entry], list[Fault]]]:
    module = READERS[path.suffix]
    found: Callable[[str], tuple[list[Entry], list[Fault]]] = getattr(
        importlib.import_module(f"casegen.load.bibliography.{module}"), f"read_{module}"
    )
    return found


def read(path: Path) -> tuple[list[Entry], list[Fault]]:
    return reader(path)(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file(path: Path, golden: Callable[[Path, str], None]) -> None:
    entries, faults = read(path)
    actual = {
        "entries": [{"line": entry.line, **entry.csl} for entry in entries],
        "faults": [f"{fault.line}:{fault.column} {fault.message}" for fault in faults],
    }
    golden(path.with_name(f"{path.name}.json"), json.dumps(actual, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_line_ends_and_a_byte_order_mark_change_nothing(path: Path, line_end: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert reader(path)("\ufeff" + text.replace("\n", line_end)) == read(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_entries_begin_where_they_say(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = {".bib": "@", ".ris": "TY", ".nbib": "PMID"}
    for entry in read(path)[0]:
        assert lines[entry.line - 1].startswith(starts[path.suffix])
        assert path.suffix != ".bib" or f"{{{entry.csl['id']}," in lines[entry.line - 1].replace("(", "{")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_items_are_references_of_the_model(path: Path) -> None:
    for entry in read(path)[0]:
        assert Reference.model_validate(entry.csl).id == entry.csl["id"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_items_hold_nothing_empty_and_normalised_dois(path: Path) -> None:
    for entry in read(path)[0]:
        assert all(entry.csl.values())
        if "DOI" in entry.csl:
            assert normalise_doi(entry.csl["DOI"]) == entry.csl["DOI"]
