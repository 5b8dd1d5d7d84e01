"""What the model works out from what was typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casegen.load import load
from casegen.model import Case, CslDate, Name, PartialDate, read_date
from casegen.problem import Severity
from casegen.source import Pointer, Source


def case_of(**keys: Any) -> Case:
    data = json.dumps({"title": "T", "authors": ["A"], **keys}).encode()
    case = load(Path("case.yaml"), data=data).case
    assert case is not None
    return case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022", (2022, 0, 0)), ("2022-01", (2022, 1, 0)), (" 2022-01-10 ", (2022, 1, 10)), ("2020-02-29", (2020, 2, 29)),
        ("2022-01-10T10:00:00Z", (2022, 1, 10)), ("2021-02-29", None), ("2022-13", None), ("2022-00", None), ("2022-01-00", None),
        ("0000", None), ("22", None), ("", None), ("2022-1-1", None), ("10 January 2022", None), ("٢٠٢٢", None),
    ],
)  # fmt: skip
def test_dates(text: str, expected: tuple[int, int, int] | None) -> None:
    assert read_date(text) == (None if expected is None else PartialDate(*expected))


def test_a_date_is_as_precise_as_it_is() -> None:
    assert [PartialDate(2022).iso, PartialDate(2022, 1).iso, PartialDate(2022, 1, 9).iso] == [
        "2022", "2022-01", "2022-01-09",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("issued", "year"),
    [
        ({"date-parts": [["2019", "2", "3"]]}, "2019"),
        ({"date-parts": [["2019"], ["2020"]]}, "2019"),
        ({"raw": "2019-02-03/2020"}, "2019"),
        ({"raw": "spring"}, "spring"),
        ({"literal": "in press"}, "in press"),
        ({}, ""),
        ({"date-parts": [[]]}, ""),
    ],
)
def test_the_year_of_a_reference(issued: dict[str, Any], year: str) -> None:
    assert CslDate.model_validate(issued).year == year


@pytest.mark.parametrize(
    ("parts", "display", "surname", "forenames"),
    [
        ({"literal": "Ana da Silva"}, "Ana da Silva", "Silva", "Ana da"),
        (
            {"given": "Ana", "particle": "da", "family": "Silva", "suffix": "Jr"},
            "Ana da Silva Jr",
            "da Silva",
            "Ana",
        ),
        ({"family": "Silva"}, "Silva", "Silva", ""),
        ({"given": "太郎", "family": "山田"}, "山田 太郎", "山田", "太郎"),
        ({"literal": " "}, " ", "", ""),
    ],
)
def test_names(parts: dict[str, str], display: str, surname: str, forenames: str) -> None:
    name = Name(**parts)
    assert (name.display, name.surname, name.forenames) == (display, surname, forenames)


@pytest.mark.parametrize(
    ("after", "order"),
    [
        (["presentation"], ["introduction", "presentation", "A", "discussion", "conclusion"]),
        (
            ["presentation", "presentation"],
            ["introduction", "presentation", "A", "B", "discussion", "conclusion"],
        ),
        (["introduction", "A"], ["introduction", "A", "B", "presentation", "discussion", "conclusion"]),
        (
            ["references", "conclusion"],
            ["introduction", "presentation", "discussion", "conclusion", "B", "A"],
        ),
        (["Nowhere"], ["introduction", "presentation", "discussion", "A", "conclusion"]),
    ],
)
def test_sections_stand_after_what_they_name(after: list[str], order: list[str]) -> None:
    sections = [
        {"title": title, "after": name, "body": "x"} for title, name in zip("AB", after, strict=False)
    ]
    assert [name for name, _ in case_of(sections=sections).ordered_sections] == order


def test_every_part_knows_where_it_stands() -> None:
    case = case_of(tables=[{"id": "t", "rows": [["a"], ["b [@k]"]]}], abstract={"case": "c @l"})
    assert str(case.tables[0].at) == "/tables/0"
    assert [str(at) for at, _ in case.prose()] == [
        "/title",
        "/abstract/case",
        "/tables/0/rows/0/0",
        "/tables/0/rows/1/0",
    ]
    assert case.cited_keys == {"k", "l"}


def test_a_null_cell_is_an_empty_cell() -> None:
    assert case_of(tables=[{"id": "t", "rows": [["a", None, 3.10]]}]).tables[0].rows[0][1].text == ""


def test_a_pointer_is_written_as_in_json_pointer() -> None:
    pointer = Pointer() / "a/b" / 0 / "c~d"
    assert str(pointer) == "/a~1b/0/c~0d"
    assert str(pointer.parent) == "/a~1b/0"
    assert Pointer().parent == Pointer()


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [("ab\ncd", 4, (2, 2)), ("a\r\nb", 3, (2, 1)), ("a\rb", 2, (2, 1)), ("a\u2028b", 2, (1, 3)), ("", 5, (1, 1)), ("a\n", 2, (2, 1)), ("😀b", 1, (1, 2))],
)  # fmt: skip
def test_places_in_a_file(text: str, offset: int, place: tuple[int, int]) -> None:
    assert Source(Path(), text).place(offset) == place


def test_the_lines_of_a_file() -> None:
    source = Source(Path(), "a\r\nb\x85c\n")
    assert [source.line(number) for number in range(5)] == ["", "a", "b\x85c", "", ""]
    assert [source.line_start(number) for number in (1, 2, 3, 9)] == [0, 3, 7, 7]


def test_severities_have_an_order() -> None:
    assert sorted(Severity, key=lambda severity: severity.rank) == [
        Severity.ERROR,
        Severity.WARNING,
        Severity.INFO,
    ]
