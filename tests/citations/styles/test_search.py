"""Searching: what is found, and what comes first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.citations.styles.search import search, well_known
from casegen.citations.styles.titles import entries

ROWS = yaml.safe_load((Path(__file__).parent / "searches.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["words"])
def test_search(row: dict[str, Any]) -> None:
    found = [entry.name for entry in search(row["words"], entries())]
    assert len(set(found)) == len(found)
    if "first" in row:
        assert found[: len(row["first"])] == row["first"]
        assert bool(found) == bool(row["first"])
    assert set(row.get("has", ())) <= set(found)


def test_every_word_is_in_what_is_found() -> None:
    found = search("case reports", entries())
    assert len(found) > 20
    for entry in found:
        assert all(word in f"{entry.name} {entry.called} {entry.briefly}" for word in ("case", "report")), (
            entry
        )


def test_well_known() -> None:
    assert well_known(entries())[0].name == "nlm-citation-sequence"
    assert well_known(()) == []
