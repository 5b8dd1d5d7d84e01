"""What a build says at its end: counts, timings, and the report for tools."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.runner import run, text_of

CASES: dict[str, dict[str, Any]] = {
    "a": {"copy": "clean.yaml"},
    "b": {"copy": "clean.yaml", "replace": {"[@two]": "[@tvo]"}},
    "c": {"copy": "clean.yaml", "append": "style: {theme: othr}\n"},
    "d": {"copy": "clean.yaml", "replace": {"It agrees with others [@two].": "It agrees."}},
}


@pytest.fixture(autouse=True)
def _workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("[casegen]\nformats = ['html', 'ris']\n", encoding="utf-8")
    for name, spec in CASES.items():
        Path("cases", name).mkdir(parents=True)
        Path("cases", name, "case.yaml").write_text(text_of(spec), encoding="utf-8")


def reported(*options: str) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """The exit code, the report's cases by name, and its summary."""
    answer = run("build", "--format", "json", *options)
    assert answer.stderr == ""
    report = json.loads(answer.stdout)
    assert report["version"] == 1
    return answer.code, {case.pop("case"): case for case in report["cases"]}, report["summary"]


def test_the_report_tells_what_came_of_each_case() -> None:
    code, cases, summary = reported()
    assert code == 1
    assert {name: case["status"] for name, case in cases.items()} == {
        "a": "built",
        "b": "failed",
        "c": "failed",
        "d": "built",
    }
    a, b = cases["a"], cases["b"]
    assert (a["path"], a["folder"], a["formats"]) == ("cases/a/case.yaml", "output/a", ["html", "ris"])
    assert a["written"] == ["output/a/a.html", "output/a/a.ris"]
    assert all(Path(path).is_file() for path in a["written"])
    assert a["due"] == [
        {"format": "html", "why": "not built yet"},
        {"format": "ris", "why": "not built yet"},
    ]
    assert list(a["seconds"]) == ["load", "check", "compose", "html", "ris", "store"]
    assert all(seconds >= 0 for seconds in a["seconds"].values())
    assert cases["d"]["problems"] == {"error": 0, "warning": 1, "info": 0}
    (stopper,) = b["stopped_by"]
    assert (stopper["code"], stopper["path"], stopper["line"]) == ("CIT001", "cases/b/case.yaml", 16)
    assert (b["written"], b["failure"]) == ([], None)
    assert summary.pop("seconds") > 0
    assert summary == {"planned": 0, "built": 2, "unchanged": 0, "incomplete": 0, "failed": 2, "cases": 4}


def test_the_report_of_what_is_as_it_was_of_a_plan_and_of_what_is_lacking() -> None:
    good = ("cases/a", "cases/d")
    assert reported(*good)[0] == 0
    code, cases, summary = reported(*good)
    assert (code, summary["unchanged"], cases["a"]["written"]) == (0, 2, [])
    assert cases["a"]["problems"] is None
    code, cases, summary = reported(*good, "--dry-run", "-f", "html,ris,bib")
    assert (code, summary["planned"]) == (0, 2)
    assert cases["a"]["due"][-1] == {"format": "bib", "why": "not built yet"}
    code, cases, _ = reported("cases/a", "-f", "html,pubmed")
    assert (code, cases["a"]["status"]) == (1, "incomplete")
    assert {problem["code"] for problem in cases["a"]["lacking"]} == {"FMT001"}


def test_a_failure_is_in_the_report() -> None:
    Path("output/a").mkdir(parents=True)
    Path("output/a/manifest.json").mkdir()
    code, cases, _ = reported("cases/a", "cases/d")
    assert (code, cases["a"]["status"], cases["d"]["status"]) == (1, "failed", "built")
    assert "manifest.json" in cases["a"]["failure"]
    # Also where it is all that was asked for: the reason lies with that case.
    assert run("build", "cases/a").code == 1


def test_several_cases_are_counted() -> None:
    told = run("build").stderr.splitlines()
    counts = [line for line in told if " of 4 cases" in line]
    assert re.fullmatch(r"casegen: built:     2 of 4 cases, 4 files, \d+\.\d s", counts[0])
    assert counts[1:] == ["casegen: not built: 2 of 4 cases"]
    assert "casegen: unchanged: 2 of 4 cases" in run("build").stderr.splitlines()


def test_one_case_is_not_counted() -> None:
    assert run("build", "cases/a").stderr == ""


def test_timings_name_the_steps_and_the_slowest_cases() -> None:
    told = run("build", "cases/a", "cases/d", "--timings").stderr
    rows = {line.split()[0]: line.split() for line in told.splitlines() if line}
    assert rows["step"] == ["step", "seconds", "share", "cases", "slowest"]
    assert {"load", "check", "compose", "html", "ris", "store"} <= rows.keys()
    for step in ("load", "html"):
        _, seconds, share, cases, slowest, name = rows[step]
        assert float(seconds) >= float(slowest) >= 0
        assert share.endswith("%")
        assert cases == "2"
        assert name in {"cases/a", "cases/d"}
    assert {"cases/a", "cases/d"} <= rows.keys()
    assert "step" not in run("build", "cases/a", "cases/d", "--timings").stderr
