"""What of a workspace a saved file touches, and which folders are watched for that."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.build.plan import Request
from casegen.build.touched import Scene, Touched, scene_of, touched
from casegen.cli.building import planned
from casegen.cli.targets import searched

CHANGES = yaml.safe_load(Path(__file__).with_name("touched.yaml").read_text("utf-8"))
FILES = [
    "casegen.toml",
    "house.csl",
    "styles/other.csl",
    "cases/README.md",
    "cases/a/case.yaml",
    "cases/a/t.csv",
    "cases/a/figures/f.svg",
    "cases/b/case.md",
    "cases/group/c/case.yml",
    "templates/mine/theme.toml",
    "output/a/a.html",
    "pair/one.yaml",
    "pair/two.md",
]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(FILES)
    return tmp_path


def write(names: Iterable[str]) -> None:
    for path in map(Path, names):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def scene(paths: Iterable[str] = (), out: str = "") -> Scene:
    asked = [Path(path) for path in paths]
    return scene_of(planned(asked, Request(out=Path(out) if out else None)), searched(asked))


@pytest.mark.parametrize("change", [pytest.param(each, id=each["change"]) for each in CHANGES])
def test_what_a_saved_file_touches(change: Mapping[str, Any], workspace: Path) -> None:
    before = scene(change.get("paths", ()), change.get("out", ""))
    written, made, removed = (change.get(key, []) for key in ("write", "folder", "remove"))
    write(written)
    for name in made:
        Path(name).mkdir()
    for path in map(Path, removed):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    changed = change.get("changed", [*written, *made, *removed])
    found = touched(before, [workspace.resolve() / name for name in changed])
    named = [path.stem if path.parent.name == "pair" else path.parent.name for path in found.cases]
    assert named == change.get("cases", [])
    assert (found.everything, found.moved) == (change.get("everything", False), change.get("moved", False))


@pytest.mark.parametrize(
    ("paths", "deep", "flat"),
    [
        ((), {"cases", "templates"}, {".", "pair", "styles"}),
        (("cases/a", "cases"), {"cases", "templates"}, {".", "pair", "styles"}),
        (
            ("cases/a", "cases/b/case.md"),
            {"cases/a", "cases/b", "templates"},
            {".", "cases", "pair", "styles"},
        ),
        (("pair/one.yaml",), {"pair", "templates"}, {".", "cases", "styles"}),
        ((".",), {"cases", "templates"}, {".", "pair", "styles"}),
    ],
    ids=["the workspace", "a case and all", "two cases", "a file", "the workspace by its folder"],
)
def test_which_folders_are_watched(
    paths: tuple[str, ...], deep: set[str], flat: set[str], workspace: Path
) -> None:
    (workspace / ".git").mkdir()
    found = scene(paths)
    top = workspace.resolve()
    assert found.deep == {top / name for name in deep}
    assert found.flat == {top / name for name in flat}


def test_without_a_workspace_the_folder_of_the_case_is_watched(workspace: Path) -> None:
    (workspace / "casegen.toml").unlink()
    found = scene(["pair/one.yaml"])
    top = workspace.resolve()
    assert found.deep == {top / "pair"}
    assert found.flat == {top}


def test_a_case_behind_a_link_is_found_where_it_lies(workspace: Path) -> None:
    elsewhere = workspace / "elsewhere"
    Path("cases/a").rename(elsewhere)
    Path("cases/a").symlink_to(elsewhere)
    saved = [elsewhere.resolve() / "t.csv"]
    # By the name it is asked for: another has other settings, and writes to another folder.
    assert touched(scene(["cases/a"]), saved) == Touched((Path("cases/a/case.yaml"),))
    # Where it is not asked for by name, a link that leads out of the cases is refused.
    assert touched(scene(), saved) == Touched()
