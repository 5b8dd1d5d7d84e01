"""Every value of values.yaml, read by the function of its kind."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen import identifiers

VALUES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("values.yaml").read_text(encoding="utf-8")
)
KINDS = ("doi", "orcid", "issn", "isbn", "ror", "pmid", "pmcid", "cc_license")


def cases(section: str) -> list[tuple[str, str, Any]]:
    return [(kind, *pair) for kind, table in VALUES[section].items() for pair in table.items()]


@pytest.mark.parametrize(
    ("kind", "text", "expected"), [(kind, *pair) for kind in KINDS for pair in VALUES[kind].items()]
)
def test_normalise(kind: str, text: str, expected: str | None) -> None:
    assert getattr(identifiers, f"normalise_{kind}")(text) == expected


@pytest.mark.parametrize(("text", "expected"), VALUES["doi_unusual"].items())
def test_doi_is_unusual(text: str, expected: bool) -> None:
    assert identifiers.doi_is_unusual(text) is expected


@pytest.mark.parametrize(("text", "expected"), VALUES["doi_key"].items())
def test_doi_key(text: str, expected: str | None) -> None:
    assert identifiers.doi_key(text) == expected


@pytest.mark.parametrize(("kind", "verdict", "values"), cases("checksum"))
def test_checksum(kind: str, verdict: str, values: list[str]) -> None:
    checksum_ok = getattr(identifiers, f"{kind}_checksum_ok")
    assert [checksum_ok(value) for value in values] == [verdict == "right"] * len(values)


@pytest.mark.parametrize(("kind", "identifier", "expected"), cases("url"))
def test_url(kind: str, identifier: str, expected: str) -> None:
    assert getattr(identifiers, f"{kind}_url")(identifier) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_novel_is_no_identifier(kind: str) -> None:
    normalise = getattr(identifiers, f"normalise_{kind}")
    assert normalise("10.1000/" + "9" * 1_000_000) is None
    assert normalise(("doi:orcid:pmid:issn:ror:" * 100_000) + "1") is None
