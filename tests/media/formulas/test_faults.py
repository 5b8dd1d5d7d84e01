"""Formulas that cannot be set are told why and where, and nothing that stands in a `$` can do harm."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from casegen.media.formulas import draw, mathml, mathml_element, spoken
from casegen.media.formulas.vocabulary import words
from casegen.reading.tex import TexFault, read_tex

HERE = Path(__file__).parent
LANGUAGES = [path.stem for path in (HERE.parents[2] / "casegen" / "model" / "words").glob("*.toml")]
FAULTS = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
PIECES = [
    *re.findall(r"\\[A-Za-z]+|[^\s.]", "".join(path.read_text("utf-8") for path in HERE.glob("*.md"))),
    *(
        "\\",
        "%",
        "#",
        "$",
        "&",
        "\\\\",
        "\x00",
        "\ud800",
        "\u202e",
        "😀",
        "ﬁ",
        "½",
        "\xa0",
        "\u0301",
        "٣",
        "\n",
    ),
]
ALLOWED = {
    *("math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "mphantom"),
    *("mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"),
    *("mtable", "mtr", "mtd"),
}
anything = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(sorted(set(PIECES))), max_size=30).map("".join),
)


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case["tex"] or "empty")
def test_a_fault_says_what_is_wrong_and_where(case: dict[str, Any]) -> None:
    with pytest.raises(TexFault) as raised:
        read_tex(case["tex"], display=False)
    fault = raised.value
    assert case["says"] in (fault.hint if case.get("hint") else str(fault))
    assert case["tex"][fault.start : fault.end] == case["blames"]


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case["tex"] or "empty")
def test_what_cannot_be_set_is_spoken_as_its_tex(case: dict[str, Any]) -> None:
    tex = case["tex"]
    assert (mathml(tex, display=True), mathml_element(tex, display=True), draw(tex, display=True)) == (
        None,
    ) * 3
    assert spoken(tex, language="en") == tex


@given(anything, st.booleans())
@example("\\frac" * 30, True)
@example("{" * 3000, True)
@example("{" * 20 + "x" + "}" * 20, False)
@example("\\left(" * 20 + "x" + "\\right)" * 20, True)
@example("\\sqrt{" * 20 + "x" + "}" * 20, True)
@example("x^{" * 20 + "x" + "}" * 20, True)
@example("\\begin{pmatrix}" * 10 + "x" + "\\end{pmatrix}" * 10, True)
@example("x" * 2999, True)
@example("a" * 10_000, True)
@example("\\text{" * 1000, True)
@example("x_1+" * 200, True)
def test_whatever_stands_between_dollars_is_set_or_shown_as_it_is(tex: str, display: bool) -> None:
    markup = mathml(tex, display=display, language="en")
    drawing = draw(tex, display=display)
    assert spoken(tex, language="de") or not tex
    if markup is None:
        assert drawing is None
        return
    root = ET.fromstring(markup)  # noqa: S314 -- made above
    assert {element.tag for element in root.iter()} <= ALLOWED
    assert drawing is None or ET.fromstring(drawing.svg).tag.endswith("svg")  # noqa: S314 -- the same


@pytest.mark.parametrize(
    "tex",
    [
        "a" * 10_000,
        "x_1+" * 700,
        r"\left(" * 20 + "x" + r"\right)" * 20,
        r"\frac{1+" * 20 + "x" + "}{y}" * 20,
    ],
    ids=["long", "many", "deep brackets", "deep fractions"],
)
def test_what_would_take_long_to_draw_is_a_fault(tex: str) -> None:
    with pytest.raises(TexFault, match=r"too long|more than"):
        read_tex(tex, display=True)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_of_casegen_speaks_formulas(language: str) -> None:
    english, others = words("en"), words(language)
    assert others is not english or language == "en"
    assert spoken(r"\frac{1}{2}\,\mathrm{mg}", language=language)


def test_a_region_does_not_matter_and_an_unknown_language_is_english() -> None:
    assert words("pt-BR") is words("pt")
    assert words("xx") is words("en")
    assert words("../en") is words("en")
