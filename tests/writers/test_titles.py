"""How wide a title is set, so that its lines are about even."""

from __future__ import annotations

import pytest

from casegen.writers.html.titles import balanced_width


@pytest.mark.parametrize(
    ("title", "measure", "least", "most"),
    [
        ("", 40, 100, 100),
        ("A title in one line", 40, 100, 100),
        ("Delay Onset Radicular Pain Due to Vertebroplasty Cement Leakage", 48, 60, 75),
        ("uncommonly long words " * 4, 41, 80, 100),
        ("pneumonoultramicroscopicsilicovolcanoconiosis in a miner", 20, 100, 100),
    ],
    ids=["empty", "one line", "a stub on the second line", "even already", "a word wider than the line"],
)
def test_balanced_width(title: str, measure: float, least: int, most: int) -> None:
    assert least <= balanced_width(title, measure) <= most
