"""Correct clinical prose of many specialties, of which the rules that read prose say nothing.

Each file is a small case whose parts agree. It holds what such rules stumble over: relatives, other people's
ages, mirror organs, names, quotations, drugs that look like one another, and numbers everywhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen.check import check
from casegen.load import load

HERE = Path(__file__).parent
CASES = sorted([*HERE.glob("*.md"), *HERE.glob("*.yaml")])
# By family, so that rules which only some profiles turn on stay off.
SELECTED = ["CON", "CLM", "PRV", "TXT", "CIT004"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_correct_prose_draws_nothing(path: Path) -> None:
    loaded = load(path)
    assert loaded.case is not None, loaded.problems
    assert not loaded.problems
    checked = check(loaded, select=SELECTED)
    told = [f"{p.span.line}:{p.span.column} {p.code} {p.message}" for p in checked.problems]
    assert told == []
    assert not checked.not_checked


def test_there_is_enough_prose() -> None:
    paragraphs = [
        block
        for path in CASES
        for block in path.read_text(encoding="utf-8").split("\n\n")
        if len(block) > 200 and not block.startswith("---")
    ]
    assert len(CASES) >= 10
    assert len(paragraphs) >= 60
