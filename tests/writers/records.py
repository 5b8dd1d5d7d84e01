"""Cases and the records that are made of them: a table in YAML tells what is found where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from casegen.document import Depositor, Document
from casegen.writers import find
from tests._support.cases import composed

DEPOSITOR = Depositor("A Press", "doi@example.org", "A Society", "https://example.org/articles/nowhere")


class Table:
    """The rows of *path*: each changes the ``base`` case of the file, None taking a key away."""

    def __init__(self, path: Path) -> None:
        read = yaml.safe_load(path.read_text("utf-8"))
        self._base: dict[str, Any] = read["base"]
        self.found: list[dict[str, Any]] = read["found"]
        self.lacks: list[dict[str, Any]] = read["lacks"]

    def document(self, given: dict[str, Any]) -> Document:
        """The article of a row, registered by a press."""
        case = {key: value for key, value in {**self._base, **given}.items() if value is not None}
        return composed(case).replace(depositor=DEPOSITOR)


def written(document: Document, format: str) -> etree._Element:
    """The root of *document* in *format*, its elements named without namespaces."""
    writer = find(format)
    assert not list(writer.needs(document))
    root = etree.fromstring(writer.function(document, None))  # type: ignore[arg-type] # no theme is asked
    for element in root.iter():
        element.tag = etree.QName(element).localname
        element.attrib.pop("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", None)
    etree.cleanup_namespaces(root)
    return root


def content(found: object) -> str:
    """What an XPath found: the text of an attribute, or what stands in an element, markup and all."""
    if not etree.iselement(found):
        return str(found)
    inside = (etree.tostring(child, encoding="unicode") for child in found)
    return (found.text or "") + "".join(inside)


def agree(root: etree._Element, path: str, expected: list[str]) -> None:
    """Require of *root* that what *path* finds is as *expected*, or begins so where that ends in three dots."""
    found = [content(one) for one in root.xpath(path)]
    begun = [
        one[: len(wanted) - 3] + "..." if wanted.endswith("...") else one
        for one, wanted in zip(found, expected, strict=False)
    ]
    assert [*begun, *found[len(begun) :]] == expected, path
