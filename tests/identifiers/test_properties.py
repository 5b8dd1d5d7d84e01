"""What holds for any text and any number: no function raises, and check digits catch a wrong character."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegen import identifiers

KINDS = ("doi", "orcid", "issn", "isbn", "ror", "pmid", "pmcid", "cc_license")
FUNCTIONS = [
    getattr(identifiers, name)
    for kind in KINDS
    for name in (f"normalise_{kind}", f"{kind}_checksum_ok", f"{kind}_url")
    if hasattr(identifiers, name)
] + [identifiers.is_doi, identifiers.doi_key, identifiers.doi_is_unusual]

DIGITS = "0123456789"
BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"

# Any characters, lone surrogates too, and the pieces that identifiers are made of.
PIECES = """
https:// www. doi.org/ doi: 10.1000/ %2F % ? # . ) ( > / orcid.org/ orcid ror.org/ PMID pmcid issn isbn - –
0000 0002 1825 0097 2768 2757 978 0306406152 03rmrcq20 PMC 12 X x １ İ ſ
CC-BY- CC0 4.0 creativecommons.org/licenses/by/
"""
text = st.text(st.characters(exclude_categories=[])) | st.lists(
    st.sampled_from([*PIECES.split(), " ", "\u200b", "\ud800"])
).map("".join)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
@given(text=text)
def test_never_raises(function: Any, text: str) -> None:
    function(text)


@pytest.mark.parametrize("kind", KINDS)
@given(text=text)
def test_normalising_twice_is_normalising_once(kind: str, text: str) -> None:
    normalise = getattr(identifiers, f"normalise_{kind}")
    once = normalise(text)
    assert once is None or normalise(once) == once


@given(text.map(lambda suffix: f"10.1000/{suffix}").map(identifiers.normalise_doi))
def test_a_doi_survives_its_url(doi: str | None) -> None:
    assert doi is None or identifiers.normalise_doi(identifiers.doi_url(doi)) == doi


@given(st.text(BASE32.upper(), min_size=1))
def test_a_doi_is_the_same_in_any_case(suffix: str) -> None:
    assert (
        identifiers.doi_key(f"10.1000/{suffix}")
        == identifiers.doi_key(f"10.1000/{suffix.lower()}")
        is not None
    )


def completed(kind: str, body: str) -> list[str]:
    """`body` with each check character there is."""
    checks = {"ror": [f"{number:02}" for number in range(100)], "isbn13": DIGITS}.get(kind, DIGITS + "X")
    return [body + check for check in checks]


@pytest.mark.parametrize(
    ("kind", "alphabet", "length", "prefix"),
    [
        ("orcid", DIGITS, 15, ""),
        ("issn", DIGITS, 7, ""),
        ("isbn10", DIGITS, 9, ""),
        ("isbn13", DIGITS, 9, "978"),
        ("ror", BASE32, 6, "0"),
    ],
)
@given(data=st.data())
def test_check_digits(kind: str, alphabet: str, length: int, prefix: str, data: st.DataObject) -> None:
    name = kind.rstrip("0123456789")
    normalise = getattr(identifiers, f"normalise_{name}")
    checksum_ok = getattr(identifiers, f"{name}_checksum_ok")

    body = prefix + data.draw(st.text(alphabet, min_size=length, max_size=length))
    valid = [text for text in completed(kind, body) if checksum_ok(normalise(text))]
    assert len(valid) == 1, "one check digit, and one only, completes a number"

    place = data.draw(st.integers(len(prefix), len(body) - 1))
    wrong = data.draw(st.sampled_from(alphabet).filter(lambda character: character != body[place]))
    mistyped = normalise(valid[0][:place] + wrong + valid[0][place + 1 :])
    assert mistyped is not None
    assert not checksum_ok(mistyped)
