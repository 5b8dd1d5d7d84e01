"""Initials that were typed together are set apart; names are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegen.model.names import apart

APART = {
    "JH": "J. H.",
    "JHK": "J. H. K.",
    "JMPC": "J. M. P. C.",
    "J-P": "J.-P.",
    "JP-M": "J. P.-M.",
    "J‐P": "J.‐P.",
    "JH.": "J. H.",
    "ÖÜ": "Ö. Ü.",
    "ЮА": "Ю. А.",
}
NAMES = [
    "Jo",
    "Al",
    "J",
    "J.",
    "J. H.",
    "J H",
    "J.H.",
    "J.-P.",
    "Jean-Paul",
    "MING",
    "III",
    "II",
    "IV",
    "JH Jr",
    "伟",
    "지훈",
    "J2",
    "",
    "-",
    "A-",
    "van",
]


@pytest.mark.parametrize("given_name", APART)
def test_initials(given_name: str) -> None:
    assert apart(given_name, "Kim") == APART[given_name]


@pytest.mark.parametrize("given_name", NAMES)
def test_names(given_name: str) -> None:
    assert apart(given_name, "Kim") == given_name


@pytest.mark.parametrize("family", ["", "KIM", "BO"])
def test_a_family_name_in_capitals_or_none_tells_nothing(family: str) -> None:
    assert apart("JH", family) == "JH"


@given(st.text(max_size=6), st.text(max_size=6))
def test_what_is_set_apart_stays_so_and_keeps_its_letters(given_name: str, family: str) -> None:
    once = apart(given_name, family)
    assert apart(once, family) == once
    assert [c for c in once if c.isalnum()] == [c for c in given_name if c.isalnum()]
