"""The manuscript theme: spacing, line numbers, figures at the end."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from casegen.citations import cite
from casegen.compose import arrange, compose
from casegen.load import load
from casegen.themes import load_theme, shipped_templates
from casegen.writers import write
from casegen.writers.html.page import stylesheet

CASES = Path(__file__).parents[2] / "cases"


@cache
def pdf(*, numbered: bool = True) -> bytes:
    case = load(CASES / "vertebroplasty-cement-leakage").case
    assert case is not None
    document = arrange(compose(case, cite(case)), floats_at_end=True)
    theme = load_theme("manuscript", [shipped_templates()], {"line_numbers": numbered})
    return write(document, "pdf", theme).data


def artifacts(data: bytes) -> Iterator[int]:
    """The runs of text that each page shows as artifacts, that is outside of its structure."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        for page in opened.pages:
            depth: list[bool] = []
            shown = 0
            for _, operator in ((i.operands, str(i.operator)) for i in pikepdf.parse_content_stream(page)):
                if operator in ("BMC", "BDC"):
                    depth.append(operator == "BMC")
                elif operator == "EMC":
                    depth.pop()
                elif operator in ("Tj", "TJ") and depth and depth[-1]:
                    shown += 1
            yield shown


def test_its_options() -> None:
    options = load_theme("manuscript", [shipped_templates()]).options
    wanted = {
        "double_spaced": True,
        "line_numbers": True,
        "figures_at_end": True,
        "blind": False,
        "font_size": 12,
    }
    assert {name: options[name] for name in wanted} == wanted
    assert options["paper"] == "A4"


def test_every_line_has_a_number_that_is_no_part_of_the_text() -> None:
    numbered, bare = list(artifacts(pdf())), list(artifacts(pdf(numbered=False)))
    assert len(numbered) == len(bare)
    assert all(more > fewer for more, fewer in zip(numbered, bare, strict=True))
    # On a page of text, a line every 8.5 mm; none has more than a page's height holds.
    assert 20 < max(map(int.__sub__, numbered, bare)) < 45


def test_the_same_article_gives_the_same_bytes() -> None:
    first = pdf()
    pdf.cache_clear()
    assert pdf() == first


@pytest.mark.parametrize(("doubled", "leading"), [(True, "2"), (False, "1.35")])
def test_the_spacing(doubled: bool, leading: str) -> None:
    theme = load_theme("manuscript", [shipped_templates()], {"double_spaced": doubled})
    css = stylesheet(theme, "print.css")
    assert re.search(rf"html {{ color: #000; line-height: {re.escape(leading)}; }}", css)


@pytest.mark.parametrize("at_end", [True, False])
def test_figures_at_the_end_have_pages_of_their_own(at_end: bool) -> None:
    theme = load_theme("manuscript", [shipped_templates()], {"figures_at_end": at_end})
    assert (".closing > .float { break-before: page; }" in stylesheet(theme, "print.css")) is at_end
