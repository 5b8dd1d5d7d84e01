"""Every accepted spelling gives the canonical case, and is told where it was typed: see `spellings.yaml`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.load import load
from casegen.load.aliases import SYNONYMS, fields
from casegen.model import Case

TABLE: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("spellings.yaml").read_text("utf-8"))


def read(text: str) -> tuple[Case, list[tuple[str, str, str, str]]]:
    data = text if re.search("^title:", text, re.MULTILINE) else f"title: T\n{text}"
    data = data if re.search("^authors?:", data, re.MULTILINE) else f"{data}authors: [A]\n"
    loaded = load(Path("case.yaml"), data=data.encode())
    assert loaded.case is not None, loaded.problems
    renamed = []
    for rename in loaded.case.renamed:
        span = loaded.places.locate(rename.at, key=True)
        typed = loaded.places.main.line(span.line)[span.column - 1 : span.end_column - 1]
        renamed.append((str(rename.at), typed.strip("'\""), rename.typed, rename.canonical))
    return loaded.case, renamed


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["typed"].strip().replace("\n", " | "))
def test_spelling(row: dict[str, Any]) -> None:
    typed, renamed = read(row["typed"])
    canonical, none = read(row["canonical"])
    assert typed.model_dump() == canonical.model_dump()
    assert [f"{at}: {key} -> {name}" for at, _, key, name in renamed] == row.get("renamed", [])
    assert all(in_file == key for _, in_file, key, _ in renamed)
    assert none == []


@pytest.mark.parametrize("part", SYNONYMS, ids=lambda part: part.__name__)
def test_synonyms_stand_for_keys_that_exist(part: type) -> None:
    known = fields(part)
    for typed, canonical in SYNONYMS[part].items():
        assert known[canonical.replace("-", "_").lower()] == canonical, typed
        assert known[typed] in (canonical, typed)
