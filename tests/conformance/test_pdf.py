"""PDF files, judged by veraPDF, page-validation, qpdf and poppler's tools, which others wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from casegen.themes import load_theme, shipped_templates
from casegen.writers import write
from tests.conformance.build_articles import BLIND, THEMES, case_names, copies
from tests.conformance.conftest import JAVA, Judged
from tests.writers.pdf.pictures import article_of

STANDARDS = {"ua1": ("PDF/UA-1", 106), "3a": ("PDF/A-3a", 155)}
PAGE_PROGRAM = """
import json, sys
from page import ValidationProfile, validate_pdf
for path in sys.argv[1:]:
    report = validate_pdf(path, profile=ValidationProfile("ua1"))
    found = [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    print(json.dumps([path, report.rules.total, found]))
"""


@pytest.fixture(scope="session")
def files(articles: Callable[[str, str, str], Path]) -> list[Path]:
    """Every PDF of every theme, and the blind ones."""
    found = [articles(theme, case, ".pdf") for theme, case in copies(*THEMES, BLIND)]
    assert len(found) >= 2 * 4
    return found


def verapdf(validators: Path, files: Iterable[Path]) -> dict[tuple[Path, str], list[str]]:
    """What veraPDF finds in each file by each standard; it must have checked each, by all of its rules."""
    folder = validators / "pdf"
    done = subprocess.run(
        [*JAVA, "-cp", f"{folder / 'verapdf.jar'}:{folder / 'jaxb.jar'}", Path(__file__).with_name("VeraPdf.java"), *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[tuple[Path, str], list[str]] = {}
    versions = []
    for line in done.stdout.splitlines():
        kind, *fields = line.split("\t")
        if kind == "version":
            versions.append(fields)
        elif kind == "verdict":
            path, standard, rules, checks, _ = fields
            assert int(rules) == STANDARDS[standard][1]
            assert int(checks) > 1000
            found[Path(path), standard] = []
        else:
            path, standard, *finding = fields
            found[Path(path), standard].append(" ".join(finding))
    assert ["core", "1.31.50"] in versions
    assert len(found) == len(STANDARDS) * len(list(files))
    return found


def page(validators: Path, files: Sequence[Path]) -> dict[Path, list[str]]:
    """What page-validation finds in each file by PDF/UA-1."""
    done = subprocess.run(
        [sys.executable, "-c", PAGE_PROGRAM, *files],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(validators / "pdf")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(verdicts) == len(files)
    assert all(rules == 104 for _, rules, _ in verdicts)
    return {Path(path): found for path, _, found in verdicts}


def undeclared(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata = pdf.make_stream(
        packet.replace(b"<pdfuaid:part>1</pdfuaid:part>", b""),
        Type=pikepdf.Name.Metadata,
        Subtype=pikepdf.Name.XML,
    )


def without_description(pdf: pikepdf.Pdf) -> None:
    figure = next(
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
    )
    del figure["/Alt"]


def smoothed(pdf: pikepdf.Pdf) -> None:
    image = next(
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
    )
    image["/Interpolate"] = True


def without_relationship(pdf: pikepdf.Pdf) -> None:
    file = next(
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Filespec"
    )
    del file["/AFRelationship"]


BREAKAGES: dict[Callable[[pikepdf.Pdf], None], tuple[str, str]] = {
    undeclared: ("ua1", "5-1"),
    without_description: ("ua1", "7.3-1"),
    smoothed: ("3a", "6.2.8-3"),
    without_relationship: ("3a", "6.8-3"),
}


@pytest.fixture(scope="session")
def broken(
    articles: Callable[[str, str, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[Callable[[pikepdf.Pdf], None], Path]:
    """An article, broken in each of the ways."""
    folder = tmp_path_factory.mktemp("broken")
    made = {}
    for breaking in BREAKAGES:
        made[breaking] = folder / f"{breaking.__name__}.pdf"
        with pikepdf.open(articles("classic", "complete-example", ".pdf")) as pdf:
            breaking(pdf)
            pdf.save(made[breaking])
    return made


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article with pictures of every kind."""
    path = tmp_path_factory.mktemp("pictures") / "pictures.pdf"
    path.write_bytes(write(article_of(), "pdf", load_theme("classic", [shipped_templates()])).data)
    return path


@pytest.fixture(scope="session")
def said(
    validators: Path, files: list[Path], pictures: Path, broken: dict[Callable[[pikepdf.Pdf], None], Path]
) -> dict[tuple[Path, str], list[str]]:
    """What veraPDF, which is asked once, finds in all of them."""
    return verapdf(validators, [*files, pictures, *broken.values()])


def test_verapdf(
    files: list[Path], pictures: Path, said: dict[tuple[Path, str], list[str]], judged: Judged
) -> None:
    for path in (*files, pictures):
        for standard, (name, _) in STANDARDS.items():
            judged("pdf", f"veraPDF {name}", [f"{path}: {finding}" for finding in said[path, standard]])


def test_page_validation(files: list[Path], validators: Path, judged: Judged) -> None:
    for path, findings in page(validators, files).items():
        judged("pdf", "page-validation PDF/UA-1", [f"{path}: {finding}" for finding in findings])


def test_the_judges_find_what_was_broken(
    validators: Path,
    broken: dict[Callable[[pikepdf.Pdf], None], Path],
    said: dict[tuple[Path, str], list[str]],
) -> None:
    for breaking, (standard, rule) in BREAKAGES.items():
        assert any(finding.startswith(f"{rule} ") for finding in said[broken[breaking], standard]), breaking
    by_page = page(validators, list(broken.values()))
    assert by_page[broken[undeclared]]
    assert by_page[broken[without_description]]


def test_qpdf(files: list[Path], judged: Judged) -> None:
    for path in files:
        done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert "File is not encrypted" in done.stdout
        judged("pdf", "qpdf --check", [] if done.returncode == 0 else [done.stdout + done.stderr])


def test_every_font_is_inside_and_can_be_read_out(files: list[Path], judged: Judged) -> None:
    for path in files:
        done = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
        _, _, *fonts = done.stdout.splitlines()
        assert fonts
        # Its columns: ... embedded, a subset, with Unicode, and the object's two numbers.
        findings = [font for font in fonts if font.split()[-5:-2] != ["yes", "yes", "yes"]]
        judged("pdf", "pdffonts", [f"{path}: {finding}" for finding in findings])


def test_the_article_inside_is_the_article_beside(
    articles: Callable[[str, str, str], Path], judged: Judged
) -> None:
    for case in case_names():
        with pikepdf.open(articles(THEMES[0], case, ".pdf")) as pdf:
            ((name, file),) = pdf.attachments.items()
            inside = file.get_file().read_bytes()
        findings = (
            [] if inside == articles(THEMES[0], case, ".jats.xml").read_bytes() else [f"{name} is another"]
        )
        etree.fromstring(inside)
        judged("pdf", "its JATS, compared", findings)
