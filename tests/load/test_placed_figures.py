"""Where the values of a figure declared in prose stand: each in the image's markup, or where that begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen.load import load
from casegen.source import Pointer


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ('![A ct.png](ct.png){#fig-ct alt="A circle"}', {"caption": "A ct.png", "file": "ct.png", "id": "fig-ct", "alt": "A circle"}),
        ("![A *wide* [1] one](<a b.png>){#fig-x}", {"caption": "A *wide* [1] one", "file": "a b.png", "id": "fig-x", "alt": "!"}),
        ("![](nö.png)", {"file": "nö.png", "id": "nö.png"}),
        ("![C](n%C3%B6.png){#fig-y}", {"caption": "C", "file": "!", "id": "fig-y"}),
    ],
)  # fmt: skip
def test_values_stand_where_they_were_typed(image: str, expected: dict[str, str]) -> None:
    text = f"title: T\nauthors: [A]\npresentation: |\n  See it: {image}\n"
    loaded = load(Path("case.yaml"), data=text.encode())
    places = {key: loaded.places.locate(Pointer(["figures", 0, key])) for key in expected}
    lines = text.splitlines()
    found = {key: lines[span.line - 1][span.column - 1 : span.end_column - 1] for key, span in places.items()}
    assert found == expected
    begins = [span.column for key, span in places.items() if expected[key] == "!"]
    assert set(begins) <= {len("  See it: ") + 1}


def test_in_a_folded_text_they_stand_where_it_begins() -> None:
    text = 'title: T\nauthors: [A]\npresentation: "See \\x41 ![C](ct.png){#fig-ct}"\n'
    span = load(Path("case.yaml"), data=text.encode()).places.locate(Pointer(["figures", 0, "file"]))
    assert (span.line, span.column) == (3, 15)
