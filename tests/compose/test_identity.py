"""Names in texts: found however they are written, and nothing else with them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casegen.compose.identity import Identity
from tests._support.cases import composed

HERE = Path(__file__).parent


def examples() -> Iterator[Any]:
    for example in yaml.safe_load((HERE / "blind" / "texts.yaml").read_text("utf-8")):
        for text in example["texts"]:
            yield pytest.param(example, text[0], text[-1], id=f"{example['name']}: {text[0]!a}")


def identity(example: dict[str, Any]) -> Identity:
    parts = ("authors", "affiliations", "language", "doi", "funding")
    return Identity(composed({key: example[key] for key in parts if key in example}))


@pytest.mark.parametrize(("example", "text", "expected"), list(examples()))
def test_what_a_text_becomes(example: dict[str, Any], text: str, expected: str) -> None:
    assert identity(example).without(text, declared=example.get("declared", False)) == expected


SILVA: dict[str, object] = {
    "authors": ["Ana Silva", "Bo Ek", "Rose Long", "Robert Whitlock"],
    "doi": "10.1234/abc.56",
}


@pytest.mark.parametrize(
    "name",
    ["silva-2022", "AnaSilva", "https://asilva.example.org", "%53ilva.pdf", "whitlock_foot", "ana-silva",
     "https://doi.org/10.1234%2Fabc.56"],
)  # fmt: skip
def test_an_address_or_a_file_that_holds_a_name(name: str) -> None:
    assert Identity(composed(SILVA)).is_in(name)


@pytest.mark.parametrize("name", ["long-lesion", "rose-bengal", "weekly-report", "sec-introduction", ""])
def test_one_that_holds_none(name: str) -> None:
    assert not Identity(composed(SILVA)).is_in(name)


@pytest.mark.parametrize("text", ["(AS) ", "(AS, ", "AS, ", "(", "Silva ", "A. ", "ö", "http://a."])
def test_a_long_text_is_searched_at_once(text: str) -> None:
    found = Identity(composed(SILVA))
    begun = time.perf_counter()
    found.without(text * 3000)
    assert time.perf_counter() - begun < 3


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    found = Identity(composed(SILVA))
    once = found.without(text)
    assert found.without(once) == once


@given(
    st.lists(
        st.sampled_from(["Ana", "Silva", " ", "\u0301", "\u00ad", "(", "fi", "ﬁ", "ß", "A.", "S."]),
        max_size=9,
    )
)
def test_no_name_is_left(words: list[str]) -> None:
    left = Identity(composed(SILVA)).without(" ".join(words))
    assert "Silva" not in left
