"""What somebody may have meant, in bounded time."""

from __future__ import annotations

from casegen.rules.guess import Guesser


def test_closest() -> None:
    guesser = Guesser(["tang2019", "kim2020"])
    assert guesser.closest("tnag2019") == "tang2019"
    assert guesser.closest("Grelat") is None
    assert Guesser([]).closest("tang2019") is None


def test_long_names_are_not_compared() -> None:
    assert Guesser(["x" * 101]).closest("x" * 100) is None
    assert Guesser(["x" * 100]).closest("x" * 101) is None
    assert Guesser(["x" * 100]).closest("x" * 99) == "x" * 100


def test_it_gives_up_when_asked_too_much() -> None:
    guesser = Guesser(["tang2019"])
    answers = [guesser.closest("tnag2019") for _ in range(21)]
    assert answers == ["tang2019"] * 20 + [None]
