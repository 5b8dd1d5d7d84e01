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
    root.text = "a" + " " * 999 + "b" + " " * 190_000 + "c" + "\u00a0" * 5_000
    divide_words(root)
    assert root.text is not None
    assert root.text.replace("\u200b", "") == "a" + " " * 999 + "b" + " " * 1_000 + "c" + "\u00a0" * 1_000


def test_soft_hyphens_without_end_are_left_out() -> None:
    root = ET.fromstring("<p/>")  # noqa: S314 -- our own
    root.text = "hy\u00adphen " * 200 + "a\u00ad" * 300
    divide_words(root)
    assert root.text is not None
    assert root.text.replace("\u200b", "") == "hy\u00adphen " * 200 + "a" * 300
