"""Word documents: the validator of the Open XML SDK passes them, and LibreOffice prints all that is in them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from casegen.media.pandoc.package import closed, opened
from tests.conformance.build_articles import BLIND, THEMES, copies
from tests.conformance.conftest import Judged

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# How far on the next word of a paragraph is looked for: past a footnote, a page's head and foot, line numbers.
NEAR = 4000
# Letters for which the machine may have no font: what is then printed in their place is not read as they are.
FOREIGN = re.compile("[^A-Za-z0-9\u00c0-\u00ff]")
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")

Articles = Callable[[str, str, str], Path]
# In a theme whose figures stand in the text, and in one whose figures are at the end.
PRINTED = copies(THEMES[0], THEMES[-1])


def findings(path: Path, validators: Path) -> list[str]:
    """What the Open XML SDK says of *path*."""
    command = [validators / "docx" / "node_modules" / ".bin" / "ooxml-validator", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    assert said["ok"] == (not said["errors"]) == (done.returncode == 0), done.stderr
    return [f"{error['description']} ({error['xPath']})" for error in said["errors"]]


@pytest.mark.parametrize(("theme", "case"), copies(*THEMES, BLIND))
def test_the_open_xml_sdk_finds_nothing(
    case: str, theme: str, validators: Path, articles: Articles, judged: Judged
) -> None:
    judged("docx", "Open XML SDK", findings(articles(theme, case, ".docx"), validators))


def test_the_open_xml_sdk_finds_a_fault(validators: Path, articles: Articles, tmp_path: Path) -> None:
    parts = opened(articles(*PRINTED[0], ".docx").read_bytes())
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr>", b"<w:bogus/><w:sectPr>")
    broken = tmp_path / "broken.docx"
    broken.write_bytes(closed(parts))
    assert any("bogus" in found for found in findings(broken, validators))


@pytest.fixture(scope="session")
def texts_printed(articles: Articles, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """What LibreOffice, which is started once, prints of each; under ("", ""), of one that lacks a paragraph."""
    folder = tmp_path_factory.mktemp("libreoffice")
    paths = {}
    for theme, case in PRINTED:
        paths[theme, case] = folder / f"{theme}-{case}.docx"
        shutil.copyfile(articles(theme, case, ".docx"), paths[theme, case])
    paths["", ""] = folder / "broken.docx"
    paths["", ""].write_bytes(without_a_paragraph(paths[PRINTED[0]]))
    return dict(zip(paths, printed(list(paths.values()), folder), strict=True))


@pytest.mark.parametrize(("theme", "case"), PRINTED)
def test_libreoffice_prints_every_word_in_order(
    theme: str, case: str, articles: Articles, texts_printed: dict[tuple[str, str], str], judged: Judged
) -> None:
    judged("docx", "LibreOffice: text", missing(articles(theme, case, ".docx"), texts_printed[theme, case]))


def test_libreoffice_shows_a_fault(articles: Articles, texts_printed: dict[tuple[str, str], str]) -> None:
    assert missing(articles(*PRINTED[0], ".docx"), texts_printed["", ""])


def without_a_paragraph(path: Path) -> bytes:
    parts = opened(path.read_bytes())
    root = etree.fromstring(parts["word/document.xml"])
    body = root[0]
    long = (paragraph for paragraph in body.findall(f"{W}p") if len("".join(texts(paragraph))) > 200)
    body.remove(next(long))
    parts["word/document.xml"] = etree.tostring(root)
    return closed(parts)


def printed(paths: list[Path], folder: Path) -> list[str]:
    """The characters of each document as LibreOffice prints it, without spaces."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed: make conformance"
    subprocess.run(
        [
            office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", folder, *paths,
        ],
        capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    return [
        squeezed(
            subprocess.run(
                ["pdftotext", "-raw", folder / f"{path.stem}.pdf", "-"],
                capture_output=True, text=True, check=True,
            ).stdout
        )
        for path in paths
    ]  # fmt: skip


def missing(path: Path, text: str) -> list[str]:
    """The paragraphs of the document *path* of which a word is not in *text*, in its place."""
    root = etree.fromstring(opened(path.read_bytes())["word/document.xml"])
    found, at, count = [], 0, 0
    for paragraph in root[0].iter(f"{W}p"):
        in_table = next(paragraph.iterancestors(f"{W}tbl"), None) is not None
        written = " ".join(texts(paragraph))
        # What is turned by force is printed so.
        for word in [] if TURNED.search(written) else re.findall(r"\w+", written):
            if FOREIGN.search(word):
                continue
            sought = squeezed(word)
            count += 1
            # The cells of a row are printed line by line.
            place = text.find(sought) if in_table else text.find(sought, at, at + NEAR)
            if place < 0:
                found.append(f"{path.stem}: {word!r} of {''.join(texts(paragraph))[:80]!r}")
                break
            if not in_table:
                at = place + len(sought)
        if in_table:
            at = max(at, table_end(text, at, paragraph))
    assert count > 50, f"{path} holds no text"
    return found


def table_end(text: str, at: int, paragraph: etree._Element) -> int:
    """Where the text goes on after a cell, whose last word is not far."""
    words = re.findall(r"[^\W_]{4,}", " ".join(texts(paragraph)))
    place = text.find(squeezed(words[-1]), at, at + NEAR) if words else -1
    return max(at, place)


def texts(paragraph: etree._Element) -> Iterator[str]:
    return (run.text or "" for run in paragraph.iter(f"{W}t"))


def squeezed(text: str) -> str:
    """The letters and digits of *text*, bare: lines are broken anywhere, accents composed, capitals drawn small."""
    return re.sub(
        r"[^\w]|_", "", re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    ).casefold()
