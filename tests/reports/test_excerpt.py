"""A source line and its carets, in so many columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casegen.reports.excerpt import excerpt, printable

LINES = yaml.safe_load(Path(__file__).with_name("excerpts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["line"])
def test_line(case: dict[str, Any]) -> None:
    before, _, rest = case["line"].partition("«")
    marked, _, after = rest.partition("»")
    shown = excerpt(before + marked + after, len(before), len(before + marked), case["width"])
    assert list(shown) == case["shown"]


@given(
    line=st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=120),
    start=st.integers(-3, 130),
    length=st.integers(-3, 130),
    width=st.integers(3, 60),
)
def test_what_is_marked_stands_over_its_carets(line: str, start: int, length: int, width: int) -> None:
    shown, carets = excerpt(line, start, start + length, width)
    assert len(shown) <= width
    column = carets.index("^")
    assert set(carets[column:]) == {"^"}
    assert carets[:column].isspace() or not column
    marked = line[max(start, 0) : max(start + length, 0)]
    over = shown[column : column + len(carets) - column]
    assert marked.startswith(over.rstrip("…")) or not marked.strip()


@given(
    line=st.text(max_size=60), start=st.integers(0, 60), length=st.integers(0, 60), width=st.integers(1, 40)
)
def test_any_text(line: str, start: int, length: int, width: int) -> None:
    shown, carets = excerpt(line, start, start + length, width)
    assert "^" in carets
    assert printable(shown) == shown
