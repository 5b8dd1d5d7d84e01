"""Citations for PubMed, judged twice, for no package carries the DTD of what publishers send.

A grammar of ours holds what that DTD and NLM's help for data providers ask for. And the program with which eLife
makes the citations that it sends makes ours from our JATS: it must say the same, in the same order.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree

from casegen.document import Document
from casegen.writers import find
from tests.conformance.build_articles import case_names
from tests.conformance.conftest import Judged
from tests.conformance.hostile import articles as hostile_articles
from tests.writers.articles import full

HERE = Path(__file__).parent
BASE = full().replace(body=(), notes=(), supplements=())
# What both tell. eLife's program leaves out pages, days of revision, statements of interest and references, and has
# other publication types, abbreviations and affiliations; it takes only the first group of keywords.
TOLD = (
    "Journal/PublisherName", "Journal/Issn", "Journal/Volume", "Journal/Issue", "Journal/PubDate/@PubStatus",
    "Journal/PubDate/Year", "Journal/PubDate/Day", "ELocationID", "ELocationID/@EIdType", "AuthorList/Author/*/@Source",
    *(f"AuthorList/Author/{part}" for part in ("FirstName", "LastName", "Suffix", "CollectiveName", "Identifier")),
    "AuthorList/Author/@EqualContrib", "AuthorList/Author/FirstName/@EmptyYN", "ArticleIdList/ArticleId",
    "History/PubDate[@PubStatus!='revised']/*", "CopyrightInformation",
)  # fmt: skip
# What it tells otherwise where there are formulas or angle brackets.
TOLD_PLAINLY = ("ArticleTitle", "Abstract//text()")


@pytest.fixture(scope="session")
def grammar() -> etree.RelaxNG:
    """What NLM's DTD and its help for data providers ask for, written down by us."""
    return etree.RelaxNG(etree.parse(HERE / "pubmed.rng"))


def findings(grammar: etree.RelaxNG, data: bytes) -> list[str]:
    grammar.validate(etree.fromstring(data))
    return [f"line {error.line}: {error.message}" for error in grammar.error_log]


def citation(document: Document) -> bytes:
    return find("pubmed").function(document, None)  # type: ignore[arg-type] # no theme is asked


@pytest.mark.parametrize("case", case_names())
def test_the_articles(
    case: str, articles: Callable[[str, str, str], Path], grammar: etree.RelaxNG, judged: Judged
) -> None:
    data = articles("classic", case, ".pubmed.xml").read_bytes()
    judged("pubmed", "structure of the PubMed 3.0 DTD (ours)", findings(grammar, data))


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<Issn>2768-2757</Issn>", ""),
        ("<Year>2022</Year>", "<Year>22</Year>"),
        ("FirstName>", "ForeName>"),
        ("<PublicationType>", "<Language>EN</Language><PublicationType>"),
        ('PubStatus="epublish"', 'PubStatus="soon"'),
        ("<Citation>", "<Citation><font>a</font>"),
    ],
)
def test_the_judge_finds_a_fault(grammar: etree.RelaxNG, good: str, bad: str) -> None:
    data = citation(BASE)
    assert not findings(grammar, data)
    assert good.encode() in data
    assert findings(grammar, data.replace(good.encode(), bad.encode()))


def told(article: etree._Element, path: str) -> list[str]:
    return ["".join(one.itertext()) if etree.iselement(one) else str(one) for one in article.xpath(path)]


def in_order(article: etree._Element, tags: set[str]) -> list[str]:
    """The names of *article*'s parts, each once, those of *tags*."""
    return [tag for tag in dict.fromkeys(part.tag for part in article) if tag in tags]


@pytest.fixture(scope="session")
def elifes(
    validators: Path, articles: Callable[[str, str, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of the citations that eLife's program makes of the articles' JATS."""
    folder = tmp_path_factory.mktemp("elife")
    python = validators / "pubmed" / "venv" / "bin" / "python"
    files = [articles("classic", case, ".jats.xml") for case in case_names()]
    command = [python, HERE / "pubmed_judge.py", folder, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("case", case_names())
def test_elifes_program_makes_the_same_of_our_jats(
    case: str, articles: Callable[[str, str, str], Path], elifes: Path, judged: Judged
) -> None:
    jats = articles("classic", case, ".jats.xml")
    (ours,) = etree.parse(articles("classic", case, ".pubmed.xml")).getroot()
    (theirs,) = etree.parse(elifes / jats.name).getroot()
    # It passes over who has one name, which JATS gives as `given-only`.
    for single in ours.xpath("AuthorList/Author[FirstName/@EmptyYN]"):
        single.getparent().remove(single)
    plain = not any("<" in text for text in told(ours, "ArticleTitle")) and not ours.xpath(
        ".//*[namespace-uri()]"
    )
    found = [
        f"{path}: {told(theirs, path)}, not {told(ours, path)}"
        for path in (*TOLD, *(TOLD_PLAINLY if plain else ()))
        if told(theirs, path) != told(ours, path)
    ]
    common = {str(part.tag) for part in theirs} & {str(part.tag) for part in ours}
    assert len(common) > 8
    if in_order(theirs, common) != in_order(ours, common):
        found.append(f"order: {in_order(theirs, common)}")
    judged("pubmed", "elifepubmed 0.7, from the JATS", found)


@given(document=hostile_articles(BASE))
@settings(
    max_examples=60, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)  # fmt: skip
def test_any_article_is_sent_or_told_why_not(grammar: etree.RelaxNG, document: Document) -> None:
    lacks = list(find("pubmed").needs(document))
    assert all(lack.message for lack in lacks)
    assert lacks or not findings(grammar, citation(document))
