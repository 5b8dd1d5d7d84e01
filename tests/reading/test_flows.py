"""Sentences, clauses and words, as the texts of this folder's files say; and where each was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.load import load
from casegen.model import Case
from casegen.reading import MARK, Flow, opens, read
from tests.rules.documents import FILES, completed

HERE = Path(__file__).parent
REFERENCES = "references: [{id: one, type: book, title: First things}]\n"


def entries(name: str) -> list[Any]:
    loaded: list[Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def case_of(text: str) -> Case:
    typed = yaml.safe_dump({"presentation": text}, allow_unicode=True, width=10**6)
    loaded = load(FILES / "case.yaml", data=completed(typed + REFERENCES).encode())
    assert loaded.case is not None, loaded.problems
    return loaded.case


def flows(text: str) -> list[Flow]:
    return [flow for flow in read(case_of(text)).flows if flow.section == "presentation"]


def flow_of(text: str) -> Flow:
    (flow,) = flows(text)
    return flow


def shown(text: str) -> str:
    return text.replace(MARK, "¤")


def typed(flow: Flow, start: int, end: int, text: str) -> str:
    within = flow.within(start, end)
    assert within is not None
    return text[slice(*within)]


@pytest.mark.parametrize("entry", entries("sentences"), ids=lambda entry: entry["text"][:40])
def test_sentences(entry: dict[str, Any]) -> None:
    flow = flow_of(entry["text"])
    assert [shown(sentence.text) for sentence in flow.sentences] == entry["found"]
    for sentence in flow.sentences:
        assert flow.sentence_at(sentence.start) is flow.sentence_at(sentence.end - 1) is sentence
        if MARK not in sentence.text:
            assert typed(flow, sentence.start, sentence.end, entry["text"]) == sentence.text


@pytest.mark.parametrize("entry", entries("clauses"), ids=lambda entry: entry["text"][:40])
def test_clauses(entry: dict[str, Any]) -> None:
    (sentence,) = flow_of(entry["text"]).sentences
    assert [clause.text.strip(" ,.:;—") for clause in sentence.clauses] == entry["found"]
    assert [word for clause in sentence.clauses for word in clause.words] == list(sentence.words)


@pytest.mark.parametrize("entry", entries("words"), ids=lambda entry: entry["text"][:40])
def test_words(entry: dict[str, Any]) -> None:
    flow = flow_of(entry["text"])
    assert entry["found"] in (None, [word.text for word in flow.words])
    for word in flow.words:
        assert flow.text[word.start : word.end] == word.text
        assert flow.lower[word.start : word.end] == word.lower


@pytest.mark.parametrize(
    ("text", "part", "as_typed"),
    [
        ("a *severe* pain", "severe", "severe"),
        ("a *se*vere pain", "severe", "se*vere"),
        ("H~2~O is water", "H₂O", "H~2~O"),
        ("R&amp;D and more", "&", "&amp;"),
        ("known [@one; @one] twice", "¤", "[@one; @one]"),
        ("two\nlines", "two lines", "two\nlines"),
        ("- an item\n  goes on", "item goes", "item\n  goes"),
    ],
)
def test_a_stretch_is_where_it_was_typed(text: str, part: str, as_typed: str) -> None:
    flow = flow_of(text)
    start = shown(flow.text).index(part)
    assert typed(flow, start, start + len(part), text) == as_typed


def test_quantities_of_a_sentence_and_of_a_clause() -> None:
    flow = flow_of("It took 2 months, and 5 mg. Then two weeks.")
    first, second = flow.sentences
    assert [quantity.text for quantity in first.quantities] == ["2 months", "5 mg"]
    assert [[quantity.text for quantity in clause.quantities] for clause in first.clauses] == [
        ["2 months"],
        ["5 mg"],
    ]
    assert [quantity.text for quantity in second.quantities] == ["two weeks"]


def test_a_sentence_is_stopped_or_not() -> None:
    stopped = flow_of("So it is. (So?) “So!” So.[@one] So:").sentences
    assert [sentence.stopped for sentence in stopped] == [True] * len(stopped)
    assert not flow_of("So it is").sentences[0].stopped


def test_a_flow_knows_what_it_stands_between() -> None:
    text = """\
## A heading

First.

<!-- a comment -->

![](#fig-ct)

Second.

- item

$$
x
$$

> quoted

Last.[^n]

[^n]: A note.
"""
    found = [
        (
            flow.text.rstrip(MARK),
            flow.after and flow.after.__name__,
            flow.before and flow.before.__name__,
            flow.listed,
        )
        for flow in flows(text)
    ]
    assert found == [
        ("A heading", None, "Paragraph", False),
        ("First.", "Heading", "Paragraph", False),
        ("Second.", "Paragraph", "ListBlock", False),
        ("item", None, None, True),
        ("quoted", None, None, False),
        ("Last.", "Quote", None, False),
        ("A note.", None, None, False),
    ]
    assert [flow.text for flow in flows(text) if flow.quoted] == ["quoted"]
    assert [flow.text for flow in flows(text) if flow.note] == ["A note."]
    assert {flow.under for flow in flows(text)} == {(), ("A heading",)}


def test_words_that_begin_a_sentence() -> None:
    assert opens("The")
    assert not opens("the")
    assert not opens("Kim")
