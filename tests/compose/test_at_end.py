"""Figures and tables at the end of a manuscript."""

from __future__ import annotations

from pathlib import Path

from casegen import document as d
from casegen.citations import cite
from casegen.compose import arrange, compose
from casegen.document import Document
from casegen.load import load
from tests._support.cases import composed
from tests._support.dump import anchors, dump, targets

CASES = Path(__file__).parents[2] / "cases"


def example(name: str = "complete-example", *, blind: bool = False) -> Document:
    case = load(CASES / name).case
    assert case is not None
    return arrange(compose(case, cite(case)), blind=blind, floats_at_end=True)


def labels(blocks: d.Blocks) -> list[str]:
    return [getattr(block, "label", "") or type(block).__name__ for block in blocks]


def test_they_stand_in_order_after_the_references() -> None:
    section = example().closing[0]
    assert (section.kind, d.plain(section.title)) == ("figures_and_tables", "Figures and tables")
    assert [label.replace("\xa0", " ") for label in labels(section.children)] == [
        *("Figure 1", "Figure 2", "Figure 3", "Table 1", "Table 2", "Table 3", "Timeline"),
    ]


def test_a_line_says_where_each_stood() -> None:
    text = dump(example()).replace("\xa0", " ")
    for what in ("Figure 1", "Figure 2", "Figure 3", "Table 1", "Table 2", "Table 3", "Timeline"):
        assert text.count(f"[{what} about here]") == 1


def test_a_table_without_a_number_stays_in_the_text() -> None:
    document = example()
    moved = document.closing[0].children
    assert not any(isinstance(block, d.Table) and not block.label for block in moved)
    assert "Ceftriaxone | 2 g once daily" in dump(document.replace(closing=()))


def test_they_come_before_the_other_closing_parts() -> None:
    closing = example("vertebroplasty-cement-leakage").closing
    assert [section.kind for section in closing] == ["figures_and_tables", ""]


def test_every_link_still_leads_somewhere() -> None:
    for blind in (False, True):
        document = example(blind=blind)
        assert set(targets(document)) <= set(anchors(document))
        assert len(anchors(document)) == len(set(anchors(document)))


def test_without_floats_nothing_changes() -> None:
    document = composed({"presentation": "No figure."})
    assert arrange(document, floats_at_end=True) == document


def test_a_section_of_the_same_name_keeps_its_anchor() -> None:
    rows = [["a", "b"], ["1", "2"]]
    case: dict[str, object] = {
        "presentation": "See @tbl-t.",
        "sections": [{"title": "Figures and tables", "after": "discussion", "body": "Text."}],
        "tables": [{"id": "t", "caption": "A table", "rows": rows}],
    }
    document = arrange(composed(case), floats_at_end=True)
    assert len(anchors(document)) == len(set(anchors(document)))
