"""Text of both directions stands in the PDF as browsers show it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
import weasyprint
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import FontConfiguration

from casegen.writers.pdf.directions import order_directions
from casegen.writers.pdf.elements import renew

# What is written, and what becomes of it: between "⟨" and "⟩" stands an element of the other direction, and "_" is a
# space in an element. What runs from the right is Hebrew here, whose letters stand still in an editor.
CASES = {
    "a level and its unit": (
        ("rtl", 'אב Troponin (<span class="unit">42 ng/L</span>) גד <b>Drug</b> <span>5 mg</span>.'),
        'אב_⟨Troponin (<span class="unit">42 ng/L</span>)⟩ גד_⟨<b>Drug</b> <span>5 mg</span>⟩.',
    ),
    "a number that leans on nothing": (("rtl", "אב 10 mg."), "אב_⟨10⟩ ⟨mg⟩."),
    "a link": (("rtl", 'DOI <a href="#a">10.5555/a</a>'), '⟨DOI <a href="#a">10.5555/a</a>⟩'),
    "a date": (
        ("rtl", "<b>Published</b> <span>1 May 2024</span>"),
        "⟨<b>Published</b> <span>1 May 2024</span>⟩",
    ),
    "emphasis of both directions": (("rtl", 'A <em id="a">B אב</em>'), '⟨A <em id="a">B</em>⟩<em> אב</em>'),
    "a citation is one sign": (
        ("rtl", 'A<span class="citation">(<a>1</a>)</span> אב'),
        '⟨A⟩<span class="citation">(⟨<a>1</a>⟩)</span> אב',
    ),
    "a formula is one sign": (("rtl", 'A <img alt="" /> B אב'), '⟨A <img alt="" /> B⟩ אב'),
    "lines are apart": (("rtl", "A<br />1 אב"), "⟨A⟩<br />⟨1⟩ אב"),
    "blocks are apart": (("rtl", "<i>A</i> <p>1 אב</p> <p>2</p>"), "⟨<i>A</i>⟩ <p>⟨1⟩ אב</p> <p>⟨2⟩</p>"),
    "a block of its own direction": (("rtl", '<p dir="ltr">A (אב) B</p>'), '<p dir="ltr">A (⟨אב⟩) B</p>'),
    "from the left": (("ltr", 'A <b>אב 12</b> is "<i>x</i>".'), 'A_⟨<b>אב 12</b>⟩ is "<i>x</i>".'),
    "nothing from the right": (("ltr", "Troponin (<b>42</b>) "), "Troponin (<b>42</b>) "),
    "an empty element": (("rtl", '<span id="a" />'), '<span id="a" />'),
    "nothing": (("rtl", ""), ""),
}


@pytest.mark.parametrize("name", CASES)
def test_what_runs_against_its_paragraph_has_an_element_of_its_direction(name: str) -> None:
    (direction, text), expected = CASES[name]
    root = ET.fromstring(f'<html dir="{direction}"><body><div>{text}</div></body></html>')  # noqa: S314 -- ours
    order_directions(root, FontConfiguration().font_map)
    other = "rtl" if (direction == "ltr" or 'dir="ltr"' in text) else "ltr"
    for sign, markup in (("⟨", f'<span dir="{other}">'), ("⟩", "</span>"), ("_", "<span> </span>")):
        expected = expected.replace(sign, markup)
    found = ET.tostring(root, encoding="unicode")
    assert found == f'<html dir="{direction}"><body><div>{expected}</div></body></html>'.replace(
        "<div></div>", "<div />"
    )


def test_the_words_of_a_line_lie_as_they_are_read() -> None:
    text = 'אב Troponin T (<span class="unit">42 ng/L</span>) גד <b>Drug</b> <span>5 mg/kg</span>'
    page = weasyprint.HTML(string=f'<html dir="rtl"><body><p>{text}</p></body></html>')
    order_directions(page.etree_element, FontConfiguration().font_map)
    renew(page)
    boxes = page.render().pages[0]._page_box.descendants()  # noqa: SLF001 -- no public form
    placed = sorted(
        (box.position_x, box.text) for box in boxes if isinstance(box, TextBox) and box.text.strip()
    )
    words = [word for _, text in placed for word in text.split()]
    assert words == ["Drug", "5", "mg/kg", "גד", "Troponin", "T", "(", "42", "ng/L", ")", "אב"]
