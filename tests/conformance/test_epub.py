"""E-books: EPUBCheck has neither errors nor warnings."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from casegen.media.pandoc.package import closed, opened
from tests.conformance.build_articles import BLIND, THEMES, copies
from tests.conformance.conftest import JAVA, Judged

HERE = Path(__file__).parent
Articles = Callable[[str, str, str], Path]
BOOKS = copies(THEMES[0], BLIND)


@pytest.fixture(scope="module")
def findings(
    validators: Path, articles: Articles, tmp_path_factory: pytest.TempPathFactory
) -> dict[Path, list[str]]:
    """What EPUBCheck says of each book, and of one that is broken (Path("broken")); information is not told."""
    folder = tmp_path_factory.mktemp("epub")
    parts = opened(articles(*BOOKS[0], ".epub").read_bytes())
    package = parts["EPUB/content.opf"]
    parts["EPUB/content.opf"] = package.replace(b'property="dcterms:modified"', b'property="dcterms:created"')
    (folder / "broken.epub").write_bytes(closed(parts))
    books = {articles(*book, ".epub"): articles(*book, ".epub") for book in BOOKS}
    books[Path("broken")] = folder / "broken.epub"
    reports = [folder / f"{at}.json" for at in range(len(books))]
    installed = validators / "epub" / "epubcheck"
    classes = os.pathsep.join([f"{installed}/epubcheck.jar", f"{installed}/lib/*"])
    asked = [path for pair in zip(books.values(), reports, strict=True) for path in pair]
    done = subprocess.run(
        [*JAVA, "-cp", classes, HERE / "EpubChecks.java", *asked], capture_output=True, text=True, check=False
    )
    assert all(report.is_file() for report in reports), done.stderr
    return {book: told(report) for book, report in zip(books, reports, strict=True)}


def told(report: Path) -> list[str]:
    said = json.loads(report.read_text("utf-8"))
    assert said["checker"]["checkerVersion"] == "5.3.0"
    assert said["publication"]["ePubVersion"].startswith("3")
    return [
        f"{message['severity']} {message['ID']}: {message['message']}"
        for message in said["messages"]
        if message["severity"] in ("FATAL", "ERROR", "WARNING")
    ]


@pytest.mark.parametrize(("theme", "case"), BOOKS)
def test_epubcheck_finds_nothing(
    theme: str, case: str, findings: dict[Path, list[str]], articles: Articles, judged: Judged
) -> None:
    judged("epub", "EPUBCheck", findings[articles(theme, case, ".epub")])


def test_epubcheck_finds_a_fault(findings: dict[Path, list[str]]) -> None:
    assert any("dcterms:modified" in found for found in findings[Path("broken")])
