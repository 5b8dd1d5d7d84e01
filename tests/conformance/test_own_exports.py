"""How to cite an article, read by programs that others wrote; and what `casegen refs export` writes, as CSL-JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casegen.document import Document
from casegen.load import load
from casegen.refs.export import export
from casegen.refs.tidy import as_reference
from casegen.writers import find
from tests._support.cases import composed
from tests.conformance.build_articles import BLIND, SOURCES, THEMES, copies
from tests.conformance.conftest import Judged
from tests.conformance.csl import CslSchema
from tests.conformance.hostile import TEXTS
from tests.refs.strategies import NUMBERS, PAGES, dates, items, names, texts
from tests.writers.exports.test_exports import FULL, LEAST, NUMBERED

HERE = Path(__file__).parent
CSL = "CSL-JSON schema 1.0"
COPIES = copies(THEMES[0], BLIND)
CASES = sorted(
    path for source in SOURCES for path in source.glob("*/case.*") if path.suffix in (".yaml", ".md")
)
ANY = items(
    editor=st.lists(names(), min_size=1, max_size=2), volume=NUMBERS, page=PAGES, accessed=dates(),
    publisher=texts(), note=texts(), keyword=texts(),
)  # fmt: skip


@pytest.fixture(scope="session")
def csl(validators: Path) -> CslSchema:
    return CslSchema(validators)


def read(bib: Path, ris: Path, validators: Path) -> dict[str, list[dict[str, Any]]]:
    """What pybtex, which is strict, and rispy read; each must read one work."""
    done = subprocess.run(
        [sys.executable, HERE / "exports_judge.py", bib, ris],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(validators / "exports")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    assert {kind: len(works) for kind, works in found.items()} == {"bib": 1, "ris": 1}
    return found


def differing(item: dict[str, Any], found: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Where the programs read another work than *item*, by format."""
    (entry,), (record,) = found["bib"], found["ris"]
    authors = len(item.get("author", ()))
    compared = {
        "bib": [("id", entry["id"], item["id"]), ("authors", entry["names"].get("author", 0), authors)],
        "ris": [
            ("id", record["id"], item["id"]),
            ("title", record["title"], item["title"]),
            ("authors", record["authors"], authors),
            ("unknown", record["unknown"], []),
        ],
    }
    return {
        kind: [f"{name}: {theirs!r}, not {ours!r}" for name, theirs, ours in rows if theirs != ours]
        for kind, rows in compared.items()
    }


@pytest.mark.parametrize(("copy", "case"), COPIES)
def test_csl_json_of_the_articles(
    copy: str, case: str, articles: Callable[[str, str, str], Path], csl: CslSchema, judged: Judged
) -> None:
    judged("csl", CSL, csl.findings(articles(copy, case, ".csl.json").read_text("utf-8")))


@pytest.mark.parametrize(("copy", "case"), COPIES)
def test_bibtex_and_ris_of_the_articles(
    copy: str, case: str, articles: Callable[[str, str, str], Path], validators: Path, judged: Judged
) -> None:
    (item,) = json.loads(articles(copy, case, ".csl.json").read_text("utf-8"))
    assert copy != BLIND or "author" not in item
    found = differing(item, read(articles(copy, case, ".bib"), articles(copy, case, ".ris"), validators))
    judged("bib", "pybtex, strict", found["bib"])
    judged("ris", "rispy", found["ris"])


def written(document: Document, folder: Path) -> tuple[Path, Path, str]:
    """*document* as BibTeX and RIS, in files, and as CSL-JSON."""
    bib, ris, csl = (folder / f"a.{name}" for name in ("bib", "ris", "csl"))
    for path in (bib, ris, csl):
        path.write_bytes(find(path.suffix[1:]).function(document, None))  # type: ignore[arg-type] # no theme is asked
    return bib, ris, csl.read_text("utf-8")


@pytest.mark.parametrize("given", [FULL, NUMBERED, LEAST], ids=["full", "numbered", "least"])
def test_names_markup_and_marks(
    given: dict[str, Any], csl: CslSchema, validators: Path, tmp_path: Path
) -> None:
    bib, ris, text = written(composed(given), tmp_path)
    assert not csl.findings(text)
    assert not any(differing(json.loads(text)[0], read(bib, ris, validators)).values())


@given(text=TEXTS)
@settings(
    max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
def test_any_text_is_read(text: str, csl: CslSchema, validators: Path, tmp_path: Path) -> None:
    document = composed(FULL)
    named = {"family": text, "given": text} if text.strip() else {"family": "Ek"}
    item = {**document.item, "title": text, "author": [named, {"literal": f"a {text}"}], "keyword": text}
    bib, ris, made = written(document.replace(item=item), tmp_path)
    assert not csl.findings(made)
    assert len(read(bib, ris, validators)["bib"]) == 1


def test_the_schema_finds_a_fault(csl: CslSchema) -> None:
    (item,) = json.loads(export([as_reference({"id": "a", "type": "book", "title": "A"})], "csl"))
    assert not csl.findings(json.dumps([item]))
    for fault in (
        {"type": "leaflet"},
        {"title": 1},
        {"author": "Ana"},
        {"issued": {"year": 2020}},
        {"titel": "A"},
    ):
        assert csl.findings(json.dumps([{**item, **fault}])), fault


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_references_are_exported_as_csl_json(path: Path, csl: CslSchema, judged: Judged) -> None:
    case = load(path).case
    assert case is not None
    judged("refs csl", CSL, csl.findings(export(case.references, "csl")))


@given(found=st.lists(ANY, min_size=1, max_size=12, unique_by=lambda item: item["id"]))
@settings(
    max_examples=40, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)  # fmt: skip
def test_any_references_are_exported_as_csl_json(found: list[dict[str, Any]], csl: CslSchema) -> None:
    assert not csl.findings(export([as_reference(item) for item in found], "csl"))
