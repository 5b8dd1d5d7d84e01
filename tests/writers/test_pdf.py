"""The PDF as a whole, read without a PDF library: its streams are inflated and searched."""

from __future__ import annotations

import logging
import re
import sys
import zlib

import pytest

from casegen.document import Asset, Figure, Section
from casegen.problem import CasegenError
from casegen.themes import load_theme, shipped_templates
from casegen.writers import write
from casegen.writers.pdf import engine
from tests.writers.articles import empty, full, paragraph, text

THEMES = ("classic", "modern")


def inflated(data: bytes) -> bytes:
    """*data* with its compressed streams readable."""
    parts = [data]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def pdf(document: object, theme: str = "classic") -> bytes:
    chosen = load_theme(theme, [shipped_templates()])
    return inflated(write(document, "pdf", chosen).data)  # type: ignore[arg-type]


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", data))


@pytest.mark.parametrize("theme", THEMES)
def test_a_pdf_is_tagged_titled_and_dated_by_its_article(theme: str) -> None:
    data = pdf(full(), theme)
    for part in (
        *(b"/StructTreeRoot", b"/Outlines", b"/Lang (en)", b"/DisplayDocTitle true", b"pdfuaid:part"),
        *(b"(A case of Borrelia)", b"(Ana Silva, Bo Ek)", b"/CreationDate (D:20220110"),
    ):
        assert part in data, part


@pytest.mark.parametrize("theme", THEMES)
def test_an_empty_document_is_a_page(theme: str) -> None:
    assert pages(pdf(empty(), theme)) == 1


def test_a_theme_option_reaches_the_page() -> None:
    letter = load_theme("classic", [shipped_templates()], {"paper": "letter"})
    assert b"/MediaBox [0 0 612 792]" in inflated(write(empty(), "pdf", letter).data)


@pytest.mark.parametrize("theme", THEMES)
def test_the_shipped_style_sheets_hold_nothing_the_engine_does_not_know(
    theme: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine._style.cache_clear()  # noqa: SLF001 -- a parsed style sheet says nothing
    with caplog.at_level(logging.WARNING):
        pdf(full(), theme)
    assert caplog.messages == []


def test_a_character_no_font_draws_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    document = empty(body=(Section("a", text("A"), 2, (paragraph("\ue000 \ue000"),)),))
    with caplog.at_level(logging.WARNING, logger="casegen.pdf"):
        pdf(document)
    assert len([message for message in caplog.messages if "U+E000" in message]) == 1


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://example.org/a.png",
        "https://example.org/a.css",
        "data:text/plain,a",
        "casegen:image/other.svg",
        "/etc/passwd",
    ],
)
def test_nothing_is_read_but_what_was_handed_over(url: str) -> None:
    with pytest.raises(ValueError, match="not part of the article"):
        engine.Resources({"casegen:image/a.svg": (b"a", "image/svg+xml")}).get(url)


@pytest.mark.parametrize("face", ["../secret.ttf", "SourceSerifPro-None.ttf", "/etc/passwd", ""])
def test_a_face_is_a_packaged_file_or_an_error(face: str) -> None:
    with pytest.raises(CasegenError, match="font"):
        engine.Resources({}).get(f"casegen:font/{face}")


def test_an_image_that_asks_for_a_file_gets_none(caplog: pytest.LogCaptureFixture) -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b'<image href="file:///etc/hostname" width="9" height="9"/></svg>'
    )
    figure = Figure("fig-a", "Figure 1", Asset("a.svg", "image/svg+xml", 9, 9, data=svg), "a", ())
    with caplog.at_level(logging.WARNING, logger="casegen.pdf"):
        pdf(empty(body=(Section("a", text("A"), 2, (figure,)),)))
    assert any("not part of the article: file:///etc/hostname" in message for message in caplog.messages)


def test_without_pango_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def find_spec(self, name: str, path: object = None, target: object = None) -> None:  # noqa: ARG002
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    engine._weasyprint.cache_clear()  # noqa: SLF001 -- imported once
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(CasegenError, match=r"libpango-1\.0-0 .*brew install pango") as caught:
        engine.Engine("", {})
    assert "\n" not in str(caught.value)
    engine._weasyprint.cache_clear()  # noqa: SLF001
