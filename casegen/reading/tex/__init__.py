r"""The formulas of a case: TeX's mathematics, read into MathML.

What is read is the language of amsmath, without macros, files, colours or links: what an article needs, and
nothing that could run. It is our own reader because it must say where a formula is wrong, and because those
on PyPI pass over what they do not know: an unknown command is printed as its name, `aligned` loses its
columns, the "d" of ``\mathrm{d}t`` leans, and "mg" is the product of m and g.
"""

from __future__ import annotations

from casegen.reading.tex.fault import TexFault
from casegen.reading.tex.read import read_tex

__all__ = ["TexFault", "read_tex"]
