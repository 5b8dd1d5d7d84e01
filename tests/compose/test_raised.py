"""Each example of ``raised/sentences.yaml``: a text, and how a style that raises its citations prints it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casegen import document as d
from casegen.citations import Bibliography, Piece
from casegen.compose import compose
from casegen.prose import nodes
from casegen.reading.order import reading_order
from tests._support.cases import case_from, composed
from tests._support.dump import inline, walk

EXAMPLES = yaml.safe_load((Path(__file__).parent / "raised" / "sentences.yaml").read_text("utf-8"))
NUMBERS = {"a": "1", "b": "2", "c": "3"}


def pieces(node: nodes.Cite) -> tuple[Piece, ...]:
    """*node* as a style prints it whose citations are raised."""
    key = node.items[0].key
    if key == "range":
        ends = Piece("3", superscript=True, key="c"), Piece("5", superscript=True, key="e")
        return (
            ends[0],
            Piece("4", superscript=True, key="d", covered=True),
            Piece("–", superscript=True),
            ends[1],
        )
    numbers = [Piece(NUMBERS.get(item.key, "?"), superscript=True, key=item.key) for item in node.items]
    parted = [part for number in numbers for part in (Piece(",", superscript=True), number)][1:]
    return (Piece("Kim et al."), *parted) if node.narrative else tuple(parted)


def paragraph(typed: str, language: str = "en", *, raised: bool = True) -> d.Inlines:
    """The first paragraph of *typed*, composed."""
    case = case_from({"language": language, "introduction": typed})
    citations = {place: pieces(node) for place, node in reading_order(case).citations}
    (section,) = compose(case, Bibliography((), citations, raised=raised)).body
    (first, *_) = section.children
    assert isinstance(first, d.Paragraph)
    return first.children


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_a_raised_citation_stands_where_a_compositor_sets_it(example: dict[str, Any]) -> None:
    printed = paragraph(example["typed"], example.get("language", "en"))
    if "dump" in example:
        assert inline(printed) == example["dump"]
    else:
        assert d.plain(printed) == example["printed"]


def test_citations_that_are_not_raised_stay_where_they_were_typed() -> None:
    assert d.plain(paragraph("One [@a]. Two [@b], *three [@c].*", raised=False)) == "One ¹. Two ², three ³."


atoms = st.sampled_from(
    ["word", "[@a]", "[@b; @c]", "@b", "[@range]", ".", ",", ";", " ", " ", "5", "mm", "*em*", "**s [@c].**",
     "H~2~O", "10^9^", "$x$", '"', "(", ")", "[l [@a],](https://x.org)", "\\\n", "\n", "[^n]", "—"]
)  # fmt: skip


@given(st.lists(atoms, min_size=1, max_size=12).map("".join), st.sampled_from(["en", "en-GB", "fr", "nl"]))
def test_nothing_is_lost_and_nothing_added_but_thin_spaces(typed: str, language: str) -> None:
    text = f"Begin {typed} end\n\n[^n]: Note."
    moved, typed_order = paragraph(text, language), paragraph(text, language, raised=False)
    assert citations(moved) == citations(typed_order)
    assert all(node.text for node in walk(moved) if isinstance(node, d.Text))
    kept, before = characters(moved), characters(typed_order)
    # A point may stand for two, and a comma is raised between two that are one.
    assert sorted(kept.replace(".", "")) == sorted(before.replace(".", ""))
    assert kept.count(".") <= before.count(".")


def citations(run: d.Inlines) -> list[str]:
    return [node.id for node in walk(run) if isinstance(node, d.Citation)]


def characters(run: d.Inlines) -> str:
    """What is printed outside citations, without spaces and separators."""
    plain = "".join(node.text for node in walk(run) if isinstance(node, d.Text))
    return "".join(char for char in plain if not char.isspace() and char not in ",;")


def test_raised_words_keep_off_the_word_before_them() -> None:
    given = {"style": {"csl": "the-lancet"}, "references": [{"id": "a", "type": "book", "title": "T"}]}
    document = composed({**given, "discussion": "Of other origin [see @a] was. Of one [@a] was."})
    (paragraph,) = document.body[0].children
    assert isinstance(paragraph, d.Paragraph)
    assert d.plain(paragraph.children) == "Of other origin\u202fsee\u00a01 was. Of one\u00b9 was."
