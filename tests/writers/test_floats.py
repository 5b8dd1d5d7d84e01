"""Which blocks the PDF's compositor sets before a float that did not fit where it was cited."""

from __future__ import annotations

from typing import Any

import pytest
import weasyprint
from weasyprint.layout import page as engine

from casegen.document import Asset, Block, Figure, MathBlock, Section, Width
from casegen.themes import load_theme, shipped_templates
from casegen.writers.html.media import PrintMedia
from casegen.writers.html.page import render, stylesheet
from casegen.writers.pdf.elements import renew
from casegen.writers.pdf.engine import Resources, _fetcher
from casegen.writers.pdf.pages import lay_out
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


def laid_out(blocks: list[Block], css: str = "") -> tuple[Any, Any, dict[str, Any]]:
    """The page of such a section, with its layout and what the engine was told."""
    theme = load_theme("classic", [shipped_templates()])
    media = PrintMedia()
    source = render(empty(body=(Section("a", text("A"), 2, tuple(blocks)),)), theme, "print", media)
    fetcher = _fetcher(Resources(media.resources))
    page = weasyprint.HTML(string=source, url_fetcher=fetcher)
    style = weasyprint.CSS(string=stylesheet(theme, "print.css") + css, url_fetcher=fetcher)
    options = {"stylesheets": [style]}
    return page, lay_out(page, **options), options


@pytest.mark.parametrize(
    ("blocks", "order"), [case[1:] for case in SETTLED], ids=[case[0] for case in SETTLED]
)
def test_settled(blocks: list[Block], order: str) -> None:
    page, *_ = laid_out(blocks)
    (column_box,) = [element for element in page.etree_element.iter("div") if element.get("class") == "text"]
    shown = [element.get("id") if element.tag == "figure" else element.tag for element in column_box]
    assert shown == ["h2", *order.split()]


# The float leaves white on the second of four pages.
MANY: list[Block] = [*[LONG] * 6, FULL, *[LONG] * 4]


@pytest.mark.parametrize(
    ("css", "pages"),
    [
        # The page that changes, and the next one, which was looked at for text.
        ("", [1, 2, 3, 2, 3, 4]),
        # What pages know of each other in such themes, they would not know of pages that were kept.
        ("p:nth-of-type(2)::after { content: counter(page) }", None),
        ("h2 { float: footnote }", None),
        ("h2 { position: running(a) } @page { @top-left { content: element(a) } }", None),
    ],
    ids=["pages are kept", "a page's number in the text", "a footnote", "a running title"],
)
def test_what_is_laid_out_again(css: str, pages: list[int] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    make = engine.make_page

    def counted(context: Any, root: Any, kind: Any, resume_at: Any, number: int, state: Any) -> Any:
        made.append(number)
        return make(context, root, kind, resume_at, number, state)

    monkeypatch.setattr(engine, "make_page", counted)
    page, layout, options = laid_out(MANY, css)
    if pages is None:
        assert made[:6] == [1, 2, 3, 1, 2, 3]
    else:
        assert made == pages
    # The same as if what was moved had always stood there.
    page.watch = None
    renew(page)
    assert layout.write_pdf(pdf_identifier=b"1") == page.write_pdf(pdf_identifier=b"1", **options)
