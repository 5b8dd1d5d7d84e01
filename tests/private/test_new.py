"""``casegen new`` keeps private files out of git, whatever was there before."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.runner import run

NEARLY = "*[Cc][Aa][Ss][Ee]*[Pp][Rr][Ii][Vv][Aa][Tt][Ee]*.[Yy]*[Ll]*"


@pytest.mark.parametrize(
    ("there", "ignores"),
    [
        ("", False),
        ("/output/\n", False),
        ("**/case.private.yaml\n", False),
        (f"**/case.private.yaml\n{NEARLY}\n", True),
        (f"x\n case.private.yaml \n**/{NEARLY}\n", True),
    ],
)
def test_what_is_there_stays_and_the_case_has_its_own_where_it_must(
    there: str, ignores: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("", encoding="utf-8")
    Path(".gitignore").write_text(there, encoding="utf-8")
    assert run("new", "first").code == 0
    assert Path(".gitignore").read_text("utf-8") == there
    own = Path("cases/first/.gitignore")
    assert own.exists() is not ignores
    assert ignores or own.read_text("utf-8").splitlines()[0] == "case.private.yaml"


@pytest.mark.parametrize("declared", [True, False])
def test_the_file_is_made(declared: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if declared:
        Path("casegen.toml").write_text("", encoding="utf-8")
    assert run("new", "first").code == 0
    file = Path("cases/first/.gitignore" if declared else ".gitignore")
    assert "case.private.yaml" in file.read_text("utf-8").splitlines()
    subprocess.run(["git", "init", "-q"], check=True)
    for name in ("case.private.yaml", "case.private.yml", "Case.Private.YAML", "case_private.yaml.txt"):
        assert (
            subprocess.run(["git", "check-ignore", "-q", f"cases/first/{name}"], check=False).returncode == 0
        )
    assert subprocess.run(["git", "check-ignore", "-q", "cases/first/case.yaml"], check=False).returncode == 1
