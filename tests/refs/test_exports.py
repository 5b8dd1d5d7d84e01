"""What is exported reads back as it was, by the project's own readers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casegen.citations.csl import as_csl
from casegen.load import load
from casegen.load.bibliography import Entry, Fault
from casegen.load.bibliography.bibtex import read_bibtex
from casegen.load.bibliography.csl import read_csl_json
from casegen.load.bibliography.ris import read_ris
from casegen.model import Reference
from casegen.refs.export import export
from casegen.refs.export.latex import title_latex
from casegen.refs.tidy import as_reference, tidy
from tests.refs.strategies import NUMBERS, PAGES, dates, items, names, texts

REPOSITORY = Path(__file__).parents[2]
CASES = sorted(REPOSITORY.glob("cases/*/case.yaml"))
READERS = {"bib": read_bibtex, "ris": read_ris, "csl": read_csl_json}

_NO_CASE = re.compile(r'<span class="nocase">(.*?)</span>')


def table(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / name).read_text("utf-8"))
    return rows


def read_back(references: list[Reference], format: str) -> list[dict[str, Any]]:
    found: tuple[list[Entry], list[Fault]] = READERS[format](export(references, format))
    entries, faults = found
    assert not faults, faults
    return [tidy(entry.csl)[0] for entry in entries]


def unshielded(item: dict[str, Any]) -> dict[str, Any]:
    """*item* without the marks on words that keep their capitals, of which BibTeX needs more than CSL."""
    return {
        key: _NO_CASE.sub(r"\1", value) if isinstance(value, str) else value for key, value in item.items()
    }


def without(item: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in keys}


BIB = items(
    (
        "article-journal", "article-magazine", "article-newspaper", "book", "chapter", "dataset", "graphic",
        "legislation", "manuscript", "motion_picture", "pamphlet", "paper-conference", "patent", "performance",
        "periodical", "report", "review", "software", "song", "standard", "thesis", "entry-encyclopedia",
        "personal_communication", "legal_case",
    ),
    **{
        "editor": st.lists(names(), min_size=1, max_size=2), "container-title": texts(),
        "container-title-short": texts(), "volume": NUMBERS, "page": PAGES, "publisher": texts(),
        "publisher-place": texts(), "accessed": st.dates().map(lambda day: {"raw": day.isoformat()}), "issued": dates(about=False), "event-title": texts(), "edition": NUMBERS,
        "language": st.sampled_from(["en", "de-AT"]), "status": st.sampled_from(["in press", "submitted"]),
        "genre": st.sampled_from(["PhD thesis", "Editorial"]), "number-of-pages": NUMBERS,
    },
)  # fmt: skip
RIS = items(
    ("article-journal", "chapter", "paper-conference", "manuscript", "patent", "report", "dataset", "thesis"),
    **{
        "editor": st.lists(names(), min_size=1, max_size=2), "container-title": texts(), "volume": NUMBERS,
        "page": PAGES, "publisher": texts(), "publisher-place": texts(),
        "language": st.sampled_from(["en", "de-AT"]),
    },
)  # fmt: skip
CSL = items(volume=NUMBERS, page=PAGES, accessed=dates(), note=texts(), edition=texts())


@given(BIB)
def test_bibtex_reads_back(item: dict[str, Any]) -> None:
    (back,) = read_back([as_reference(item)], "bib")
    # The reader takes LaTeX's command for a caret for the accent that looks like it.
    assert unshielded(back) == unshielded(item)


@given(RIS)
def test_ris_reads_back(item: dict[str, Any]) -> None:
    item = without(item, "author", "editor") | {
        key: [{"given": "A.", **name} if "family" in name else name for name in item[key]]
        for key in ("author", "editor")
        if key in item
    }  # RIS divides no name that lacks a given name
    (back,) = read_back([as_reference(item)], "ris")
    assert back == item


@given(CSL)
def test_csl_json_reads_back(item: dict[str, Any]) -> None:
    (back,) = read_back([as_reference(item)], "csl")
    assert back == item


@pytest.mark.parametrize("format", sorted(READERS))
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_the_example_cases_read_back(path: Path, format: str) -> None:
    case = load(path).case
    assert case is not None
    originals = [tidy(as_csl(reference))[0] for reference in case.references]
    back = read_back(list(case.references), format)
    if format == "ris":  # which has no fields for a conference or a version, and no type for a preprint
        originals = [without(item, "event-title", "event-place", "version") for item in originals]
        preprints = [item["id"] for item in originals if item["type"] == "article"]
        originals, back = (
            [without(item, "type", "genre") if item["id"] in preprints else item for item in items]
            for items in (originals, back)
        )
    assert [one["id"] for one in back] == [one["id"] for one in originals]
    for one, other in zip(originals, back, strict=True):
        assert unshielded(other) == unshielded(one)


@pytest.mark.parametrize("row", table("latex.yaml"), ids=lambda row: row["title"])
def test_a_title_in_latex(row: dict[str, str]) -> None:
    assert title_latex(row["title"], row.get("language", "")) == row["latex"]


@pytest.mark.parametrize("row", table("exported.yaml"), ids=lambda row: row["item"]["id"])
@pytest.mark.parametrize("format", ["bib", "ris"])
def test_an_export_is_just_what_it_should_be(row: dict[str, Any], format: str) -> None:
    references = [as_reference(tidy(row["item"])[0])]
    assert export(references, format) == row[format]


def test_keys_that_bibtex_cannot_tell_apart_are_told_apart() -> None:
    references = [as_reference({"id": key, "type": "book"}) for key in ("a,b", "a b", "a-b")]
    assert re.findall(r"@book\{(.*),", export(references, "bib")) == ["a-b", "a-b-2", "a-b-3"]


def test_nothing_exported_is_nothing() -> None:
    assert [export([], kind) for kind in ("bib", "ris", "csl")] == ["", "", "[]\n"]
