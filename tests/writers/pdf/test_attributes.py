"""What the PDF engine makes for the features of fonts is given back: a process may write thousands of articles."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest
import weasyprint

from casegen.writers.pdf import attributes

# Cells with features of fonts, laid out again and again: what stays allocated each time, by the C library.
_PROGRAM = """
import ctypes, gc
from casegen.writers.pdf.engine import Engine

class Counts(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "a b c d e f g used i j".split()]

library = ctypes.CDLL("libc.so.6")
library.mallinfo2.restype = Counts
css = "td { font-variant-numeric: tabular-nums }"
page = "<table>" + "<tr><td>12</td><td>a 34</td></tr>" * CELLS + "</table>"
engine = Engine(css, {})
used = []
for _ in range(5):
    engine.pdf(f"<html lang=en><title>a</title><body>{page}")
    gc.collect()
    used.append(library.mallinfo2().used)
print(used[-1] - used[-3])
"""
_CELLS = 200


def test_the_version_of_the_engine_is_one_that_was_looked_at() -> None:
    # A later one may free them itself: look at `Layout.setup` in its text/line_break.py, then at `_KEEPS`.
    assert weasyprint.__version__ == attributes._KEEPS  # noqa: SLF001


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="the GNU C library counts")
def test_features_of_fonts_are_given_back() -> None:
    program = _PROGRAM.replace("CELLS", str(_CELLS))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    # Kept, they would be 300 bytes and more for each text of the two layouts.
    assert int(done.stdout) < 2 * 2 * _CELLS * 100
