"""Markdown, judged by pandoc: it builds without a word of complaint, and says what the JATS of the article says."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from casegen.citations.program import find_pandoc
from tests.conformance.build_articles import BLIND, THEMES, copies
from tests.conformance.conftest import Judged

COPIES = copies(THEMES[0], BLIND)
# The style that pandoc has of its own prints no personal communication in the list, as that style's manual says.
KNOWN = "Bibliography entry with no printed form"
Find = Callable[[str, str, str], Path]


def complaints(path: Path, target: Path) -> list[str]:
    """What pandoc says while it builds *target* of *path*, which lies beside its figures."""
    assert shutil.which("rsvg-convert"), "drawings for DOCX cannot be made: make conformance"
    done = subprocess.run(
        [find_pandoc(), path.name, "--standalone", "--citeproc", "--mathml", "-o", target],
        cwd=path.parent, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode or target.stat().st_size
    return [line for line in done.stderr.splitlines() if line.strip() and KNOWN not in line]


def tree_of(source: str) -> dict[str, Any]:
    done = subprocess.run(
        [find_pandoc(), "-f", "markdown", "-t", "json", "--fail-if-warnings"],
        input=source, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    tree: dict[str, Any] = json.loads(done.stdout)
    return tree


def nodes(part: object) -> Iterator[dict[str, Any]]:
    """Every node in *part* of pandoc's tree."""
    if isinstance(part, dict):
        if "t" in part:
            yield part
        for inside in part.values():
            yield from nodes(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from nodes(inside)


def shown(part: object) -> str:
    return "".join(node["c"] for node in nodes(part) if node["t"] == "Str")


def told(tree: dict[str, Any]) -> dict[str, Any]:
    """What pandoc finds in the Markdown."""
    found = list(nodes(tree["blocks"]))
    tables = [node["c"] for node in found if node["t"] == "Table"]
    references = tree["meta"].get("references", {"c": []})["c"]
    return {
        "figures": [node["c"][0][0] for node in found if node["t"] == "Figure"],
        "images": [node["c"][2][0] for node in found if node["t"] == "Image"],
        "tables": [table[0][0] for table in tables if table[0][0]],
        "cells": sum(
            bool(cell[4])
            for table in tables
            for part in (table[3][1], *(body[3] for body in table[4]))
            for row in part
            for cell in row[1]
        ),
        "headings": [node["c"][1][0] for node in found if node["t"] == "Header"],
        "notes": sum(node["t"] == "Note" for node in found),
        "references": len(references),
        "mentions": Counter(
            node["c"][2][0][1:] for node in found if node["t"] == "Link" and node["c"][2][0].startswith("#")
        ),
    }  # fmt: skip


def expected(root: etree._Element) -> dict[str, Any]:
    """The same in the JATS, which another writer made of the same article."""

    def count(path: str) -> int:
        return int(root.xpath(f"count({path})"))

    namespaces = {"xlink": "http://www.w3.org/1999/xlink"}
    return {
        "figures": root.xpath("//fig/@id"),
        "images": root.xpath("//fig/graphic/@xlink:href", namespaces=namespaces),
        "tables": root.xpath("//table-wrap/@id"),
        "cells": count("(//td | //th)[normalize-space() or *]"),
        "headings": root.xpath("//body//sec/@id"),
        "notes": count("//xref[@ref-type='fn'][ancestor::body or ancestor::back]"),
        "references": count("//ref-list/ref"),
        "mentions": Counter(root.xpath("(//body | //back)//xref[@ref-type='fig' or @ref-type='table']/@rid")),
    }


def differences(source: str, root: etree._Element) -> list[str]:
    tree = tree_of(source)
    found, wanted = told(tree), expected(root)
    # JATS has places of their own, and no headings, for much of what stands behind the text.
    found["headings"] = found["headings"][: len(wanted["headings"])]
    keys = {cite["citationId"] for node in nodes(tree) if node["t"] == "Cite" for cite in node["c"][0]}
    known = {shown(entry["c"]["id"]) for entry in tree["meta"].get("references", {"c": []})["c"]}
    unlike = [f"{name}: {found[name]}, not {wanted[name]}" for name in wanted if found[name] != wanted[name]]
    return unlike + [f"{key} is cited and not listed" for key in sorted(keys - known)]


@pytest.mark.parametrize(("folder", "case"), COPIES)
@pytest.mark.parametrize("kind", ["html", "docx"])
def test_pandoc_builds_it(
    case: str, folder: str, kind: str, articles: Find, judged: Judged, tmp_path: Path, validators: Path
) -> None:
    assert (validators / "markdown").is_dir()
    path = articles(folder, case, ".md")
    judged("md", f"pandoc to {kind.upper()}", complaints(path, tmp_path / f"x.{kind}"))


@pytest.mark.parametrize(("folder", "case"), COPIES)
def test_it_says_what_the_jats_says(case: str, folder: str, articles: Find, judged: Judged) -> None:
    root = etree.parse(articles(folder, case, ".jats.xml")).getroot()
    assert expected(root)["headings"]
    judged(
        "md",
        "pandoc's reader, by the JATS",
        differences(articles(folder, case, ".md").read_text("utf-8"), root),
    )


def test_faults_are_found(articles: Find, tmp_path: Path) -> None:
    path = articles(THEMES[0], "every-part", ".md")
    source = path.read_text("utf-8")
    broken = tmp_path / "broken.md"
    broken.write_text(f"{source}\n\n[@nowhere] ![x](figures/nowhere.png) $\\frac{{$\n", "utf-8")
    assert len([line for line in complaints(broken, tmp_path / "x.docx") if "nowhere" in line]) == 2
    root = etree.parse(articles(THEMES[0], "every-part", ".jats.xml")).getroot()
    for fault in (
        source.replace("{#fig-scan", "{#fig-other"),
        source.replace("{#tbl-labs}", "{#tbl-lab}"),
        source.replace("](#fig-chart)", "](#fig-scan)", 1),
        source.replace("[@book2018", "[@book2019", 1),
        source.replace("| 112 ", "|     ", 1),
        source.replace("# Discussion", "Discussion"),
    ):
        assert fault != source
        assert differences(fault, root)
