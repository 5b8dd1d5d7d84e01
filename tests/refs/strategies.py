"""References for property tests, as `tidy` gives them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from casegen.refs.tidy import tidy

# Characters that mean something to YAML, LaTeX, RIS or CSL, and some that only need to survive.
_CHARACTERS = "abc XYZ 019 -:,;.#&%$_{}[]~^\\\"'`!?*@|><=()/ é ü Ł ß 金 Ж – — “ ”"


def texts(characters: str = _CHARACTERS) -> st.SearchStrategy[str]:
    """Short texts with a letter in them, single spaces inside and none around."""
    return (
        st.text(st.sampled_from(characters), min_size=1, max_size=14)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: any(map(str.isalnum, text)))
    )


def titles(characters: str = _CHARACTERS) -> st.SearchStrategy[str]:
    """Titles with CSL's markup, each tag closed where it was opened."""
    tags = st.sampled_from(
        [("", ""), ("<i>", "</i>"), ("<sup>", "</sup>"), ("<sub>", "</sub>"), ("<b>", "</b>"),
         ('<span class="nocase">', "</span>")]
    )  # fmt: skip
    piece = st.tuples(tags, texts(characters)).map(lambda pair: pair[0][0] + pair[1] + pair[0][1])
    return st.lists(piece, min_size=1, max_size=4).map(" ".join)


_FAMILIES = ("Kim", "Silva Souza", "O'Neill", "van", "al-Hakim", "Müller", "金", "And", "Smith")
_GIVEN = ("Ana", "J. H.", "Jean-Paul", "Ana Maria", "ß.", "Joel J.", "三")


def names() -> st.SearchStrategy[dict[str, str]]:
    """People, with particles and suffixes, and groups."""
    person = st.fixed_dictionaries(
        {"family": st.sampled_from(_FAMILIES)},
        optional={
            "given": st.sampled_from(_GIVEN),
            "suffix": st.sampled_from(["Jr", "III"]),
            "non-dropping-particle": st.sampled_from(["van der", "de"]),
        },
    )
    groups = (
        "World Health Organization",
        "Smith & Sons",
        "the CARE Group",
        "Food and Drug Administration",
        "WHO",
    )
    return st.one_of(person, st.sampled_from(groups).map(lambda name: {"literal": name}))


def dates(*, about: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Years, months, days, ranges, seasons, words, and what is *about* a year."""
    year, month, day = st.integers(1500, 2030), st.integers(1, 12), st.integers(1, 28)
    parts = st.one_of(st.tuples(year), st.tuples(year, month), st.tuples(year, month, day)).map(list)
    one = parts.map(lambda part: {"date-parts": [part]})
    span = st.tuples(st.integers(1990, 1999), st.integers(2000, 2009), month).map(
        lambda given: {"date-parts": [[given[0], given[2]], [given[1], given[2]]]}
    )
    season = st.tuples(year, st.integers(1, 4)).map(
        lambda given: {"date-parts": [[given[0]]], "season": given[1]}
    )
    circa = year.map(lambda given: {"date-parts": [[given]], "circa": True})
    known = (one, span, season, st.just({"literal": "in press"}))
    return st.one_of(*known, circa) if about else st.one_of(*known)


NUMBERS = st.from_regex(r"[1-9][0-9]{0,3}|S[0-9]|00[1-9]", fullmatch=True)
PAGES = st.one_of(NUMBERS, st.tuples(NUMBERS, NUMBERS).map("-".join), st.just("1-3, 7-9"), st.just("e12-e15"))
IDENTIFIERS = {
    "DOI": st.sampled_from(
        ["10.1000/xyz", "10.1002/(SICI)1097-0258(1998)17:1<1::AID-SIM>3.0.CO;2-2", "10.1/a_b%c"]
    ),
    "PMID": st.integers(1, 99999999).map(str),
    "PMCID": st.integers(1, 999999).map(lambda number: f"PMC{number}"),
    "URL": st.sampled_from(["https://example.org/a_b?c=d&e=%20#f", "https://example.org/~x"]),
}


def items(
    types: tuple[str, ...] = ("article-journal", "book", "chapter", "webpage", "thesis"), **fields: Any
) -> st.SearchStrategy[dict[str, Any]]:
    """Tidy references of *types*, with any of *fields* beside title, names, dates and identifiers."""
    common = {"title": titles(), "author": st.lists(names(), min_size=1, max_size=3), "issued": dates()}
    made = st.fixed_dictionaries(
        {"id": st.from_regex(r"[a-z]{2,6}[0-9]{4}", fullmatch=True), "type": st.sampled_from(types)},
        optional={**common, **IDENTIFIERS, **fields},
    )
    return made.map(lambda item: tidy(item)[0])
