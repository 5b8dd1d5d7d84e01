"""Each limit: what is just over it is told with its place and what to do; at the limit, nothing is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from casegen.check.workspace import check_in
from casegen.limits import LIMITS, applied, limit
from casegen.load import find_workspace, load
from casegen.problem import CasegenError, Problem

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
FILES: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "files.yaml").read_text(encoding="utf-8"))
LEAST = "casegen: 1\ntitle: A title\nauthors: [Ana Silva]\n"
OVER = {"YML007", "YML008", "YML010"}
# Those that are tested with what they bound: time, memory, themes, baselines, private files, styles, problems.
ELSEWHERE = {
    "baseline_file", "build_memory", "build_seconds", "check_memory", "check_seconds", "drawing_seconds", "formula", "input_file", "private_file", "private_values", "problems", "reference_text",
    "settings_file", "style_file", "theme_file",
}  # fmt: skip


def text_of(parts: list[Any]) -> str:
    return "".join(part if isinstance(part, str) else part["text"] * part["times"] for part in parts)


def write(path: Path, given: Mapping[str, Any]) -> None:
    if "side" in given:
        Image.new("1", (given["side"], given["side"])).save(path)
        with path.open("ab") as file:
            file.write(b"\0" * given.get("padding", 0))
    elif "inside" in given:
        drawing = given["inside"] * given.get("times", 1)
        path.write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">{drawing}</svg>',
            encoding="utf-8",
        )
    else:
        path.write_text(given["text"] * given.get("times", 1), encoding="utf-8")


def workspace(folder: Path, limits: Mapping[str, int], text: str, files: Mapping[str, Any]) -> Path:
    """A workspace that sets *limits*, with one case."""
    (folder / "cases" / "one").mkdir(parents=True, exist_ok=True)
    settings = "[limits]\n" + "".join(f"{name} = {value}\n" for name, value in limits.items())
    (folder / "casegen.toml").write_text(settings, encoding="utf-8")
    case = folder / "cases" / "one" / "case.yaml"
    case.write_text(text, encoding="utf-8")
    for name, given in files.items():
        write(case.parent / name, given)
    return case


def remedy(given: Mapping[str, Any]) -> str:
    return f"raise `{given['limit']}` under [limits] in casegen.toml"


@pytest.mark.parametrize("name", CASES)
def test_a_case(name: str, tmp_path: Path) -> None:
    given = CASES[name]
    text = LEAST.replace("authors: [Ana Silva]\n", given.get("instead", "authors: [Ana Silva]\n"))
    text += text_of(given["adds"])

    def over(value: int) -> list[Problem]:
        # So that few figures are enough for all their pixels to be counted.
        more = {"image_pixels": 170} if given["limit"] == "all_image_pixels" else {}
        case = workspace(
            tmp_path / str(value), {given["limit"]: value, **more}, text, given.get("beside", {})
        )
        return [problem for problem in load(case).problems if problem.code in OVER]

    (problem,) = over(given["to"])
    assert problem.code == given.get("code", "YML008")
    assert given["says"] in problem.message
    assert problem.span.line == given.get("line", problem.span.line)
    assert problem.hint.endswith(remedy(given))
    assert problem.blocking
    assert not over(given.get("passes", given["to"] + 1))


@pytest.mark.parametrize(
    ("limit", "to", "title", "told"),
    [
        ("reference_text", 20, "one and twenty marks.", "a text of over 20 characters"),
        ("accents", 4, "e\u0301\u0301\u0301\u0301\u0301", "a letter with over 4 accents"),
    ],
)
def test_a_text_of_a_reference_leaves_that_one_out(
    limit: str, to: int, title: str, told: str, tmp_path: Path
) -> None:
    entries = json.dumps([{"id": "a", "title": title}, {"id": "b", "title": "twenty marks no more"}])
    text = f"{LEAST}bibliography: [a.json]\n"
    case = workspace(tmp_path, {limit: to}, text, {"a.json": {"text": entries}})
    loaded = load(case)
    (problem,) = [problem for problem in loaded.problems if problem.code == "YML012"]
    assert f"{told}; raise `{limit}` under [limits]" in problem.message
    assert loaded.case is not None
    assert [reference.id for reference in loaded.case.references] == ["b"]


@pytest.mark.parametrize("name", FILES)
def test_a_file(name: str, tmp_path: Path) -> None:
    given = FILES[name]
    kind = "tables" if given["file"].endswith(".csv") else "figures"
    text = f"{LEAST}{kind}:\n- {{id: a, file: {given['file']}, caption: A}}\n"

    def found(value: int) -> list[Problem]:
        limits = {given["limit"]: value, **given.get("also", {})}
        case = workspace(tmp_path / str(value), limits, text, {given["file"]: given["holds"]})
        space = find_workspace(case)
        (checked,) = check_in(load(case, space), space, select=[given["code"]])
        return [problem for problem in checked.problems if problem.code == given["code"]]

    (problem,) = found(given["to"])
    assert given["says"] in problem.message
    assert problem.message.endswith(remedy(given))
    assert problem.span.line == 5
    assert not found(given.get("passes", given["to"] + 1))


def test_every_limit_is_tested() -> None:
    tested = {given["limit"] for given in (*CASES.values(), *FILES.values())}
    assert tested | ELSEWHERE == set(LIMITS)


def test_every_limit_bounds_something() -> None:
    package = Path(__file__).parents[2] / "casegen"
    code = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    asked = set(re.findall(r'\b(?:limit|size)\("(\w+)"\)', code))
    # The lists of a case are bounded under their own names; a check and a build under those of their work.
    assert asked | {"authors", "tables", "references", "check_memory", "check_seconds"} == set(LIMITS)


def test_no_more_problems_are_told_than_the_workspace_wants(tmp_path: Path) -> None:
    text = LEAST + "".join(f"unknown{number}: x\n" for number in range(9))
    assert len(load(workspace(tmp_path, {"problems": 4}, text, {})).problems) == 4


def test_two_workspaces_in_one_run_do_not_mix(tmp_path: Path) -> None:
    text = f"{LEAST}keywords: [a, b, c]\n"
    few = workspace(tmp_path / "few", {"entries": 2}, text, {})
    many = workspace(tmp_path / "many", {"entries": 3}, text, {})
    for _ in range(2):
        assert load(few).case is None
        assert load(many).case is not None
    assert limit("entries") == LIMITS["entries"].default


def test_a_case_cannot_set_limits(tmp_path: Path) -> None:
    text = f"{LEAST}keywords: [a, b, c]\nlimits: {{entries: 9}}\n"
    case = workspace(tmp_path, {"entries": 2}, text, {})
    (case.parent / "casegen.toml").write_text("[limits]\nentries = 9\n", encoding="utf-8")
    assert "over 2 entries in one list" in [problem.message for problem in load(case).problems]


def test_what_is_applied_holds_until_its_end() -> None:
    with applied({"entries": 1}):
        with applied({"text": 1}):
            assert (limit("entries"), limit("text")) == (LIMITS["entries"].default, 1)
        assert limit("entries") == 1
    assert limit("entries") == LIMITS["entries"].default


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("refrences = 3", ":2:1: there is no limit 'refrences': did you mean 'references'?"),
        ("zzz = 3", ":2:1: there is no limit 'zzz'"),
        ("# a\n  references = 'many'", ":3:3: limits.references: expected a whole number of references from 1, found 'many'"),
        ("figures = 0", ":2:1: limits.figures: expected a whole number of figures from 1, found 0"),
        ("figures = true", ":2:1: limits.figures: expected a whole number of figures from 1, found True"),
        ("figures = 2.5", ":2:1: limits.figures: expected a whole number of figures from 1, found 2.5"),
        ("figures = 2\nnesting = 9000", ":3:1: limits.nesting: 200 levels are the most"),
        ("settings_file = 9", ":2:1: the limit 'settings_file' is the same in every workspace"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be(typed: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "casegen.toml").write_text(f"[limits]\n{typed}\n", encoding="utf-8")
    with pytest.raises(CasegenError) as caught:
        find_workspace(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'casegen.toml'}{said}"


def test_limits_that_are_no_table(tmp_path: Path) -> None:
    (tmp_path / "casegen.toml").write_text("limits = 3\n", encoding="utf-8")
    with pytest.raises(CasegenError, match="limits: expected a table, found 3"):
        find_workspace(tmp_path)


def test_the_highest_nesting_can_be_read(tmp_path: Path) -> None:
    deep = LIMITS["nesting"].most
    text = f"{LEAST}x-a: {'[' * (deep - 1)}{']' * (deep - 1)}\n"
    assert load(workspace(tmp_path, {"nesting": deep}, text, {})).case is not None
