"""JATS, judged by its DTD, by the checks of JATS4R, and by a program of others that reads it."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from casegen.citations.program import find_pandoc
from casegen.document import Document, Math, MathBlock, Paragraph, Section
from casegen.writers.jats import jats
from tests.conformance.build_articles import BLIND, THEMES, case_names, copies
from tests.conformance.conftest import Judged
from tests.conformance.schematron import stylesheet
from tests.writers.articles import empty, full
from tests.writers.jats.strategies import misplaced

DTD = "JATS 1.3 DTD, MathML 3"
JATS4R = "JATS4R Schematron 0.0.6"
READER = "pandoc's reader"
COPIES = copies(THEMES[0], BLIND)
# What JATS4R's checks say that is not so, or cannot be mended: the pattern, where, and the reason.
KNOWN = (
    # The checks are of version 1.0 of the recommendation. Version 1.1 wants "coi-statement", and so does the DTD.
    ("coi-errors", "/author-notes/fn#sec-competing-interests"),
    # It wants the date on which a preprint was read. Who cites one need not tell, and no date can be made up.
    ("preprint-citations-warnings", "/element-citation"),
)
FEW = settings(
    max_examples=25, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip
# What pandoc makes of elements of JATS.
READ_AS = {
    "Cite": ("xref[@ref-type='bibr']",),
    "Image": ("graphic",),
    "Math": ("inline-formula", "disp-formula"),
    "Table": ("table",),
}
# What is exchanged in an article that JATS4R's checks pass, by the first of it.
FAULTS = {
    'contrib-id-type="orcid"': {'contrib-id-type="orcid"': 'content-type="orcid"'},
    "<permissions>": {"<permissions>": "<notes>", "</permissions>": "</notes>"},
    '<ref id="ref-tang">': {'<ref id="ref-tang">': "<ref>"},
    'publication-type="journal"': {'publication-type="journal"': 'publication-type="other"'},
}
Find = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def dtd(validators: Path) -> etree.DTD:
    found = etree.DTD(validators / "jats" / "dtd" / "JATS-journalpublishing1-3-mathml3.dtd")
    assert len(list(found.elements())) > 400
    return found


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An article that JATS4R's checks pass, under "", and it with each of the faults."""
    folder = tmp_path_factory.mktemp("faulty")
    data = jats(cited()).decode()
    made = {}
    for number, (right, changes) in enumerate({"": {}, **FAULTS}.items()):
        made[right] = folder / f"{number}.xml"
        text = data
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        made[right].write_text(text, "utf-8")
    return made


@pytest.fixture(scope="session")
def told(
    validators: Path, articles: Find, faulty: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[Path, list[str]]:
    """What JATS4R's checks, which are started once, say of the articles and of the faulty ones."""
    folder = tmp_path_factory.mktemp("jats4r")
    program = validators / "jats" / "node_modules" / "xslt3" / "xslt3.js"
    checks, asked = folder / "checks.xsl", folder / "files.xml"
    checks.write_bytes(stylesheet(validators / "jats" / "schematron" / "jats4r.sch"))
    paths = [articles(*copy, ".jats.xml") for copy in COPIES] + list(faulty.values())
    files = etree.Element("files")
    for path in paths:
        etree.SubElement(files, "file").text = path.as_uri()
    asked.write_bytes(etree.tostring(files))
    done = subprocess.run(["node", program, f"-xsl:{checks}", f"-s:{asked}"], capture_output=True, check=True)
    judged = {one.get("file"): one for one in etree.fromstring(done.stdout)}
    assert all(one.find("fired") is not None for one in judged.values())
    return {path: advised(judged[path.as_uri()]) for path in paths}


def invalid(dtd: etree.DTD, data: bytes) -> list[str]:
    root = etree.fromstring(data)
    doctype = root.getroottree().docinfo
    assert doctype.public_id == (
        "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD with MathML3 v1.3 20210610//EN"
    )
    dtd.validate(root)
    return [f"line {error.line}: {error.message}" for error in dtd.error_log]


def advised(found: etree._Element) -> list[str]:
    told = [(e.get("pattern", ""), e.get("at", ""), e.text) for e in found.iter("finding")]
    return [
        f"{at}: {text}"
        for pattern, at, text in told
        if not any(pattern == known and at.endswith(where) for known, where in KNOWN)
    ]


@pytest.mark.parametrize(("folder", "case"), COPIES)
def test_articles_are_valid(case: str, folder: str, articles: Find, dtd: etree.DTD, judged: Judged) -> None:
    judged("jats", DTD, invalid(dtd, articles(folder, case, ".jats.xml").read_bytes()))


@pytest.mark.parametrize(("folder", "case"), COPIES)
def test_articles_are_as_jats4r_recommends(
    case: str, folder: str, articles: Find, told: dict[Path, list[str]], judged: Judged
) -> None:
    judged("jats", JATS4R, told[articles(folder, case, ".jats.xml")])


@pytest.mark.parametrize("case", case_names())
def test_articles_are_read(case: str, articles: Find, judged: Judged) -> None:
    path = articles(THEMES[0], case, ".jats.xml")
    command = [str(find_pandoc()), "-f", "jats", "-t", "json", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    read = Counter(node["t"] for node in nodes(json.loads(done.stdout)["blocks"]) if "t" in node)
    root = etree.parse(path).getroot()
    there = {kind: sum(1 for tag in tags for _ in text(root, tag)) for kind, tags in READ_AS.items()}
    assert there["Cite"]
    unread = [f"{kind}: {read[kind]} of {count}" for kind, count in there.items() if read[kind] != count]
    judged("jats", READER, [*done.stderr.splitlines(), *unread])


def text(root: etree._Element, path: str) -> list[etree._Element]:
    """What *path* finds in the text and after it."""
    return [found for part in ("body", "back") for found in root.iterfind(f"{part}//{path}")]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """The nodes of a document as pandoc's JSON has it."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


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


@pytest.mark.parametrize("right", FAULTS)
def test_jats4r_finds_what_is_wrong(right: str, faulty: dict[str, Path], told: dict[Path, list[str]]) -> None:
    assert not told[faulty[""]]
    assert told[faulty[right]]


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
@given(misplaced())
def test_any_article_is_valid(dtd: etree.DTD, document: Document) -> None:
    assert not invalid(dtd, jats(document))


@FEW
@given(st.lists(st.text(st.sampled_from(r"\{}^_&$ab1+<>frac sqrtbegin[]\n"), max_size=30), max_size=6))
def test_any_formula_is_valid(dtd: etree.DTD, formulas: list[str]) -> None:
    shown = tuple(MathBlock(tex) for tex in formulas)
    inside = Paragraph(tuple(Math(tex) for tex in formulas))
    assert not invalid(dtd, jats(empty(body=(Section("sec", (), 2, (inside, *shown)),))))
