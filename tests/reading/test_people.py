"""Who is introduced, as the texts of people.yaml say; and how many patients there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.reading import read
from casegen.reading.people import Introduction, patients_introduced
from tests._support.cases import case_from

ENTRIES = yaml.safe_load((Path(__file__).parent / "people.yaml").read_text(encoding="utf-8"))


def told(one: Introduction) -> str:
    return f"{one.age:g} {one.unit} {one.noun or '-'} {one.sex or '-'} {one.whose}"


def introductions(**sections: str) -> tuple[Introduction, ...]:
    return read(case_from(dict(sections))).introductions


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["text"][:40])
def test_introductions(entry: dict[str, Any]) -> None:
    found = introductions(**{entry.get("section", "presentation"): entry["text"]})
    assert [told(one) for one in found] == entry["found"]


def test_where_it_stands() -> None:
    (one,) = introductions(presentation="Now a 76-year-old, healthy man came.")
    assert one.text == "76-year-old, healthy man"


def test_a_quotation_introduces_nobody() -> None:
    assert introductions(presentation="> A 76-year-old man.") == ()


@pytest.mark.parametrize(
    ("count", "presentation"),
    [
        (0, "The patient presented."),
        (1, "A 40-year-old woman presented. This 40-year-old patient had fever."),
        (1, "A 14-month-old boy. The 1-year-old boy cried. His 30-year-old mother wept."),
        (2, "A 40-year-old woman presented. A 40-year-old man presented."),
        (3, "A 40-year-old woman, a 41-year-old woman and a 42-year-old woman presented."),
    ],
)
def test_how_many_patients(count: int, presentation: str) -> None:
    assert patients_introduced(introductions(presentation=presentation)) == count


def test_patients_are_counted_within_a_section() -> None:
    found = introductions(
        presentation="A 40-year-old woman presented.", abstract="A 41-year-old woman presented."
    )
    assert patients_introduced(found) == 1


def test_no_more_than_twenty_patients_are_told_apart() -> None:
    text = " ".join(f"A {age}-year-old woman presented." for age in range(20, 60))
    assert patients_introduced(introductions(presentation=text)) == 20
