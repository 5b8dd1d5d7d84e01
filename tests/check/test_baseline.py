"""The baseline: what was found on a day is not told again, and everything else is."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.runner import run
from tests.rules.documents import completed

GIVEN: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "baselines.yaml").read_text(encoding="utf-8")
)
RULES = ("--select", "CIT001,CIT002,TXT010")


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("[casegen]\n", encoding="utf-8")
    for name in "ab":
        Path("cases", name).mkdir(parents=True)
    return tmp_path


def write(text: str, name: str = "a") -> None:
    Path("cases", name, "case.yaml").write_text(completed(text), encoding="utf-8")


def found(*arguments: str) -> list[tuple[str, int, str]]:
    answer = run("check", *RULES, "--format", "json", *arguments)
    return [(p["path"], p["line"], p["code"]) for p in json.loads(answer.stdout)["problems"]]


@pytest.mark.parametrize("given", GIVEN, ids=lambda given: given["about"])
def test_new(given: dict[str, Any]) -> None:
    write(given["before"])
    assert run("check", "cases/a", *RULES, "--write-baseline", "known.json").code == 0
    write(given["after"])
    told = found("cases/a", "--baseline", "known.json")
    assert told == [("cases/a/case.yaml", line, code) for line, code in given["new"]]


TAG = "introduction: A <b>tag.\n"


def test_it_is_the_same_file_from_any_folder_and_in_any_order(workspace: Path) -> None:
    write(TAG)
    write(TAG, "b")
    for number, (folder, paths) in enumerate(
        [(".", []), ("cases", ["b", "a"]), ("cases/b", [str(workspace / "cases")])]
    ):
        os.chdir(workspace / folder)
        assert run("check", *paths, *RULES, "--write-baseline", str(workspace / f"{number}.json")).code == 0
    os.chdir(workspace)
    assert Path("0.json").read_bytes() == Path("1.json").read_bytes() == Path("2.json").read_bytes()
    assert list(json.loads(Path("0.json").read_text("utf-8"))["cases"]) == [
        "cases/a/case.yaml",
        "cases/b/case.yaml",
    ]


@pytest.mark.parametrize("folder", [".", "cases", "cases/a", "elsewhere"])
def test_it_is_read_from_any_folder(folder: str, workspace: Path) -> None:
    write(TAG)
    write(TAG, "b")
    Path("elsewhere").mkdir()
    Path("ci").mkdir()
    assert run("check", "cases/a", *RULES, "--write-baseline", "ci/known.json").code == 0
    os.chdir(workspace / folder)
    top = Path(os.path.relpath(workspace))
    told = found(str(top / "cases"), "--baseline", str(top / "ci" / "known.json"))
    # The same text in another case is another finding, though the baseline lies outside the cases.
    assert [(Path(path).resolve(), line) for path, line, _ in told] == [(workspace / "cases/b/case.yaml", 1)]


def test_two_cases_of_one_name_are_two(workspace: Path) -> None:
    for name in ("x/a", "y/a"):
        (workspace / "cases" / name).mkdir(parents=True)
        write(TAG, name)
    Path("ci").mkdir()
    run("check", "cases/x", *RULES, "--write-baseline", "ci/known.json")
    assert [path for path, *_ in found("cases", "--baseline", "ci/known.json")] == ["cases/y/a/case.yaml"]


def test_a_workspace_names_its_own(workspace: Path) -> None:
    Path("casegen.toml").write_text("[lint]\nbaseline = 'known.json'\n", encoding="utf-8")
    write(TAG)
    # Written, it holds all that there is, whatever was known before.
    Path("known.json").write_text('{"version": 1, "cases": {}}', encoding="utf-8")
    for _ in range(2):
        answer = run("check", *RULES, "--write-baseline", "known.json")
        assert (answer.code, answer.stdout) == (0, "")
        assert "recorded 1 finding of 1 case in known.json" in answer.stderr
    os.chdir(workspace / "cases")
    assert not found()
    Path("none.json").write_text('{"version": 1, "cases": {}}', encoding="utf-8")
    assert len(found("--baseline", "none.json")) == 1
    (workspace / "known.json").unlink()
    answer = run("check")
    assert (answer.code, answer.stdout) == (2, "")
    assert "known.json: there is no such file; --write-baseline makes one" in answer.stderr


def test_what_is_wrong_with_the_settings_is_never_known() -> None:
    Path("casegen.toml").write_text('[lint]\nignore = [{code = "CIT002"}]\n', encoding="utf-8")
    write(TAG)
    assert [code for *_, code in found()] == ["TXT010", "LNT001"]
    run("check", *RULES, "--write-baseline", "known.json")
    assert [code for *_, code in found("--baseline", "known.json")] == ["LNT001"]


def test_a_case_that_does_not_load_is_told_whatever_is_known() -> None:
    Path("cases/a/case.yaml").write_text("title: [", encoding="utf-8")
    run("check", "cases/a", "--write-baseline", "known.json")
    assert [code for *_, code in found("cases/a", "--baseline", "known.json")] == ["YML001"]


def test_under_several_profiles_each_finding_is_recorded_once() -> None:
    write(TAG)
    both = ("--profile", "care,bmj")
    run("check", *both, *RULES, "--write-baseline", "known.json")
    (entries,) = json.loads(Path("known.json").read_text("utf-8"))["cases"].values()
    assert list(entries.values()) == ["TXT010 /introduction"]
    assert not found(*both, "--baseline", "known.json")
    assert not found("--baseline", "known.json")


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"version": 2, "cases": {}}', '{"version": 1, "cases": [1]}', "\0", "[" * 99_999],
)
def test_a_file_that_is_no_baseline_is_one_clear_line(content: str) -> None:
    write(TAG)
    Path("known.json").write_text(content, encoding="utf-8")
    answer = run("check", "--baseline", "known.json")
    assert (answer.code, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert answer.stderr.startswith("casegen: ")
    assert "known.json" in answer.stderr
