"""Crossref deposits, judged by Crossref's schema 5.4.0."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree

from casegen.document import Document
from casegen.media.record import language
from casegen.writers import find
from tests.conformance.build_articles import case_names
from tests.conformance.conftest import Judged
from tests.conformance.hostile import articles as hostile_articles
from tests.writers.articles import empty, full
from tests.writers.records import DEPOSITOR

JUDGE = "Crossref deposit schema 5.4.0"
# What the schema names by addresses of others, it also has beside it.
BESIDE = {
    "http://www.w3.org/2009/01/xml.xsd": "standard-modules/xml.xsd",
    "http://www.w3.org/Math/XMLSchema/mathml3/mathml3.xsd": "standard-modules/mathml3/mathml3.xsd",
}
BASE = full().replace(depositor=DEPOSITOR, body=(), notes=(), supplements=())


class Beside(etree.Resolver):
    """Finds in *folder* what the schema names by an address."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:  # noqa: ARG002
        beside = BESIDE.get(system_url or "")
        return self.resolve_filename(str(self._folder / beside), context) if beside else None


@pytest.fixture(scope="session")
def schema(validators: Path) -> etree.XMLSchema:
    folder = validators / "crossref" / "commonmeta" / "resources" / "crossref"
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside(folder))
    root = etree.parse(folder / "crossref5.4.0.xsd", parser).getroot()
    assert root.get("targetNamespace") == "http://www.crossref.org/schema/5.4.0"
    return etree.XMLSchema(root)


def findings(schema: etree.XMLSchema, data: bytes) -> list[str]:
    schema.validate(etree.fromstring(data))
    return [f"line {error.line}: {error.message}" for error in schema.error_log]


def deposit(document: Document) -> bytes:
    return find("crossref").function(document, None)  # type: ignore[arg-type] # no theme is asked


@pytest.mark.parametrize("case", case_names())
def test_the_articles(
    case: str, articles: Callable[[str, str, str], Path], schema: etree.XMLSchema, judged: Judged
) -> None:
    judged("crossref", JUDGE, findings(schema, articles("classic", case, ".crossref.xml").read_bytes()))


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<doi>10.1234/abcd.1</doi>", ""),
        ("<doi>10.1234/abcd.1</doi>", "<doi>abcd.1</doi>"),
        ("https://orcid.org/0000", "0000"),
        ("<year>2022</year>", "<year>22222</year>"),
        ("jats:p>", "jats:no-such>"),
        ('start_date="2022-01-10"', 'start_date="2022"'),
        ("<volume>3</volume>", f"<volume>{33 * '3'}</volume>"),
        (' key="ref-tang"', ""),
    ],
)
def test_the_judge_finds_a_fault(schema: etree.XMLSchema, good: str, bad: str) -> None:
    data = deposit(BASE)
    assert not findings(schema, data)
    assert good.encode() in data
    assert findings(schema, data.replace(good.encode(), bad.encode()))


@given(document=hostile_articles(BASE))
@settings(
    max_examples=60, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)  # fmt: skip
def test_any_article_is_deposited_or_told_why_not(schema: etree.XMLSchema, document: Document) -> None:
    lacks = list(find("crossref").needs(document))
    assert all(lack.message for lack in lacks)
    assert lacks or not findings(schema, deposit(document))


def test_every_language_is_one_of_crossrefs(validators: Path) -> None:
    file = validators / "crossref" / "commonmeta" / "resources" / "crossref" / "languages5.4.0.xsd"
    listed = set(etree.parse(file).xpath("//@value"))
    known = {language(empty(language=code)) for code in Locale("en").languages} - {""}
    assert len(known) > 400
    assert known <= listed
