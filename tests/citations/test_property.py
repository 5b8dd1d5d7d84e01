"""Whatever is cited however often and in whatever style: each reference is listed once, and every citation leads there."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from casegen.citations import cite
from tests._support.cases import case_from

KEYS = [f"key{number}" for number in range(8)]
STYLES = ["nlm-citation-sequence", "the-lancet", "apa", "din-1505-2-alphanumeric", "ieee", "bmj"]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
NAMES = st.lists(st.fixed_dictionaries({"family": TEXT.filter(str.strip), "given": TEXT}), max_size=3)
REFERENCE = st.fixed_dictionaries(
    {"type": st.sampled_from(["article-journal", "book", "chapter", "webpage", "thesis", "document", "patent"])},
    optional={
        "title": TEXT,
        "author": NAMES,
        "editor": NAMES,
        "issued": st.one_of(st.integers(1800, 2030), st.just("in press")),
        "container-title": TEXT,
        "volume": TEXT,
        "page": TEXT,
        "number": TEXT,
        "status": TEXT,
        "DOI": TEXT,
        "URL": TEXT,
    },
)  # fmt: skip
WORDED = st.tuples(
    st.sampled_from(["", "see ", "cf. "]),
    st.sampled_from(KEYS),
    st.sampled_from(["", ", p. 3", " [x]", ", and more"]),
)
CLUSTER = st.lists(WORDED, min_size=1, max_size=4).map(
    lambda items: "[" + "; ".join(f"{prefix}@{key}{suffix}" for prefix, key, suffix in items) + "]"
)
NARRATIVE = st.sampled_from(KEYS).map(lambda key: f"@{key} said")


@settings(max_examples=60)
@given(
    references=st.lists(REFERENCE, min_size=len(KEYS), max_size=len(KEYS)),
    prose=st.lists(st.one_of(CLUSTER, NARRATIVE), min_size=1, max_size=6),
    style=st.sampled_from(STYLES),
    language=st.sampled_from(["en", "de", "fr", "ar", "xx"]),
)
def test_each_citation_leads_to_its_references(
    references: list[dict[str, Any]], prose: list[str], style: str, language: str
) -> None:
    case = case_from(
        {
            "references": [{"id": key, **reference} for key, reference in zip(KEYS, references, strict=True)],
            "discussion": "\n\n".join(prose),
            "style": {"csl": style},
            "language": language,
        }
    )
    printed = cite(case)
    assert sorted(entry.key for entry in printed.entries) == KEYS
    assert all("".join(piece.text for piece in entry.pieces).strip() for entry in printed.entries)
    assert len(printed.citations) == len(prose)
    for typed, pieces in zip(prose, printed.citations.values(), strict=True):
        assert {piece.key for piece in pieces if piece.key} == {key for key in KEYS if f"@{key}" in typed}
        assert "casegen-" not in "".join(piece.text for piece in pieces)
