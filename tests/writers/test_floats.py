"""Which blocks the PDF's compositor sets before a float that did not fit where it was cited."""

from __future__ import annotations

import pytest
import weasyprint

from casegen.document import Asset, Block, Figure, MathBlock, Section, Width
from casegen.themes import load_theme, shipped_templates
from casegen.writers.html.media import PrintMedia
from casegen.writers.html.page import render, stylesheet
from casegen.writers.pdf.engine import Resources, _fetcher
from casegen.writers.pdf.floats import settle_floats
from tests.writers.articles import empty, paragraph, table, text

SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><path d="M0 0h900v900z"/></svg>'


def figure(number: int) -> Figure:
    asset = Asset(f"{number}.svg", "image/svg+xml", 900, 900, data=SQUARE)
    return Figure(f"fig-{number}", f"Figure {number}", asset, "a square", text("A"), (), Width.FULL)


FULL, SECOND = figure(1), figure(2)
LONG = paragraph("Cement leaked into the foramen and later caused pain. " * 30)
SHORT = paragraph("It was removed.")
HEADING = Section("sec-b", text("B"), 3, ())
TABLE, FORMULA = table(label=""), MathBlock("x")

# What follows the heading of the only section, as it was composed and as it is set; p is a paragraph.
SETTLED: list[tuple[str, list[Block], str]] = [
    ("it fits: nothing moves", [SHORT, FULL, SHORT], "p fig-1 p"),
    ("text fills the page above", [LONG, LONG, FULL, LONG, LONG, LONG], "p p p p fig-1 p"),
    ("a heading stays with its text", [LONG, LONG, FULL, SHORT, HEADING, SECOND], "p p p fig-1 h3 fig-2"),
    (
        "a table stays with what leads to it",
        [LONG, LONG, FULL, LONG, LONG, TABLE, LONG],
        "p p p p div fig-1 p",
    ),
    ("a formula too", [LONG, LONG, FULL, LONG, LONG, FORMULA, LONG], "p p p p div fig-1 p"),
    ("floats keep their order", [LONG, LONG, FULL, SECOND, LONG, LONG, LONG], "p p p p fig-1 fig-2 p"),
    ("nothing to set before it", [LONG, LONG, FULL], "p p fig-1"),
]


@pytest.mark.parametrize(
    ("blocks", "order"), [case[1:] for case in SETTLED], ids=[case[0] for case in SETTLED]
)
def test_settled(blocks: list[Block], order: str) -> None:
    theme = load_theme("classic", [shipped_templates()])
    media = PrintMedia()
    source = render(empty(body=(Section("a", text("A"), 2, tuple(blocks)),)), theme, "print", media)
    fetcher = _fetcher(Resources(media.resources))
    page = weasyprint.HTML(string=source, url_fetcher=fetcher)
    style = weasyprint.CSS(string=stylesheet(theme, "print.css"), url_fetcher=fetcher)
    for _ in range(4):
        if not settle_floats(page.render(stylesheets=[style]), page, 0.1):
            break
    (column_box,) = [element for element in page.etree_element.iter("div") if element.get("class") == "text"]
    shown = [element.get("id") if element.tag == "figure" else element.tag for element in column_box]
    assert shown == ["h2", *order.split()]
