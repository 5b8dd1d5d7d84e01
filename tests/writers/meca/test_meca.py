"""The MECA package: what lies in it, and what its manifest says."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree
from PIL import Image

from casegen.document import Document, SourceFile, Supplement
from casegen.problem import CasegenError
from casegen.themes import load_theme, shipped_templates
from casegen.writers import find, write
from casegen.writers.meca import contents as module
from casegen.writers.meca.contents import contents
from casegen.writers.meca.manifest import Item, manifest
from tests._support.cases import composed
from tests.writers.articles import empty, full

NAMESPACES = {"m": "https://manuscriptexchange.org/schema/manifest", "xlink": "http://www.w3.org/1999/xlink"}
THEME = load_theme("classic", [shipped_templates()])
CAMERA = "Camera of Dr Silva"


@pytest.fixture(autouse=True)
def no_layout(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The PDF is laid out in one test only."""
    if "whole" in request.node.name:
        return

    def instead(document: Document, format: str, theme: object) -> object:
        return write(document, "jats" if format == "pdf" else format, theme)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "write", instead)


CASE: dict[str, object] = {
    "figures": [{"id": "ct", "file": "ct.jpg", "caption": "CT", "alt": "A red square"}],
    "tables": [{"id": "labs", "file": "labs.csv", "caption": "Values"}],
    "supplementary": [{"file": "more/données 1.csv", "title": "Data"}],
    "presentation": "See @fig-ct and @tbl-labs.",
}


@pytest.fixture
def article(tmp_path: Path) -> Document:
    """An article with a picture that says who took it, a table, and a supplementary file."""
    folder = tmp_path / "x"
    (folder / "more").mkdir(parents=True)
    exif = Image.Exif()
    exif[271] = CAMERA
    Image.new("RGB", (8, 8), "red").save(folder / "ct.jpg", exif=exif)
    (folder / "more" / "données 1.csv").write_text("a,b\n1,2\n", "utf-8")
    (folder / "labs.csv").write_text("Test,Value\nCRP,4\n", "utf-8")
    (folder / "case.yaml").write_text("casegen: 1\n", "utf-8")
    assert CAMERA.encode() in (folder / "ct.jpg").read_bytes()
    return composed(CASE, folder)


def names(document: Document) -> dict[str, Item]:
    return {item.name: item for item in contents(document, THEME)}


# The PDF engine leaves a colour profile open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_whole_package_holds_what_its_manifest_lists() -> None:
    document = full()
    data = write(document, "meca", THEME).data
    assert data == write(document, "meca", THEME).data
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        entries = package.infolist()
        root = etree.fromstring(package.read("manifest.xml"))
        assert package.read("article.xml") == write(document, "jats", THEME).data
        assert package.read("a-case.pdf").startswith(b"%PDF-")
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    listed = root.xpath("m:item/m:instance/@xlink:href", namespaces=NAMESPACES)
    assert ["manifest.xml", *listed] == [entry.filename for entry in entries]
    assert find("meca").suffix == ".meca.zip"


def test_everything_has_its_type_and_place(article: Document) -> None:
    shown = [(item.kind, item.name, item.media_type, item.title) for item in contents(article, THEME)]
    assert shown == [
        ("article-metadata", "article.xml", "application/xml", ""),
        ("manuscript", "x.pdf", "application/xml", ""),
        ("figure", "figures/x-figure-1.jpg", "image/jpeg", "Figure\u00a01"),
        ("supplemental", "more/données 1.csv", "text/csv", "Supplementary file 1. Data"),
        ("article-source", "source/case.yaml", "application/yaml", ""),
        ("article-source", "source/figures/x-figure-1.jpg", "image/jpeg", ""),
        ("article-source", "source/labs.csv", "text/csv", ""),
    ]


def test_the_source_holds_no_metadata_of_a_camera(article: Document) -> None:
    items = contents(article, THEME)
    assert not [item.name for item in items if CAMERA.encode() in item.data]
    found = {item.name: item.data for item in items}
    assert found["source/figures/x-figure-1.jpg"] == found["figures/x-figure-1.jpg"]


def test_the_jats_finds_its_files(article: Document) -> None:
    found = names(article)
    root = etree.fromstring(found["article.xml"].data)
    hrefs = root.xpath("//graphic/@xlink:href | //supplementary-material/@xlink:href", namespaces=NAMESPACES)
    assert len(hrefs) == 2
    assert {unquote(href) for href in hrefs} <= found.keys()


ODD = [
    ("../outside.csv", "source/inside.csv"),
    ("/etc/passwd", "source/inside.csv"),
    ("a\\..\\..\\b.csv", "source/inside.csv"),
    ("c:x.csv", "source/inside.csv"),
    ("manifest.xml", "source/inside.csv"),
    ("ARTICLE.xml", "source/inside.csv"),
    ("./a/../inside.csv", "inside.csv"),
]


@pytest.mark.parametrize(("file", "expected"), ODD)
def test_no_supplementary_file_leads_out_or_takes_anothers_place(
    file: str, expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "inside.csv"
    path.write_text("a", "utf-8")
    document = empty(
        supplements=(Supplement("supplement-1", "File 1", "", (), file, "text/csv", path),),
        sources=(SourceFile("inside.csv", path),),
    )
    found = names(document)
    assert set(found) == {"article.xml", "a-case.pdf", expected}


def test_odd_names_of_sources_are_made_plain_and_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x")
    given = ("a\\..\\b", "a_.._b", "A_.._b", "n\u202ea\x07me", "\ud800", "déjà vu.txt")
    document = empty(sources=tuple(SourceFile(name, path) for name in given))
    assert [name for name in names(document) if name.startswith("source/")] == [
        "source/a_.._b",
        "source/_a_.._b",
        "source/__A_.._b",
        "source/n_a_me",
        "source/_",
        "source/déjà vu.txt",
    ]


def test_a_file_that_has_gone_is_one_clear_line(tmp_path: Path) -> None:
    document = empty(sources=(SourceFile("refs.bib", tmp_path / "refs.bib"),))
    with pytest.raises(
        CasegenError, match=r"refs\.bib cannot be put into the package: there is no such file"
    ):
        contents(document, THEME)


def test_a_blind_package_has_no_source() -> None:
    assert set(names(empty(blind=True))) == {"article.xml", "a-case.pdf"}


def test_the_manifest_is_of_its_namespace_and_escapes_names() -> None:
    data = manifest([Item("a", "figure", "50% #1?.png", "image/png", b"", "A <b> & \x00")])
    assert b'PUBLIC "-//MECA//DTD Manifest v1.0//en"' in data
    root = etree.fromstring(data)
    assert root.tag == "{https://manuscriptexchange.org/schema/manifest}manifest"
    assert root.get("manifest-version") == "1"
    assert root.xpath("//@xlink:href", namespaces=NAMESPACES) == ["50%25 %231%3F.png"]
    assert root.xpath("//m:item-title/text()", namespaces=NAMESPACES) == ["A <b> & \ufffd"]
