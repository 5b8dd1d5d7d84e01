from __future__ import annotations

import re
import subprocess
import sys

import pytest

from casegen.media.formulas import draw, mathml
from casegen.writers.html.media import PrintMedia, ScreenMedia


def test_tex_becomes_mathml_with_its_source() -> None:
    formula = mathml(r"\frac{a}{b} < 1", display=True)
    assert formula is not None
    assert formula.startswith('<math display="block"><semantics>')
    assert "<mfrac>" in formula
    assert r'<annotation encoding="application/x-tex">\frac{a}{b} &lt; 1</annotation>' in formula


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{</annotation><img src=x onerror=alert(1)>}",
        r"\text{<svg/onload=alert(1)>}",
        r"\frac{a}{",
        "{",
    ],
)
def test_what_is_not_a_formula_is_shown_as_code(tex: str) -> None:
    shown = ScreenMedia().formula(tex, display=False)
    assert shown.startswith(('<code class="tex">', "<math", '<span class="formula" tabindex="0"><math'))
    tags = set(re.findall(r"<(\w+)", shown))
    assert not tags & {"script", "img", "svg"}


def test_a_formula_cannot_link() -> None:
    assert "href" not in str(mathml(r"\href{javascript:alert(1)}{x}", display=False)).split("<annotation")[0]


def test_a_drawn_formula_sits_on_the_baseline() -> None:
    plain, fraction = draw("x", display=False), draw(r"\frac{a}{b}", display=False)
    assert plain is not None
    assert fraction is not None
    assert fraction.depth > plain.depth
    assert fraction.height > plain.height


def test_print_carries_a_formula_as_an_image_that_is_described_in_words() -> None:
    media = PrintMedia()
    html = media.formula("a < b", display=False)
    assert 'src="casegen:image/formula-1.svg" alt="a is less than b"' in html
    assert media.resources["casegen:image/formula-1.svg"][0].startswith(b"<svg")


def test_formulas_are_spoken_in_the_language_of_the_article() -> None:
    assert 'alt="a kleiner als b"' in PrintMedia("de-AT").formula("a < b", display=False)
    assert 'alttext="a kleiner als b"' in ScreenMedia("de-AT").formula("a < b", display=False)


def test_a_formula_that_cannot_be_set_is_shown_as_its_tex_in_print_as_well() -> None:
    media = PrintMedia()
    assert media.formula(r"\ce{H2O} < 1", display=True) == r'<code class="tex">\ce{H2O} &lt; 1</code>'
    assert not media.resources


def test_aligned_lines_keep_their_columns_in_browsers() -> None:
    shown = str(mathml(r"\begin{aligned} a &= b \\ &= c \end{aligned}", display=True))
    assert '<mtd columnalign="right" style="text-align:right;padding-right:0">' in shown
    assert '<mtd columnalign="left" style="text-align:left;padding-left:0">' in shown


def test_a_long_formula_in_a_line_scrolls_by_itself_on_screen() -> None:
    long = "+".join("abcdefghijkl")
    assert ScreenMedia().formula(long, display=False).startswith('<span class="formula" tabindex="0"><math')
    assert ScreenMedia().formula(long, display=True).startswith("<math")
    assert ScreenMedia().formula(r"\mathrm{x} \leq \frac{1}{2}", display=False).startswith("<math")


def test_a_formula_with_characters_that_its_font_lacks_is_not_drawn_and_told() -> None:
    media = PrintMedia()
    assert media.formula(r"\text{体重} \times 2", display=False).startswith('<code class="tex">')
    assert media.formula(r"\text{Größe} \mathbb{R}\,\mathcal{L}", display=False).startswith("<img")
    assert media.formula(r"\frac{1", display=False).startswith("<code")
    assert media.undrawn == {"体", "重"}


def test_a_drawing_sets_up_no_log() -> None:
    code = (
        "import logging; from casegen.media.formulas import draw; "
        "assert draw('x^2', display=True); assert not logging.getLogger().handlers"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
