"""Texts and names of records made fit to print, and titles and names told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casegen.model import CslName
from casegen.refs.agree import alike, same_person
from casegen.refs.texts import marked_up, name, parts_of_date, plain

HERE = Path(__file__).parent


def read(file: str) -> Any:
    return yaml.safe_load((HERE / file).read_text("utf-8"))


TITLES, PEOPLE = read("titles.yaml"), read("people.yaml")


@pytest.mark.parametrize("example", read("texts.yaml"), ids=repr)
def test_a_text(example: dict[str, Any]) -> None:
    assert marked_up(example["text"]) == example["marked"]
    assert plain(example["text"]) == example.get("plain", example["marked"])


@given(st.lists(st.sampled_from(["<i>", "</i>", "<sub>", "</sub>", "<b/>", "<scp>", "</scp>", "x", " "])))
def test_every_tag_is_closed(pieces: list[str]) -> None:
    text = marked_up("".join(pieces))
    assert all(text.count(f"<{tag}>") == text.count(f"</{tag}>") for tag in ("i", "sub", "b", "sc"))
    assert text.count("x") == pieces.count("x")
    assert plain(text) == plain("".join(pieces))


@pytest.mark.parametrize(
    "text",
    ["<" * 200_000, "<i>" * 100_000, "<x" * 100_000, " " * 300_000, "&amp;" * 100_000, "<foo>" * 50_000],
)
def test_a_long_text_is_read_to_its_end(text: str) -> None:
    marked_up(text)
    plain(text)


@pytest.mark.parametrize("example", read("names.yaml"), ids=repr)
def test_a_name(example: dict[str, Any]) -> None:
    assert name(*example["of"]) == example["name"]


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ([[2019, 12, 31]], [2019, 12, 31]),
        ([["2019", "02"]], [2019, 2]),
        ([[2019, 2, 30]], [2019, 2]),
        ([[2019, 13, 1]], [2019]),
        ([[None]], []),
        ([[0]], []),
        ([[20190]], []),
        ([[True]], []),
        ([[2019, None, 3]], [2019]),
        ([], []),
        ([2019], []),
        (2019, []),
    ],
)
def test_parts_of_a_date(rows: object, parts: list[int]) -> None:
    assert parts_of_date({"date-parts": rows}) == parts
    assert parts_of_date(rows) == []


@pytest.mark.parametrize(("mine", "theirs"), TITLES["one"])
def test_titles_of_one_work(mine: str, theirs: str) -> None:
    assert alike(mine, theirs)
    assert alike(theirs, mine)


@pytest.mark.parametrize(("mine", "theirs"), TITLES["two"])
def test_titles_of_two_works(mine: str, theirs: str) -> None:
    assert not alike(mine, theirs)
    assert not alike(theirs, mine)


@pytest.mark.parametrize(("mine", "theirs"), PEOPLE["one"])
def test_names_of_one_person(mine: dict[str, str], theirs: dict[str, str]) -> None:
    assert same_person(CslName.model_validate(mine), theirs)


@pytest.mark.parametrize(("mine", "theirs"), PEOPLE["two"])
def test_names_of_two_persons(mine: dict[str, str], theirs: dict[str, str]) -> None:
    assert not same_person(CslName.model_validate(mine), theirs)
