"""Every formula of `*.md`: `inline or display / . / TeX / . / MathML / . / what is said of it in English / .`"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from casegen.media.formulas import draw, mathml, mathml_element, spoken
from casegen.reading.tex import read_tex

FILES = sorted(Path(__file__).parent.glob("*.md"))
FIXTURE = re.compile(
    r"^(?P<style>inline|display)\n\.\n(?P<tex>[^\n]+)\n\.\n([^.\n][^\n]*\n)?\.\n([^.\n][^\n]*\n)?\.\n",
    re.MULTILINE,
)
FORMULAS = [
    pytest.param(found["tex"], found["style"] == "display", id=found["tex"])
    for path in FILES
    for found in FIXTURE.finditer(path.read_text("utf-8"))
]
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_formulas(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path, "\n".join(fixture(found) for found in FIXTURE.finditer(path.read_text("utf-8"))))


def fixture(found: re.Match[str]) -> str:
    tex = found["tex"]
    row = ET.tostring(read_tex(tex, display=found["style"] == "display"), encoding="unicode")
    return f"{found['style']}\n.\n{tex}\n.\n{row}\n.\n{spoken(tex, language='en')}\n.\n"


@pytest.mark.parametrize(("tex", "display"), FORMULAS)
def test_every_formula_can_be_shown_drawn_and_taken_as_xml(tex: str, display: bool) -> None:
    shown = mathml(tex, display=display, language="en")
    assert shown is not None
    root = ET.fromstring(shown)  # noqa: S314 -- made above
    assert root.get("alttext") == spoken(tex, language="en")
    annotation = root.find("semantics/annotation[@encoding='application/x-tex']")
    assert annotation is not None
    assert annotation.text == tex
    found = mathml_element(tex, display=display)
    assert found is not None
    assert all(element.tag.startswith(NAMESPACE) for element in found.iter())
    drawing = draw(tex, display=display)
    assert drawing is not None
    assert b"<path" in drawing.svg or b"<symbol" in drawing.svg
    assert drawing.height > drawing.depth
