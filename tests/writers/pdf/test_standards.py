"""What a PDF says of itself, and the JATS inside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from casegen.document import Document
from casegen.themes import load_theme, shipped_templates
from casegen.writers import write
from tests.writers.articles import empty, full
from tests.writers.pdf.pictures import article_of
from tests.writers.pdf.reader import Pdf

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
UNDATED = full().replace(history=())


def written(document: Document) -> bytes:
    return write(document, "pdf", load_theme("classic", [shipped_templates()])).data


def packet(data: bytes) -> etree._Element:
    """The metadata, which stand uncompressed in the file."""
    (found,) = re.findall(rb"<x:xmpmeta.*?</x:xmpmeta>", data, re.DOTALL)
    return etree.fromstring(found)


@pytest.fixture(scope="module")
def data() -> bytes:
    return written(full())


def test_both_standards_are_declared_in_one_description(data: bytes) -> None:
    (rdf,) = packet(data)
    assert rdf.tag == f"{RDF}RDF"
    text = etree.tostring(rdf).decode()
    for part in ('pdfaid:part="3"', 'pdfaid:conformance="A"', "<pdfuaid:part>1</pdfuaid:part>"):
        assert part in text
    assert "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in text


def test_the_metadata_are_the_article_s(data: bytes) -> None:
    text = " ".join("".join(packet(data).itertext()).split())
    for part in ("A case of Borrelia", "Ana Silva", "Bo Ek", "borrelia, heart", "2022-01-10"):
        assert part in text
    read = Pdf(data)
    root = read.root
    assert str(root.Lang) == "en"
    assert str(root.Outlines.First.Title) == "Abstract"
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle


def test_the_jats_is_inside(data: bytes) -> None:
    read = Pdf(data)
    ((name, file),) = read.attached().items()
    inside = file.get_file()
    parameters = file.obj.EF.F.Params
    assert inside.read_bytes() == write(full(), "jats", load_theme("classic", [shipped_templates()])).data
    assert (name, inside.mime_type) == ("a-case.jats.xml", "application/xml")
    assert (file.relationship, file.description) == ("/Alternative", "The article as JATS XML")
    assert [entry.objgen for entry in read.root.AF] == [file.obj.objgen]
    assert str(parameters.ModDate) == str(parameters.CreationDate) == "D:20220110000000Z"


@pytest.mark.parametrize(
    ("epoch", "attached", "created"),
    [
        ("1700000000", "D:20231114221320Z", b"<xmp:CreateDate>2023-11-14"),
        ("", "D:19800101000000Z", b""),
    ],
)
def test_no_date_is_that_of_the_clock(
    epoch: str, attached: str, created: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    data = written(UNDATED)
    read = Pdf(data)
    (file,) = read.attached().values()
    assert str(file.obj.EF.F.Params.ModDate) == attached
    assert created in data
    assert created or b"CreateDate" not in data


@pytest.mark.parametrize("document", [full(), article_of(), empty()], ids=["full", "pictures", "empty"])
def test_the_same_article_gives_the_same_bytes(document: Document) -> None:
    assert written(document) == written(document)


def test_nothing_tells_where_it_was_made(data: bytes) -> None:
    text = etree.tostring(packet(data)).decode()
    assert re.findall('Producer>?=?"?([^"<]+)', text)[0].startswith("WeasyPrint ")
    for part in (str(Path.home()), str(Path.cwd())):
        assert part.encode() not in data


def test_no_viewer_smooths_a_picture() -> None:
    read = Pdf(written(article_of()))
    images = read.images()
    assert len(images) > 15
    assert not any(image.Interpolate for image in images)
