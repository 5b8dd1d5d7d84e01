"""Numbers with units, as the texts of quantities.yaml say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.reading.quantities import find_quantities, number_word
from casegen.reading.words import find_words

ENTRIES = yaml.safe_load((Path(__file__).parent / "quantities.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["text"][:40])
def test_quantities(entry: dict[str, Any]) -> None:
    text = entry["text"]
    found = find_quantities(text, find_words(text, text.lower()))
    assert [f"{one.value:g} {one.unit}" for one in found] == entry["found"]


@pytest.mark.parametrize(
    ("word", "number"),
    [("seven", 7), ("forty", 40), ("forty-two", 42), ("four-two", None), ("forty-ten", None), ("day", None)],
)
def test_number_words(word: str, number: float | None) -> None:
    assert number_word(word) == number
