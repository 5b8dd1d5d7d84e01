"""Formulas and long words on the printed page: they stay in their line, and within their column."""

from __future__ import annotations

from typing import Any

import pytest
import weasyprint

from casegen.document import Asset, Block, Cell, Figure, Math, Section, Table, Timeline
from casegen.themes import load_theme, shipped_templates
from casegen.writers.html.media import PrintMedia
from casegen.writers.html.page import render, stylesheet
from casegen.writers.pdf.engine import Resources, _fetcher
from tests.writers.articles import SVG, empty, paragraph, table, text

PICTURE = Asset("1.svg", "image/svg+xml", 60, 40, data=SVG)
CAPTION = text("A caption with ", Math("x^2"), " in the middle")
CELL = Cell(CAPTION)
CAPTIONED: dict[str, Block] = {
    "a figure": Figure("fig-a", "Figure 1", PICTURE, "a shape", CAPTION),
    "a table": table().replace(caption=CAPTION),
    "a cell": Table((), ((CELL,),)),
    "a timeline": Timeline("timeline", CAPTION, PICTURE, "days", table(label="")),
}


def boxes(block: Block, theme: str = "classic") -> list[Any]:
    """All boxes of the pages of an article that is *block*."""
    chosen = load_theme(theme, [shipped_templates()])
    media = PrintMedia()
    source = render(empty(body=(Section("sec-a", (), 2, (block,)),)), chosen, "print", media)
    fetcher = _fetcher(Resources(media.resources))
    page = weasyprint.HTML(string=source, url_fetcher=fetcher)
    style = weasyprint.CSS(string=stylesheet(chosen, "print.css"), url_fetcher=fetcher)
    pages = [shown._page_box for shown in page.render(stylesheets=[style]).pages]  # noqa: SLF001 -- no public form
    return [box for shown in pages for box in shown.descendants()]


@pytest.mark.parametrize("theme", ["classic", "modern", "manuscript"])
@pytest.mark.parametrize("name", CAPTIONED)
def test_a_formula_stands_in_the_line_of_its_text(name: str, theme: str) -> None:
    found = boxes(CAPTIONED[name], theme)
    (formula,) = [box for box in found if box.element is not None and box.element.get("class") == "formula"]
    before = next(box for box in found if "caption with" in getattr(box, "text", ""))
    after = next(box for box in found if "in the middle" in getattr(box, "text", ""))
    assert before.position_x < formula.position_x < after.position_x
    assert before.position_y == after.position_y


def test_a_formula_is_no_wider_than_its_column_and_keeps_its_shape() -> None:
    shapes = []
    for tex in ("x^2", "+".join(["x^2"] * 40)):
        found = boxes(paragraph(Math(tex)))
        (formula,) = [box for box in found if box.element_tag == "img"]
        column = next(box for box in found if getattr(box, "is_column", False))
        assert formula.width < column.width + 0.01
        shapes.append(formula.height / formula.width)
    assert shapes[0] > 20 * shapes[1]


def test_a_word_that_never_ends_is_broken_in_its_cell() -> None:
    cells = (Cell(text("a")), Cell(text("w" * 120)))
    found = boxes(Table((), (cells,)))
    page_end = max(box.position_x + box.width for box in found if box.element_tag == "main")
    assert all(box.position_x + box.width <= page_end for box in found if getattr(box, "text", ""))
    assert "".join(box.text for box in found if set(getattr(box, "text", "")) == {"w"}) == "w" * 120
