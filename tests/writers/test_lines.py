"""Citations on the lines of the printed page, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from casegen.document import Citation, Inlines, ReferenceLink, Superscript, Text
from casegen.themes import load_theme, shipped_templates
from casegen.writers.html.media import PrintMedia
from casegen.writers.html.nodes import NodeRenderer
from casegen.writers.html.page import stylesheet
from tests.writers.articles import text

NUMBERS = text(
    ReferenceLink("ref-a", text("1")),
    ",",
    ReferenceLink("ref-b", text("3")),
    ReferenceLink("ref-c", text("4"), covered=True),
    "–",
    ReferenceLink("ref-d", text("5")),
)
RAISED = Citation("cite-1", (Superscript(NUMBERS),))
NAMED = Citation(
    "cite-2",
    text(
        *("(", ReferenceLink("ref-a", text("Schwartzenberger et al., 2019")), "; "),
        *(ReferenceLink("ref-b", text("Kim & Wollstonecraft, 2020")), ")"),
    ),
)
BRACKETED = Citation("cite-1", text("[", *NUMBERS, "]"))


def laid_out(nodes: Inlines, width: int) -> Any:
    """*nodes* as a paragraph of so many pixels on one page."""
    from weasyprint import CSS, HTML

    shown = NodeRenderer(PrintMedia(), {}, {}, printed=True).inline(nodes)
    entries = "".join(f'<p id="ref-{key}">Entry' for key in "abcd")
    page = HTML(string=f'<main style="width:{width}px"><p>{shown}</p></main>{entries}')
    style = CSS(
        string=stylesheet(load_theme("classic", [shipped_templates()]), "print.css"), url_fetcher=_none
    )
    return page.render(stylesheets=[style])


def _none(url: str) -> dict[str, object]:
    raise ValueError(url)


def lines(box: Any) -> Iterator[str]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            yield words(child).strip()
        else:
            yield from lines(child)


def words(box: Any) -> str:
    return box.text if hasattr(box, "text") else "".join(map(words, getattr(box, "children", ())))


@pytest.mark.parametrize("before", ["was common", "was common.", "was common,", "so common?", "so many…"])
def test_a_raised_citation_begins_no_line_and_is_not_divided(before: str) -> None:
    for width in range(60, 160, 10):
        page = laid_out((Text(before), RAISED, Text(" It")), width).pages[0]._page_box  # noqa: SLF001
        assert any(line.removesuffix(" It").endswith(f"{before.split()[1]}1,3–5") for line in lines(page))


def test_neither_bracket_nor_range_is_divided() -> None:
    for width in range(30, 120, 6):
        page = laid_out(text("was common ", BRACKETED, ", and"), width).pages[0]._page_box  # noqa: SLF001
        for line in lines(page):
            assert not line.endswith(("[", "–"))
            assert not line.startswith(("]", "–", ",", "."))


def test_no_word_of_a_citation_is_cut_at_the_end_of_a_line() -> None:
    shown = "as was shown (Schwartzenberger et al., 2019; Kim & Wollstonecraft, 2020), and again."
    for width in range(120, 300, 20):
        page = laid_out(text("as was shown ", NAMED, ", and again."), width).pages[0]._page_box  # noqa: SLF001
        (main,) = (box for box in page.descendants() if box.element_tag == "main")
        assert {word for line in lines(main) for word in line.split()} == set(shown.split())


def test_what_a_range_covers_is_linked_and_not_printed() -> None:
    page = laid_out(text("was common.", RAISED), 400).pages[0]
    assert [target for kind, target, *_ in page.links if kind == "internal"] == [
        "ref-a",
        "ref-b",
        "ref-c",
        "ref-d",
    ]
    assert "was common.1,3–5" in list(lines(page._page_box))  # noqa: SLF001
