from __future__ import annotations

from pathlib import Path

import pytest

from casegen.writers.html import fonts

FACE = "SourceSansPro-It.ttf"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    fonts.web_font.cache_clear()
    monkeypatch.setenv("CASEGEN_CACHE", str(tmp_path))
    return tmp_path / "fonts"


def test_a_subset_is_kept_and_is_the_same_when_made_again(own_cache: Path) -> None:
    first = fonts.web_font(FACE)
    (kept,) = own_cache.iterdir()
    assert first == kept.read_bytes()
    assert first.startswith(b"wOF2")
    kept.unlink()
    fonts.web_font.cache_clear()
    assert fonts.web_font(FACE) == first


def test_a_cache_that_cannot_be_written_is_no_cache(own_cache: Path) -> None:
    own_cache.write_text("a file where the folder should be")
    assert fonts.web_font(FACE).startswith(b"wOF2")


def test_a_style_sheet_carries_its_faces() -> None:
    css = f'@font-face {{ src: url("casegen:font/{FACE}") format("truetype") }}'
    assert 'url("data:font/woff2;base64,' in fonts.embed_fonts(css)
