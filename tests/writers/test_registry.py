from __future__ import annotations

import subprocess
import sys

import pytest

from casegen.document import Document
from casegen.problem import CasegenError
from casegen.themes import Theme, load_theme, shipped_templates
from casegen.writers import find, formats, write, writer
from tests.writers.articles import empty


def test_an_artifact_knows_what_it_is() -> None:
    artifact = write(empty(), "html", load_theme("classic", [shipped_templates()]))
    assert (artifact.format, artifact.suffix, artifact.media_type) == ("html", ".html", "text/html")
    assert artifact.data.startswith(b"<!DOCTYPE html>")


def test_formats_are_listed_by_name() -> None:
    names = [each.format for each in formats()]
    assert names == sorted(names)
    assert {"html", "pdf"} <= set(names)


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(CasegenError, match=r"'htlm' does not exist \(did you mean 'html'\?\).*html, .*pdf"):
        find("htlm")


def test_a_second_writer_of_a_format_is_fatal() -> None:
    find("html")

    def another(document: Document, theme: Theme) -> bytes:
        raise NotImplementedError

    with pytest.raises(RuntimeError, match="two writers of 'html'"):
        writer("html", suffix=".html", media_type="text/html", description="")(another)


def test_listing_the_formats_imports_no_engine() -> None:
    code = (
        "import sys; from casegen.writers import formats; formats(); "
        "print(*sorted({'weasyprint', 'jinja2', 'fontTools', 'PIL', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_web_page_needs_no_pdf_engine() -> None:
    code = (
        "import sys; from casegen.writers import write; from casegen.themes import *; "
        "from tests.writers.articles import full; "
        "write(full(), 'html', load_theme('classic', [shipped_templates()])); "
        "print('weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
