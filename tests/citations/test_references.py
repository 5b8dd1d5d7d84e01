"""References as printed (``references.yaml``), their markup, and citation clusters as a property."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casegen.citations import Piece, cite
from casegen.citations.format import format_reference
from casegen.citations.markup import marked
from casegen.model import Reference
from casegen.model.reference import ReferenceType
from tests._support.cases import case_from

EXAMPLES = yaml.safe_load((Path(__file__).parent / "references.yaml").read_text("utf-8"))
STYLES = {"italic": "*", "bold": "**", "superscript": "^", "subscript": "~", "small_caps": "%"}
TYPES = get_args(ReferenceType)


def shown(piece: Piece) -> str:
    text = f"[{piece.text}]({piece.href})" if piece.href else piece.text
    for style, mark in STYLES.items():
        if getattr(piece, style):
            text = f"{mark}{text}{mark}"
    return text


@pytest.mark.parametrize("example", [pytest.param(e, id=e["name"]) for e in EXAMPLES])
def test_a_reference_is_printed_so(example: dict[str, Any]) -> None:
    language = example.get("language", "en")
    case = case_from({"references": [{"id": "key", **example["reference"]}], "language": language})
    (entry,) = cite(case).entries
    assert "".join(map(shown, entry.pieces)) == example["printed"]


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_says_who_what_and_when(kind: str) -> None:
    given = {"type": kind, "title": "What", "author": [{"family": "Who"}], "issued": 2020}
    (entry,) = cite(case_from({"references": [{"id": "key", **given}]})).entries
    printed = "".join(piece.text for piece in entry.pieces)
    assert printed.startswith("Who. What")
    assert "2020" in printed
    assert ".." not in printed


@given(
    st.sampled_from(TYPES),
    st.dictionaries(
        st.sampled_from(["title", "container_title", "volume", "page", "DOI", "URL", "edition", "status"]),
        st.text(st.sampled_from('a1 <>/isupb.-?"é王')),
    ),
)
def test_any_reference_is_printed(kind: str, fields: dict[str, str]) -> None:
    aliased = {name.replace("_", "-"): text for name, text in fields.items()}
    pieces = format_reference(Reference.model_validate({"id": "key", "type": kind, **aliased}), "en")
    assert "".join(piece.text for piece in pieces).strip()
    assert all(piece.href.startswith(("https://", "http://")) for piece in pieces if piece.href)


@given(st.text(st.sampled_from("ab <>/ispucI")))
def test_markup_never_loses_a_word(text: str) -> None:
    assert "".join(p.text for p in marked(text)) == "".join(p.text for p in marked(text, italic=True))
    if "<" not in text:
        assert [p.text for p in marked(text)] == ([text] if text else [])


@given(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=12))
def test_a_cluster_stands_for_exactly_the_references_it_cites(keys: list[str]) -> None:
    cluster = "; ".join(f"@{key}" for key in keys)
    references = [{"id": key, "type": "book", "title": key} for key in "gfedcba"]
    bibliography = cite(case_from({"introduction": f"[{cluster}]", "references": references}))
    numbers = {entry.key: int(entry.label) for entry in bibliography.entries}
    ((printed),) = bibliography.citations.values()
    spans = "".join(piece.text for piece in printed).strip("[]").split(", ")
    said = [n for span in spans for n in range(int(span.split("–")[0]), int(span.split("–")[-1]) + 1)]
    assert said == sorted({numbers[key] for key in keys})
    assert all(str(numbers[piece.key]) == piece.text for piece in printed if piece.key)
