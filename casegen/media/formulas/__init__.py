"""Formulas as formats carry them, each made of what `casegen.reading.tex` reads in their TeX.

`mathml` (for HTML) and `mathml_element` (for XML, in the MathML namespace), `draw` (the picture, where MathML
cannot be drawn; `undrawn` tells what it has no shapes for) and `spoken` (what a screen reader says where the
formula is a picture). None of them raises: a formula that cannot be read is shown and spoken as its TeX, for
a page is never lost to a formula.
"""

from __future__ import annotations

from casegen.media.formulas.drawing import Drawing, draw, undrawn
from casegen.media.formulas.markup import mathml, mathml_element
from casegen.media.formulas.speech import spoken

__all__ = ["Drawing", "draw", "mathml", "mathml_element", "spoken", "undrawn"]
