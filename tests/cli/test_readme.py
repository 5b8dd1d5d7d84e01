"""What the README shows is what casegen does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.runner import run

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found.group(1)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cases" / "my-first-case"
    folder.mkdir(parents=True)
    (tmp_path / "casegen.toml").touch()
    shutil.copy(REPOSITORY / "cases" / "complete-example" / "figures" / "mri.png", folder / "ct.png")
    (folder / "case.yaml").write_text(block("yaml"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.usefixtures("workspace")
def test_its_case_has_no_problem_at_draft_and_builds() -> None:
    assert run("check", "--stage", "draft", "--fail-on", "warning").code == 0
    assert run("build", "-f", "html", "--stage", "draft").code == 0


def test_its_mistake_is_shown_as_it_says(workspace: Path) -> None:
    file = workspace / "case.yaml"
    file.write_text(file.read_text("utf-8").replace("[@hounsfield1973]", "[@hounsfield1937]"), "utf-8")
    assert block("text") in run("check", "--stage", "draft").stdout


def test_every_file_it_links_to_is_there() -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#]+)\)|(?:src|href)=\"(?!https?://)([^\"#]+)\"", README)
    assert targets
    assert not [name for pair in targets for name in pair if name and not (REPOSITORY / name).exists()]
