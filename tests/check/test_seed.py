"""Every mistake of the published article that a program can find is found, and what is right is not blamed."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import yaml

from casegen.check import check
from casegen.load import load
from casegen.source import SourceMap, Span

EXPECTED: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "seed.yaml").read_text("utf-8"))


def text_at(places: SourceMap, span: Span) -> str:
    source = places.main
    start = source.line_start(span.line) + span.column - 1
    return source.text[start : source.line_start(span.end_line) + span.end_column - 1]


def test_the_published_article(example_cases: Path) -> None:
    loaded = load(example_cases / "vertebroplasty-cement-leakage")
    found: dict[str, list[str]] = defaultdict(list)
    for problem in check(loaded, stage="publication").problems:
        found[problem.code].append(text_at(loaded.places, problem.span))
    assert found.keys() == EXPECTED.keys()
    for code, texts in EXPECTED.items():
        assert len(found[code]) == len(texts), code
        assert all(f.startswith(t) if t else not f for f, t in zip(found[code], texts, strict=True)), code


def test_its_age_is_exact_for_one_journal_alone(example_cases: Path) -> None:
    loaded = load(example_cases / "vertebroplasty-cement-leakage")
    codes = {
        profile: {p.code for p in check(loaded, profile=profile).problems} for profile in ("care", "bmj")
    }
    assert "PRV005" in codes["bmj"] - codes["care"]
    assert "FRT001" in codes["care"] - codes["bmj"]
