"""What the private file keeps is told by no report and no build, whatever is wrong with the case."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.check.profiles import find_profile
from casegen.check.workspace import check_in
from casegen.load import find_workspace, load
from casegen.reports import Options, Result, formats, render
from casegen.reports.care import care_report
from tests.cli.runner import run

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("discretion.yaml").read_text(encoding="utf-8")
)
LEAST = "casegen: 1\ntitle: A title\nauthors: [Ana Silva]\npresentation: A woman had a headache.\n"
PRIVATE = "patient: {name: Zelda Quimby, birth_date: 1948-03-12}\nmrn: 77120993\n"
KEPT = re.compile(r"zelda|quimby|1948|77120993", re.IGNORECASE)


def write(folder: Path, given: dict[str, Any]) -> Path:
    """A workspace with the case *given*; the case's folder."""
    case = folder / "cases" / "a"
    case.mkdir(parents=True)
    (folder / "casegen.toml").write_text("[casegen]\n", encoding="utf-8")
    text = given.get("case", LEAST + given.get("adds", ""))
    private = given.get("private", PRIVATE)
    for name, content in {"case.yaml": text, "case.private.yaml": private, **given.get("beside", {})}.items():
        (case / name).write_text(content, encoding="utf-8")
    return case


@pytest.mark.parametrize("name", CASES)
def test_nothing_of_it_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = write(tmp_path, CASES[name])
    monkeypatch.chdir(tmp_path)
    workspace = find_workspace(case)
    loaded = load(case, workspace)
    (checked,) = check_in(loaded, workspace)
    for form in formats():
        report = render(form, [Result("case.yaml", loaded, checked)], Options(all=True))
        assert CASES[name]["says"] in report
        assert not KEPT.findall(report)
    for form in ("text", "json"):
        answer = run("build", "-f", "html,md", "--format", form)
        assert not KEPT.findall(answer.stdout + answer.stderr)


def test_what_is_kept_is_not_in_the_care_report(tmp_path: Path) -> None:
    text = LEAST.replace("A title", "Zelda Quimby").replace("Silva", "Silva-Zelda-Quimby")
    case = write(tmp_path, {"case": text.replace("had a", "(Zelda\n  Quimby, MRN 77120993) had a")})
    workspace = find_workspace(case)
    loaded = load(case, workspace)
    (checked,) = check_in(loaded, workspace)
    for html in (True, False):
        page = care_report(Result("case.yaml", loaded, checked), find_profile("care"), html=html)
        assert "not shown" in page
        assert not KEPT.findall(page)


@pytest.mark.parametrize(
    ("name", "private", "line"),
    [
        ("case.private.yaml", "a: Zelda\nb: Quimby\nc: {Zelda\n\nd: 1\n", 5),
        ("case.private.yaml", "- Zelda\n", 1),
        ("case-private.yml", "a: Zelda\n", 1),
    ],
)
def test_a_private_file_that_is_not_read_is_a_problem_there(
    name: str, private: str, line: int, tmp_path: Path
) -> None:
    (tmp_path / "case.yaml").write_text(LEAST, encoding="utf-8")
    (tmp_path / name).write_text(private, encoding="utf-8")
    loaded = load(tmp_path)
    (checked,) = check_in(loaded, find_workspace(tmp_path), select=["PRV010"])
    (problem,) = checked.problems
    assert (problem.path, problem.span.line) == (tmp_path / name, line)
    for form in formats():
        assert not KEPT.findall(render(form, [Result("case.yaml", loaded, checked)]))


def test_a_case_without_a_private_file_is_told_as_it_is(tmp_path: Path) -> None:
    case = write(tmp_path, {"adds": "zelda quimby: 3\n"})
    (case / "case.private.yaml").unlink()
    loaded = load(case)
    (checked,) = check_in(loaded, find_workspace(case))
    report = render("text", [Result("case.yaml", loaded, checked)])
    assert "there is no key 'zelda quimby'" in report
    assert "zelda quimby: 3" in report
