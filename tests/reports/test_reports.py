"""Every case of `cases/` in every report, as in the golden file beside it; and what the options change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from casegen.check import Checked, NotChecked, check
from casegen.load import load
from casegen.problem import CasegenError, Problem, Severity
from casegen.reports import Options, Result, formats, render

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.yaml"))
PLAIN = Options(width=72)
SUFFIX = {"text": "txt"}
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def result(name: str) -> Result:
    loaded = load(HERE / "cases" / f"{name}.yaml")
    return Result(f"cases/{name}/case.yaml", loaded, check(loaded))


@pytest.mark.parametrize("format", formats())
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_report(path: Path, format: str, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(f".{SUFFIX.get(format, format)}"), render(format, [result(path.stem)], PLAIN))


def test_several_cases(golden: Callable[[Path, str], None]) -> None:
    results = [result("clean"), result("several"), result("unread")]
    options = PLAIN.replace(show_source=False, statistics=True)
    golden(HERE / "together.txt", render("text", results, options))


def test_nothing_to_check() -> None:
    assert render("text", [], PLAIN) == "no cases\n"
    assert json.loads(render("json", []))["summary"] == {"error": 0, "warning": 0, "info": 0, "files": 0}


def test_colours_are_only_added() -> None:
    coloured = render("text", [result("several")], PLAIN.replace(colour=True))
    plain = render("text", [result("several")], PLAIN)
    assert ANSI.sub("", coloured) == plain
    assert coloured != plain
    assert "\x1b" not in plain


def test_all_problems_of_one_rule_when_asked_for() -> None:
    few, everything = (render("text", [result("many")], PLAIN.replace(all=on)) for on in (False, True))
    assert few.count("CIT002 uncited-reference") == 1
    assert "and 11 more CIT002 in this file; --all shows them" in few
    assert everything.count("CIT002 uncited-reference") == 12
    assert "--all" not in everything


def test_ten_of_one_rule_are_all_shown() -> None:
    many = result("many")
    kept = [p for p in many.checked.problems if p.code != "CIT002"]
    ten = [p for p in many.checked.problems if p.code == "CIT002"][:10]
    text = render("text", [many._replace(checked=Checked((*kept, *ten)))], PLAIN)
    assert text.count("CIT002 uncited-reference") == 10


@pytest.mark.parametrize("format", formats())
def test_what_was_not_checked_is_said(format: str) -> None:
    case = result("clean")
    report = render(format, [case._replace(checked=Checked((), (NotChecked("REF010", "offline"),)))], PLAIN)
    assert "REF010" in report
    assert "offline" in report


def test_json_is_the_contract() -> None:
    content = json.loads(render("json", [result("several")]))
    assert list(content) == ["version", "problems", "not_checked", "summary"]
    keys = "code name severity message path pointer line column end_line end_column fix related source"
    assert all(list(problem) == keys.split() for problem in content["problems"])
    fix = next(problem["fix"] for problem in content["problems"] if problem["fix"])
    assert list(fix) == ["safe", "description", "edits"]
    assert list(fix["edits"][0]) == ["path", "line", "column", "end_line", "end_column", "text"]
    related = next(problem["related"] for problem in content["problems"] if problem["related"])
    assert list(related[0]) == ["path", "line", "column", "message"]
    counts = dict.fromkeys(("error", "warning", "info"), 0)
    for problem in content["problems"]:
        counts[problem["severity"]] += 1
    assert content["summary"] == {**counts, "files": 1}


@pytest.mark.parametrize("format", formats())
def test_nothing_a_terminal_obeys_or_cannot_encode(format: str) -> None:
    case = result("clean")
    span = case.loaded.places.main.span(0, 3)
    wrong = Problem("AAA001", "wrong", Severity.ERROR, "a \x1b[31m \ud800 \u202e b", span, hint="\x07")
    report = render(format, [case._replace(checked=Checked((wrong,)))], PLAIN)
    report.encode("utf-8")
    assert not set("\x1b\x07") & set(report)


def test_an_unknown_report() -> None:
    with pytest.raises(
        CasegenError, match="no report 'jsno' \\(did you mean 'json'\\?\\): there are json, text"
    ):
        render("jsno", [])
