"""E-books: EPUBCheck has neither errors nor warnings."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from casegen.media.pandoc.package import closed, opened
from tests.conformance.build_articles import BLIND, THEMES, case_names
from tests.conformance.conftest import Judged

Articles = Callable[[str, str, str], Path]


def findings(path: Path, validators: Path, tmp_path: Path) -> list[str]:
    """What EPUBCheck says of *path*, but for what it calls information and usage."""
    report = tmp_path / "report.json"
    jar = validators / "epub" / "epubcheck" / "epubcheck.jar"
    subprocess.run(["java", "-jar", jar, path, "--json", report], capture_output=True, check=False)
    said = json.loads(report.read_text("utf-8"))
    assert said["checker"]["checkerVersion"] == "5.3.0"
    assert said["publication"]["ePubVersion"].startswith("3")
    return [
        f"{message['severity']} {message['ID']}: {message['message']}"
        for message in said["messages"]
        if message["severity"] in ("FATAL", "ERROR", "WARNING")
    ]


@pytest.mark.parametrize("theme", [THEMES[0], BLIND])
@pytest.mark.parametrize("case", case_names())
def test_epubcheck_finds_nothing(
    case: str, theme: str, validators: Path, articles: Articles, judged: Judged, tmp_path: Path
) -> None:
    judged("epub", "EPUBCheck", findings(articles(theme, case, ".epub"), validators, tmp_path))


def test_epubcheck_finds_a_fault(validators: Path, articles: Articles, tmp_path: Path) -> None:
    parts = opened(articles(THEMES[0], case_names()[0], ".epub").read_bytes())
    package = parts["EPUB/content.opf"]
    parts["EPUB/content.opf"] = package.replace(b'property="dcterms:modified"', b'property="dcterms:created"')
    broken = tmp_path / "broken.epub"
    broken.write_bytes(closed(parts))
    assert any("dcterms:modified" in found for found in findings(broken, validators, tmp_path))
