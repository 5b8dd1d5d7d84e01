"""Line numbers in the margin, as reviewers refer to them.

The layout engine has none. This module counts the lines of a finished layout, and has each page draw their
numbers after itself, as artifacts: they are no part of the text, of its structure or of what is read aloud.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["number_lines"]

# Between number and text, in CSS pixels; and what two boxes of one line may lie apart.
_GAP = 22.0
_SAME_LINE = 3.0
# What is looked up by its own numbers, and stands apart from the text.
_UNCOUNTED = ("table", "img")


def number_lines(laid_out: Any) -> None:
    """Number the lines of *laid_out* from 1, over all pages; tables and images have none.

    The numbers are set in the type of the page's margins.
    """
    number = 0
    for page in laid_out.pages:
        box = page._page_box  # noqa: SLF001 -- the layout has no public form
        drawn = []
        for y in _baselines(box):
            number += 1
            drawn.append(_numeral(box, number, y))
        _draw_after(page, drawn)


def _baselines(page: Any) -> Iterator[float]:
    """Where each line of a page stands, from above."""
    found = sorted(line.position_y + line.baseline for line in _lines(page) if line.height)
    at = float("-inf")
    for y in found:
        if y - at > _SAME_LINE:
            yield y
            at = y


def _lines(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure.boxes import LineBox, MarginBox

    if isinstance(box, MarginBox) or box.element_tag in _UNCOUNTED:
        return
    if isinstance(box, LineBox):
        if any(_is_seen(child) for child in box.children):
            yield box
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _is_seen(box: Any) -> bool:
    """Whether *box*, in a line, shows anything: an image alone is no line, unless it is a formula."""
    if text := getattr(box, "text", ""):
        return bool(text.strip())
    if box.element_tag == "img":
        return "formula" in box.element.get("class", "")
    return any(_is_seen(child) for child in getattr(box, "children", ()))


def _numeral(page: Any, number: int, baseline: float) -> Any:
    """A box of text that holds *number*, before the text on its baseline."""
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.text.line_break import split_first_line

    style = page.style
    numeral = TextBox("line-number", style, None, str(number))
    layout, _, _, width, height, own_baseline = split_first_line(str(number), style, None, None, 0)
    numeral.pango_layout = layout
    numeral.width, numeral.height, numeral.baseline = width, height, own_baseline
    if style["direction"] == "rtl":
        numeral.position_x = page.content_box_x() + page.width + _GAP
    else:
        numeral.position_x = page.content_box_x() - _GAP - width
    numeral.position_y = baseline - own_baseline
    return numeral


def _draw_after(page: Any, numerals: list[Any]) -> None:
    from weasyprint.draw.text import draw_text

    paint = page.paint

    def paint_all(stream: Any, scale: float = 1) -> None:
        paint(stream, scale)
        with stream.stacked(), stream.artifact():
            stream.transform(a=scale, d=scale)
            for numeral in numerals:
                draw_text(stream, numeral, 0, "clip", "none")

    if numerals:
        page.paint = paint_all
