"""Exported references, read by programs that others wrote: pybtex, which is strict, and rispy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casegen.load import load
from casegen.model import Reference
from casegen.refs.export import export
from casegen.refs.tidy import as_reference
from tests.refs.strategies import NUMBERS, PAGES, dates, items, names, texts

HERE = Path(__file__).parent
CASES = sorted(HERE.parents[1].glob("cases/*/case.yaml"))
ANY = items(
    editor=st.lists(names(), min_size=1, max_size=2), volume=NUMBERS, page=PAGES, accessed=dates(),
    publisher=texts(), note=texts(), keyword=texts(),
)  # fmt: skip


@pytest.fixture(scope="session")
def readers(validators: Path) -> Path:
    folder = validators / "exports"
    if not folder.is_dir():
        pytest.skip("the readers of exports are not installed: make conformance")
    return folder


def judged(references: list[Reference], readers: Path, folder: Path) -> dict[str, list[dict[str, Any]]]:
    files = [folder / f"all.{kind}" for kind in ("bib", "ris")]
    for file in files:
        file.write_text(export(references, file.suffix[1:]), "utf-8")
    done = subprocess.run(
        [sys.executable, HERE / "exports_judge.py", *files],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(readers)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return found


def require_all(references: list[Reference], found: dict[str, list[dict[str, Any]]]) -> None:
    assert [entry["id"] for entry in found["bib"]] == [reference.id for reference in references]
    assert [entry["id"] for entry in found["ris"]] == [reference.id for reference in references]
    for reference, entry, record in zip(references, found["bib"], found["ris"], strict=True):
        roles = {"author": reference.author, "editor": reference.editor, "translator": reference.translator}
        expected = {role: len(people) for role, people in roles.items() if people}
        assert {role: count for role, count in entry["names"].items() if role in roles} == expected
        assert record["authors"] == len(reference.author)
        assert record["title"] == reference.title
        assert not record["unknown"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_the_example_cases_are_read(path: Path, readers: Path, tmp_path: Path) -> None:
    case = load(path).case
    assert case is not None
    require_all(list(case.references), judged(list(case.references), readers, tmp_path))


@given(found=st.lists(ANY, min_size=1, max_size=12, unique_by=lambda item: item["id"]))
@settings(
    max_examples=20, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_any_references_are_read(found: list[dict[str, Any]], readers: Path, tmp_path: Path) -> None:
    references = [as_reference(item) for item in found]
    require_all(references, judged(references, readers, tmp_path))
