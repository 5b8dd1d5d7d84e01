"""Text that is made to be slow to parse costs twice the work when it is twice as long, not four times."""

from __future__ import annotations

import sys

import pytest

from casegen.prose import Prose

REPEATED = [
    "[", "]", "@", "*", "**", "_", "$", "$$", "^", "~", "~~", "`", "<!--", "<!-- ", "<!--\n", "[@a; ", "[@a", "![", "![](", "|",
    "|\n", "a|b\n", "[^a", "[^1]: x\n", "^[", "^[a", "@a;", "@fig-a;", "@fig-a;B; ", "\\", "&", "&amp;", "<", "<a", "- ", "> ",
    "1. ", "#", "\n", " ", "\t", "*a ", "**a ", "_a_ ", "*a **b ", "[a](", "[a](<b", "[a](b \"", "[a](b (", "![a](b){",
    "![a](b){#x ", '![a](b){a="', "[@a]", "[@a](", "[@a; [", "[[@a]", "[a [@b] ", "www.x@", "$1 ", "$\\$", "$$\n", "`a", "``a`",
    "|a|b|\n|-|-|\n", "http://", "<http://a", "<!-- a -->", "[a]: b\n", "[a]:\n", "- - ", "```\n~~~\n", "a\n===\n", "    a\n",
    "-@a;", "[-@fig-a; ", "@a:", "\\@", "a  \n", "@a [", "@a [@a ", "@a [p. 3] ", "@a [@b] ", "@a [p. 3; ", "[@a], ", "[@a] , ",
    "[@a, p. 3", "[@a {", ", p. 3",
]  # fmt: skip
NESTED = [
    ("[", "]"),
    ("[@a", "]"),
    ("@a [", "]"),
    ("@a [@b; p. 3 ", "]"),
    ("![", "](x)"),
    ("^[", "]"),
    ("*a **b ", "c** d* "),
    ("[a", "](b)"),
    ("(", ")"),
]
AFTER = [
    ("[a]: /b\n\n", "[a]"),
    ("[a]: /b\n\n", "[a"),
    ("[^a]: b\n\n", "[^a"),
    ("x", "<!--\n"),
    ("|a|\n|-|\n", "|b\\|"),
]

TEXTS = [
    *((repr(piece), piece, "") for piece in REPEATED),
    *((f"{opening} ... {closing}", opening, closing) for opening, closing in NESTED),
]


def calls(text: str) -> int:
    """How many functions are called to parse *text*."""
    count = 0

    def profile(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        blocks = Prose(text).blocks
    finally:
        sys.setprofile(None)
    assert blocks is not None
    return count


@pytest.fixture(scope="module", autouse=True)
def parser() -> None:
    """Make the parser before anything is counted."""
    assert Prose("a").blocks


@pytest.mark.parametrize(("opening", "closing"), [t[1:] for t in TEXTS], ids=[t[0] for t in TEXTS])
def test_repeated(opening: str, closing: str) -> None:
    short, long = (calls(opening * n + closing * n) for n in (250, 500))
    assert long <= 2.5 * short


@pytest.mark.parametrize(("before", "piece"), AFTER)
def test_repeated_after_something(before: str, piece: str) -> None:
    short, long = (calls(before + piece * n + " -->") for n in (250, 500))
    assert long <= 2.5 * short


def test_deep_nesting_is_cut_off() -> None:
    for text in (
        ">" * 5000 + "a",
        "*a " * 3000 + "b" + "*" * 3000,
        "[" * 3000 + "](x)" * 3000,
        "- " * 3000 + "a",
    ):
        assert Prose(text).blocks
        assert list(Prose(text).walk())
