"""JATS, judged by its DTD, by the checks of JATS4R, and by a program of others that reads it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from casegen.citations.program import find_pandoc
from casegen.document import Document, Math, MathBlock, Paragraph, Section
from casegen.writers.jats import jats
from tests.conformance.build_articles import BLIND, THEMES, case_names
from tests.conformance.conftest import Judged
from tests.conformance.schematron import stylesheet
from tests.writers.articles import empty, full
from tests.writers.jats.strategies import misplaced

DTD = "JATS 1.3 DTD, MathML 3"
JATS4R = "JATS4R Schematron 0.0.6"
READER = "pandoc's reader"
FOLDERS = (THEMES[0], BLIND)
# What JATS4R's checks say that is not so, or cannot be mended; each with its reason.
KNOWN = {
    # The checks are of version 1.0 of the recommendation. Version 1.1 wants "coi-statement", and so does the DTD.
    ("coi-errors", 'Conflict of Interest Statements shoud be tagged as <fn fn-type="COI-statement"'),
    # Who cites a preprint need not say when it was read; a date cannot be made up.
    ("preprint-citations-warnings", '< publication-type="preprint"> doesn\'t contain an accessed date'),
}
FEW = settings(
    max_examples=40, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip
Find = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def dtd(validators: Path) -> etree.DTD:
    found = etree.DTD(validators / "jats" / "dtd" / "JATS-journalpublishing1-3-mathml3.dtd")
    assert len(list(found.elements())) > 400
    return found


@pytest.fixture(scope="session")
def judge(validators: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], etree._Element]:
    """What JATS4R's checks say of a file: `<fired/>` for each rule that looked at something, and `<finding>`."""
    folder = tmp_path_factory.mktemp("jats4r")
    program = validators / "jats" / "node_modules" / "xslt3" / "xslt3.js"
    made, compiled = folder / "checks.xsl", folder / "checks.sef.json"
    made.write_bytes(stylesheet(validators / "jats" / "schematron" / "jats4r.sch"))
    subprocess.run(["node", program, f"-xsl:{made}", f"-export:{compiled}", "-nogo"], check=True)

    def run(path: Path) -> etree._Element:
        done = subprocess.run(["node", program, f"-xsl:{compiled}", f"-s:{path}"], capture_output=True, check=True)
        found = etree.fromstring(done.stdout)
        assert found.find("fired") is not None
        return found

    return run


def invalid(dtd: etree.DTD, data: bytes) -> list[str]:
    root = etree.fromstring(data)
    doctype = root.getroottree().docinfo
    assert doctype.public_id == (
        "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD with MathML3 v1.3 20210610//EN"
    )
    dtd.validate(root)
    return [f"line {error.line}: {error.message}" for error in dtd.error_log]


def advised(found: etree._Element) -> list[str]:
    told = [(e.get("pattern", ""), e.text or "", e.get("at")) for e in found.iter("finding")]
    return [
        f"{at}: {text}"
        for pattern, text, at in told
        if not any(pattern == known and text.startswith(begun) for known, begun in KNOWN)
    ]


@pytest.mark.parametrize("case", case_names())
@pytest.mark.parametrize("folder", FOLDERS)
def test_articles_are_valid(case: str, folder: str, articles: Find, dtd: etree.DTD, judged: Judged) -> None:
    judged("jats", DTD, invalid(dtd, articles(folder, case, ".jats.xml").read_bytes()))


@pytest.mark.parametrize("case", case_names())
@pytest.mark.parametrize("folder", FOLDERS)
def test_articles_are_as_jats4r_recommends(
    case: str, folder: str, articles: Find, judge: Callable[[Path], etree._Element], judged: Judged
) -> None:
    judged("jats", JATS4R, advised(judge(articles(folder, case, ".jats.xml"))))


@pytest.mark.parametrize("case", case_names())
def test_articles_are_read(case: str, articles: Find, judged: Judged) -> None:
    path = articles(THEMES[0], case, ".jats.xml")
    done = subprocess.run(
        [find_pandoc(), "-f", "jats", "-t", "json", path], capture_output=True, check=True, encoding="utf-8"
    )
    article, root = json.loads(done.stdout), etree.parse(path)
    count = root.xpath
    read, there = read_by_pandoc(article), {
        "title": " ".join("".join(count("//article-title//text()[not(ancestor::alternatives)]")[:1]).split())[:9],
        "references": count("count(//ref)"),
        "formulas": count("count(//article/body//mml:math)", namespaces={"mml": "http://www.w3.org/1998/Math/MathML"}),
        "tables": count("count(//body//table)"),
        "images": count("count(//body//graphic)"),
    }  # fmt: skip
    findings = [f"{what}: {number} of {there[what]}" for what, number in read.items() if number < there[what]]
    judged("jats", READER, [*done.stderr.splitlines(), *findings])


def read_by_pandoc(article: dict[str, object]) -> dict[str, float]:
    text = json.dumps(article["blocks"])  # type: ignore[index]
    return {"tables": text.count('"t": "Table"'), "images": text.count('"t": "Image"')}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<front>", "<front><nothing/>"),
        ("<mml:mfrac>", "<mml:mfrac><mml:mi>x</mml:mi>"),
        ('rid="fig-ct"', 'rid="fig-none"'),
        ('dtd-version="1.3"', 'dtd-version="1.5"'),
    ],
)
def test_the_dtd_finds_what_is_wrong(right: str, wrong: str, dtd: etree.DTD) -> None:
    data = jats(full()).decode()
    assert not invalid(dtd, data.encode())
    assert right in data
    assert invalid(dtd, data.replace(right, wrong).encode())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('contrib-id-type="orcid"', 'content-type="orcid"'),
        ("<permissions>", "<notes>"),
        ('<ref id="ref-tang">', "<ref>"),
        ('publication-type="journal"', 'publication-type="other"'),
    ],
)
def test_jats4r_finds_what_is_wrong(
    right: str, wrong: str, judge: Callable[[Path], etree._Element], tmp_path: Path
) -> None:
    data = jats(cited()).decode()
    ends = {"<permissions>": ("</permissions>", "</notes>")}
    assert right in data
    path = tmp_path / "article.xml"
    path.write_text(data, "utf-8")
    assert not advised(judge(path))
    path.write_text(data.replace(right, wrong).replace(*ends.get(right, ("", ""))), "utf-8")
    assert advised(judge(path))


def cited() -> Document:
    """An article whose reference is known in parts."""
    document = full()
    item = {"type": "article-journal", "title": "A study", "container-title": "J Cases"}
    return document.replace(
        references=tuple(entry.replace(item=item) for entry in document.references),
        copyright_year="2022",
        copyright_holder="The Authors",
    )


@FEW
@given(misplaced(full()))
def test_any_article_is_valid(dtd: etree.DTD, document: Document) -> None:
    assert not invalid(dtd, jats(document))


@FEW
@given(st.lists(st.text(st.sampled_from(r"\{}^_&$ab1+<>frac sqrtbegin[]\n"), max_size=30), max_size=6))
def test_any_formula_is_valid(dtd: etree.DTD, formulas: list[str]) -> None:
    shown = tuple(MathBlock(tex) for tex in formulas)
    inside = Paragraph(tuple(Math(tex) for tex in formulas))
    assert not invalid(dtd, jats(empty(body=(Section("sec", (), 2, (inside, *shown)),))))
