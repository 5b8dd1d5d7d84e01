"""Whatever a service answers is a reference that casegen accepts, or a LookupFailure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegen.load import load
from casegen.model import Reference
from casegen.refs import crossref, negotiated, pubmed
from casegen.refs.client import Answer, Client
from casegen.refs.lookup import Lookup, LookupFailure
from casegen.refs.verify import verify

KEYS = [
    "DOI", "ISBN", "ISSN", "article-number", "author", "container-title", "date-parts", "edition-number", "editor",
    "event", "family", "given", "institution", "issn-type", "issue", "issued", "journal-issue", "language", "literal",
    "location", "message", "name", "original-title", "page", "published", "published-print", "publisher",
    "short-container-title", "subtitle", "subtype", "suffix", "title", "type", "update-to", "updated-by", "value",
    "volume",
]  # fmt: skip
WORDS = [
    "10.5555/a", "journal-article", "book-chapter", "posted-content", "preprint", "retraction", "reinstatement",
    "RETRACTED: x", "<i>", "</b>", "&amp;lt;", "\0", "\ud800", "\uffff", "\u0085", "2019", "1878-8769", "en", "...",
]  # fmt: skip
texts = st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=[]), max_size=6)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from([2019, 12, 31]) | texts
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | texts, inner, max_size=5)
    ),
    max_leaves=20,
)
names = st.lists(
    st.dictionaries(st.sampled_from(["family", "given", "suffix", "name", "literal"]), texts), max_size=2
)
dates = st.lists(st.lists(scalars, max_size=3), max_size=2).map(lambda rows: {"date-parts": rows})
updates = st.lists(st.dictionaries(st.sampled_from(["type", "DOI"]), texts), max_size=2)
works = st.fixed_dictionaries(
    {},
    optional={key: texts | st.lists(texts, max_size=2) | anything for key in KEYS}
    | {"author": names | anything, "issued": dates | anything, "updated-by": updates, "update-to": updates},
)
messages = works | st.dictionaries(st.sampled_from(KEYS), anything)
CASE = {"casegen": 1, "title": "A title", "authors": ["Ana Silva"]}


@contextmanager
def told(text: str) -> Iterator[Lookup]:
    """A lookup to which every service answers *text*."""
    with patch.object(Client, "ask", return_value=Answer(True, text)), Lookup(cache=False) as lookup:
        yield lookup


def outcome(look_up: Callable[..., dict[str, Any]], *given: str) -> dict[str, Any] | str:
    """The item that is found, or what is said instead."""
    try:
        return look_up(*given)
    except LookupFailure as failure:
        return str(failure)


def assert_is_reference(item: dict[str, Any]) -> None:
    assert "id" not in item
    assert all(item.values()), "nothing is empty"
    # As YAML, of which JSON is a part: no output can hold what the reader refuses.
    text = json.dumps({**CASE, "references": [{**item, "id": "a"}]}, ensure_ascii=False)
    loaded = load(Path("case.yaml"), data=text.encode())
    assert loaded.case is not None, loaded.problems
    assert not [problem for problem in loaded.problems if problem.code.startswith("YML")]


@given(messages)
def test_any_message_of_crossref_is_a_reference(message: dict[str, Any]) -> None:
    assert_is_reference(crossref.csl_item(message))
    crossref.notices_on(message)


@given(works | messages)
def test_any_item_of_an_agency_is_a_reference(data: dict[str, Any]) -> None:
    assert_is_reference(negotiated.csl_item(data))


@given(
    st.lists(
        st.sampled_from(
            ["PMID- 7", "TI  - A\0 b", "DP  - 2019", "FAU - Kim, J", "RIN - x doi: 10.5555/a", "      b"]
        )
        | texts
    )
)
def test_any_text_of_pubmed_is_a_reference_or_a_failure(lines: list[str]) -> None:
    text = "\n".join(lines)
    match outcome(pubmed.csl_item, text, "7"):
        case dict() as item:
            assert_is_reference(item)
        case said:
            assert said
            assert "\n" not in said
    pubmed.notices_on(text)


@given(anything | st.fixed_dictionaries({"message": messages | anything}))
def test_any_answer_is_verified(answer: object) -> None:
    reference = Reference.model_validate(
        {
            "id": "a",
            "title": "Bone cement",
            "author": [{"family": "Kim"}],
            "issued": {"raw": "2019"},
            "DOI": "10.5555/a",
            "PMID": "7",
        }
    )
    with told(json.dumps(answer)) as lookup:
        (verdict,) = verify([reference], lookup)
    assert verdict.reference is reference
    assert all(finding.message and "\n" not in finding.message for finding in verdict.findings)


@given(st.text(max_size=20) | anything.map(json.dumps))
def test_any_answer_is_an_item_or_a_failure(text: str) -> None:
    with told(text) as lookup:
        for found in (outcome(lookup.doi, "10.5555/a"), outcome(lookup.pmid, "7")):
            if isinstance(found, dict):
                assert_is_reference(found)
            assert found


@pytest.mark.parametrize("character", ["'", '"', "\n", "\u2028"])
def test_what_is_said_of_a_title_is_one_line(character: str) -> None:
    message = {"message": {"title": [f"Another{character}work"]}}
    reference = Reference.model_validate({"id": "a", "title": "Bone cement", "DOI": "10.5555/a"})
    with told(json.dumps(message)) as lookup:
        (verdict,) = verify([reference], lookup)
    assert len(verdict.findings[0].message.splitlines()) == 1
