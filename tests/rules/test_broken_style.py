"""CIT006 and CIT008 to CIT010 where more than the case is asked: a style's file, or its workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen.check import check
from casegen.load import load
from casegen.load.workspace import find_workspace
from casegen.problem import Problem
from tests.rules.documents import FILES, completed

CODES = ("CIT006", "CIT008", "CIT009", "CIT010")


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    path = folder / "case.yaml"
    return check(load(path, find_workspace(path), data=completed(text).encode()), select=CODES).problems


@pytest.fixture
def asking(tmp_path: Path) -> Path:
    """A folder in a workspace that asks for the style of a file of its own."""
    (tmp_path / "casegen.toml").write_text('[casegen]\ncsl = "house.csl"\n', encoding="utf-8")
    case = tmp_path / "cases" / "a"
    case.mkdir(parents=True)
    return case


def test_what_is_wrong_is_told_at_its_line_in_the_styles_file() -> None:
    loaded = load(FILES / "case.yaml", data=completed("style: {csl: styles/broken.csl}\n").encode())
    (problem,) = check(loaded, select=CODES).problems
    assert (problem.code, problem.blocking, problem.message) == ("CIT009", True, "there is no macro 'nummer'")
    assert problem.hint == "did you mean 'number'?"
    assert (problem.path, problem.span.line, problem.span.column) == (FILES / "styles" / "broken.csl", 18, 7)
    (asked,) = problem.related
    assert (asked.span.path.name, asked.span.line) == ("case.yaml", 1)
    source = loaded.places.source_of(problem.path)
    assert source is not None
    assert "nummer" in source.line(problem.span.line)


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    broken = (FILES / "styles" / "broken.csl").read_text(encoding="utf-8").replace("prefix", "perfix")
    (tmp_path / "house.csl").write_text(broken, encoding="utf-8")
    found = problems(tmp_path, "style: {csl: house.csl}\n")
    assert [(problem.span.line, problem.code) for problem in found] == [(12, "CIT009"), (18, "CIT009")]


def test_a_workspaces_style_that_is_not_there_is_told_at_the_cases_first_line(asking: Path) -> None:
    (problem,) = problems(asking, "style: {theme: classic}\n")
    assert (problem.code, problem.path.name, problem.span.line) == ("CIT008", "case.yaml", 1)
    assert "'house.csl'" in problem.message
    assert "casegen.toml" in problem.message


def test_a_workspaces_broken_style_is_told_in_its_file(asking: Path) -> None:
    path = asking.parents[1] / "house.csl"
    path.write_bytes((FILES / "styles" / "broken.csl").read_bytes())
    (problem,) = problems(asking, "")
    assert (problem.code, problem.path, problem.span.line) == ("CIT009", path.resolve(), 18)
    assert "casegen.toml" in problem.related[0].message


def test_a_workspaces_style_is_the_one_that_is_asked(asking: Path) -> None:
    text = """\
introduction: It may bleed.[@one]
discussion: It may heal [@one, p. 3].
references: [{id: one, type: book, title: First things}]
"""
    house = (FILES / "styles" / "house.csl").read_text(encoding="utf-8")
    path = asking.parents[1] / "house.csl"
    path.write_text(house, encoding="utf-8")
    assert [problem.code for problem in problems(asking, text)] == ["CIT006", "CIT010"]
    raising = house.replace('delimiter=","', 'delimiter="," vertical-align="sup"')
    path.write_text(raising, encoding="utf-8")
    assert [problem.code for problem in problems(asking, text)] == ["CIT010"]


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "large.csl").write_bytes(b" " * (2 * 1024 * 1024 + 1))
    (problem,) = problems(tmp_path, "style: {csl: large.csl}\n")
    assert (problem.code, problem.path.name) == ("CIT009", "case.yaml")
    assert "2 MB" in problem.message


@pytest.mark.parametrize("name", ["../outside.csl", "link.csl", "folder.csl", "{root}/outside.csl"])
def test_nothing_is_read_but_files_in_the_folders(tmp_path: Path, name: str) -> None:
    case = tmp_path / "case"
    (case / "folder.csl").mkdir(parents=True)
    (tmp_path / "outside.csl").write_bytes((FILES / "styles" / "house.csl").read_bytes())
    (case / "link.csl").symlink_to(tmp_path / "outside.csl")
    (problem,) = problems(case, f"style: {{csl: {name.format(root=tmp_path)}}}\n")
    assert (problem.code, problem.path.name, problem.span.line) == ("CIT008", "case.yaml", 1)
