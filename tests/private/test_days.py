"""``day: auto``: counted from the private file, whose dates nobody is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.build.inputs import inputs_of
from casegen.load import load
from casegen.schema import case_schema
from casegen.themes import Theme
from tests.cli.runner import text_of

ROWS = yaml.safe_load(Path(__file__).with_name("days.yaml").read_text("utf-8"))


def written(folder: Path, row: dict[str, Any]) -> None:
    events = [{"event": "Something", **event} for event in row["events"]]
    case = yaml.safe_load(text_of({"copy": "clean.yaml"})) | {"timeline": events}
    (folder / "case.yaml").write_text(json.dumps(case), encoding="utf-8")
    if row["private"] is not None:
        (folder / "case.private.yaml").write_text(row["private"], encoding="utf-8")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["private"]))
def test_days(row: dict[str, Any], tmp_path: Path) -> None:
    written(tmp_path, row)
    loaded = load(tmp_path)
    told = [f"{problem.code} {problem.message} {problem.hint}" for problem in loaded.problems]
    assert len(told) == len(row.get("problems", []))
    for line, wanted in zip(told, row.get("problems", []), strict=True):
        code, _, words = wanted.partition(" ")
        assert line.startswith(code)
        assert words in line
        assert "2024" not in line
    if "days" in row:
        assert loaded.case is not None
        assert [event.day for event in loaded.case.timeline] == row["days"]
    assert all(problem.blocking and problem.pointer[0] == "timeline" for problem in loaded.problems)


def test_a_day_that_changes_is_an_input_and_a_date_is_not(tmp_path: Path) -> None:
    row = {
        "private": "day_zero: 2024-03-12\ntimeline: {a: 2024-03-14}",
        "events": [{"id": "a", "day": "auto"}],
    }
    written(tmp_path, row)

    def inputs() -> dict[str, str]:
        case = load(tmp_path).case
        assert case is not None
        theme = Theme("classic", "", (), {}, {})
        return inputs_of("jats", case, theme, ("jats",), blind=False, made="")

    first = inputs()
    (tmp_path / "case.private.yaml").write_text(
        "day_zero: 2023-03-12\ntimeline: {a: 2023-03-14}", encoding="utf-8"
    )
    assert inputs() == first
    (tmp_path / "case.private.yaml").write_text(
        "day_zero: 2023-03-12\ntimeline: {a: 2023-03-15}", encoding="utf-8"
    )
    assert {name for name, content in inputs().items() if first.get(name) != content} == {"the days"}


@pytest.mark.xdist_group("schema")
@pytest.mark.parametrize(
    ("day", "valid"), [(3, True), (-2.5, True), ("auto", True), (None, True), ("soon", False)]
)
def test_the_schema_says_so(day: object, valid: bool) -> None:
    from jsonschema import Draft202012Validator

    case = yaml.safe_load(text_of({"copy": "clean.yaml"})) | {
        "timeline": [{"id": "a", "day": day, "event": "x"}]
    }
    assert Draft202012Validator(case_schema()).is_valid(case) is valid
