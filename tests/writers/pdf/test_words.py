"""Words that are longer than any line get places to divide them, and nothing else does."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from casegen.writers.pdf.words import divide_words


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a" * 199, [199]),
        ("ACGT" * 60, [20] * 12),
        ("ГЕН" * 70, [20] * 10 + [10]),
        ("@." * 100, [20] * 10),
        ("-" * 200, [20] * 10),
        ("/)" * 400, [20] * 40),
        ("\u2003" * 200, [20] * 10),
        # Chinese and Thai can be divided anywhere, an address at its strokes.
        ("漢" * 300, [300]),
        ("ก" * 300, [300]),
        ("https://example.org/" + "path/" * 100, [520]),
        ("word " * 300, [1500]),
    ],
)
def test_divided(text: str, pieces: list[int]) -> None:
    root = ET.fromstring("<p><b/></p>")  # noqa: S314 -- our own
    root.text = root[0].tail = text
    divide_words(root)
    for found in (root.text, root[0].tail):
        assert found.replace("\u200b", "") == text
        assert [len(piece) for piece in found.split("\u200b")] == pieces


def test_blanks_without_end_are_cut_off() -> None:
    root = ET.fromstring("<p/>")  # noqa: S314 -- our own
    root.text = f"a{' ' * 999}b{' ' * 190_000}c"
    divide_words(root)
    assert root.text == f"a{' ' * 999}b{' ' * 1000}c"
