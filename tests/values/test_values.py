"""`Value` behaves as a frozen dataclass does."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest

from casegen.values import Value


class Placed(Value, kw_only=True):
    """A base whose field is named."""

    at: int


class Word(Placed):
    """A value with a default."""

    text: str
    kind: str = "noun"


class Other(Placed):
    """Another value of the same shape."""

    text: str
    kind: str = "noun"


def test_it_takes_fields_in_order_or_by_name_and_fills_in_defaults() -> None:
    word = Word("a", at=1)
    assert (word.text, word.kind, word.at) == ("a", "noun", 1)
    assert word == Word(at=1, kind="noun", text="a")
    assert Word.field_names == ("at", "text", "kind")


def test_values_are_equal_by_kind_and_content() -> None:
    word = Word("a", at=1)
    assert word != Other("a", at=1)
    assert word != Word("a", at=2)
    assert len({word, Word("a", at=1), Other("a", at=1)}) == 2
    assert repr(word) == "Word(at=1, text='a', kind='noun')"


def test_it_matches_by_position_and_by_name() -> None:
    match Word("a", "verb", at=1):
        case Word("a", kind, at=at):
            assert (kind, at) == ("verb", 1)
        case _:
            pytest.fail("no match")


def test_it_travels_and_is_replaced() -> None:
    word = Word("a", at=1)
    assert pickle.loads(pickle.dumps(word)) == word  # noqa: S301 - it was made a moment ago
    assert word.replace(text="b") == Word("b", at=1)
    assert word.text == "a"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda word: setattr(word, "text", "b"),
        lambda word: delattr(word, "text"),
    ],
)
def test_it_does_not_change(wrong: Callable[[Word], object]) -> None:
    word = Word("a", at=1)
    with pytest.raises(AttributeError, match="does not change"):
        wrong(word)
    assert word == Word("a", at=1)


@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        ((), {"at": 1}, "needs 'text'"),
        (("a",), {}, "needs 'at'"),
        (("a", "b", "c"), {"at": 1}, "once"),
        (("a",), {"at": 1, "text": "b"}, "once"),
        (("a",), {"at": 1, "colour": "red"}, "no field colour"),
    ],
)
def test_it_is_made_of_its_fields_alone(values: tuple[Any, ...], named: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Word(*values, **named)
