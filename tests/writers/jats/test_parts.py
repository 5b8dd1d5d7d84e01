"""What stands where in JATS: tables of cases and references, and what is found of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from casegen.document import Document, ReferenceEntry, Text
from casegen.writers import find
from casegen.writers.jats import jats
from tests._support.cases import composed
from tests.writers.articles import empty, full
from tests.writers.records import agree, content

HERE = Path(__file__).parent
PARTS: list[dict[str, Any]] = yaml.safe_load((HERE / "parts.yaml").read_text("utf-8"))
REFERENCES: list[dict[str, Any]] = yaml.safe_load((HERE / "references.yaml").read_text("utf-8"))


def written(document: Document) -> etree._Element:
    """The root of *document* in JATS, without namespaces."""
    root = etree.fromstring(jats(document))
    for element in root.iter("{*}*"):
        element.tag = etree.QName(element).localname
        for name, value in element.attrib.items():
            if etree.QName(name).namespace:
                del element.attrib[name]
                element.set(etree.QName(name).localname, value)
    etree.cleanup_namespaces(root)
    return root


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part["name"])
def test_parts(part: dict[str, Any]) -> None:
    root = written(composed(part["case"]))
    for path, expected in part["found"].items():
        if path.startswith("count("):
            assert [str(root.xpath(path))] == expected
        else:
            agree(root, path, expected)


@pytest.mark.parametrize("row", REFERENCES, ids=lambda row: row["name"])
def test_references(row: dict[str, Any]) -> None:
    entry = ReferenceEntry("ref-a", "a", "", (Text("As printed."),), item=row["item"])
    root = written(empty(references=(entry,)))
    assert [content(found) for found in root.xpath("//ref//mixed-citation")] == ["As printed."]
    typed = [content(found).replace("\n", "") for found in root.xpath("//element-citation")]
    assert typed == ([row["typed"]] if row["typed"] else [])
    assert root.xpath("string(//element-citation/@publication-type)") == row["type"]


def test_figures_are_named_as_they_stand_beside_the_file() -> None:
    root = written(full())
    agree(root, "//fig[@id = 'fig-ct']/label", ["Figure 1"])
    agree(root, "//fig[@id = 'fig-ct']/caption/p", ["CT, axial cut"])
    agree(root, "//fig[@id = 'fig-ct']/graphic/alt-text", ["A bright fragment"])
    agree(root, "//fig[@id = 'fig-ct']/graphic/@mimetype", ["image"])
    agree(root, "//fig[@id = 'fig-ct']/attrib", ["Drawn for this."])
    agree(root, "//body//graphic/@href", ["figures/figure-1.svg", "figures/timeline.svg"])
    agree(root, "//xref[@ref-type = 'fig']/@rid", ["fig-ct"])
    assert find("jats").images


def test_the_file_begins_with_its_dtd_and_repeats() -> None:
    data = jats(full())
    declaration, doctype = data.decode().splitlines()[:2]
    assert declaration == '<?xml version="1.0" encoding="UTF-8"?>'
    assert "Journal Publishing DTD with MathML3 v1.3 20210610" in doctype
    assert jats(full()) == data
