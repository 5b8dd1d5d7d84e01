"""A key that is repeated in one place is taken out, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegen.check import Checked, check
from casegen.check.fix import fix
from casegen.load import Loaded, load
from casegen.prose import Prose, nodes
from tests.rules.documents import FILES

MENDED = {
    "[@a; @a]": "[@a]",
    "[@a; @b; @a]": "[@a; @b]",
    "[@a ;  @a ; @b]": "[@a ; @b]",
    "[@a, @a]": "[@a]",
    "[@a; -@a]": "[@a]",
    "[@a; @a; @a]": "[@a]",
    "[see @a, p. 3; @a]": "[see @a, p. 3]",
    "[@a][@a]": "[@a]",
    "[@a], [@b] , [@a] more": "[@a], [@b] more",
    "[@a] [ @a ; @b]": "[@a] [ @b]",
    "[@a] [@a; @a]": "[@a]",
    "@a [@a] and @a [@a; @b]": "@a and @a [@b]",
    "@a [@b; @a]": "@a [@b]",
}
# Where to leave it out would change more than that.
KEPT = [
    "@a [; @a]",
    "@a [@a]b",
    "@a[@a].b",
    "@a [@a] [p. 3]",
    "[@a; @a {}]",
    "[@a]\n  [@a]",
    "[@a; @a, p. 3]",
]
PIECES = [
    "[@a]",
    "[@b]",
    "[@a; @b]",
    "[@b, @a; @b]",
    "@a",
    "@b",
    " ",
    ", ",
    "; ",
    "[p. 3]",
    "[see @a]",
    "x",
    ".",
    "\n",
]


def loaded(data: bytes) -> Loaded:
    return load(FILES / "case.yaml", data=data)


def mended(text: str) -> str:
    typed = text.replace("\n", "\n  ")
    before = loaded(f"title: A\nauthors: [Ana Silva]\nintroduction: |2-\n  So {typed}\n".encode())
    case = fix(before, checked, loaded).loaded.case
    assert case is not None
    assert case.introduction is not None
    return case.introduction.text.removeprefix("So ")


def checked(case: Loaded) -> Checked:
    return check(case, select=["CIT011"])


@pytest.mark.parametrize("text", MENDED)
def test_left_out(text: str) -> None:
    assert mended(text) == MENDED[text]


@pytest.mark.parametrize("text", KEPT)
def test_left_alone(text: str) -> None:
    assert mended(text) == text


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_cited_stays(text: str) -> None:
    assert cited(mended(f"{text}.")) == cited(f"{text}.")


def cited(text: str) -> list[tuple[object, ...]]:
    """Each citation, with what is said of each key first."""
    cites = [node for node in Prose(text).walk() if isinstance(node, nodes.Cite)]
    return [(cite.narrative, *_once(cite)) for cite in cites]


def _once(cite: nodes.Cite) -> list[tuple[str, ...]]:
    told: list[tuple[str, ...]] = []
    for item in cite.items:
        plain = not (item.prefix or item.suffix or item.locator)
        if not plain or item.key not in {key for key, *_ in told}:
            told.append((item.key, item.prefix, item.suffix, item.locator))
    return told
