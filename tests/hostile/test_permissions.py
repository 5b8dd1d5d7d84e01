"""What the user may not read, look into or write to."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from casegen.themes import shipped_templates
from tests.cli.runner import run, text_of

pytestmark = pytest.mark.skipif(not hasattr(os, "setresuid"), reason="no such permissions here")

NOBODY = 65534


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In a workspace with the cases a and b, as a user to whom things can be forbidden."""
    # Not pytest's own folder, which is closed to everybody but who runs the tests.
    folder = Path(tempfile.mkdtemp())
    monkeypatch.chdir(folder)
    Path("casegen.toml").write_text("[casegen]\nformats = ['html']\n", encoding="utf-8")
    for name in "ab":
        Path("cases", name).mkdir(parents=True)
        Path("cases", name, "case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    root = os.geteuid() == 0
    if root:
        # All that is imported when it is needed: nobody may not read it where root's Python is in /root.
        assert run("check", "--format", "json").code == run("build", "--out", "warm").code == 0
        shutil.rmtree("warm")
        for path in (Path(), *Path().rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, 0)
    try:
        if not os.access(shipped_templates() / "classic" / "theme.toml", os.R_OK):
            pytest.skip("nobody may read the checkout")
        yield
    finally:
        if root:
            os.setresuid(0, 0, 0)
        for path in (Path("cases"), Path("cases/a")):
            path.chmod(0o700)
        shutil.rmtree(folder)


@pytest.mark.usefixtures("nobody")
def test_an_unreadable_case_is_a_problem_of_its_own() -> None:
    Path("cases/a/case.yaml").chmod(0)
    checked = run("check", "--format", "json")
    report = json.loads(checked.stdout)
    (problem,) = report["problems"]
    assert (checked.code, checked.stderr, report["summary"]["files"]) == (1, "", 2)
    assert (problem["code"], problem["path"]) == ("YML012", "cases/a/case.yaml")
    assert (problem["line"], problem["column"]) == (1, 1)
    assert problem["message"] == "case.yaml: it cannot be read: permission denied"
    assert run("check", "cases/a/case.yaml", "--format", "json").stdout.count("YML012") == 1
    built = run("build")
    assert (built.code, built.stdout) == (1, "output/b/b.html\n")
    assert "YML012" in built.stderr


@pytest.mark.parametrize("mode", [0o000, 0o444])
@pytest.mark.parametrize("typed", ["check", "check cases", "check cases/a", "build"])
@pytest.mark.usefixtures("nobody")
def test_a_folder_that_may_not_be_looked_into_is_said(mode: int, typed: str) -> None:
    Path("cases/a").chmod(mode)
    answer = run(*typed.split())
    assert (answer.code, answer.stdout) == (2, "")
    assert answer.stderr.startswith("casegen: cannot look into cases/a")
    assert answer.stderr.endswith(": permission denied\n")


@pytest.mark.usefixtures("nobody")
def test_a_folder_that_may_not_be_written_to() -> None:
    Path("out").mkdir(mode=0o500)
    answer = run("build", "--out", "out")
    assert (answer.code, answer.stderr) == (2, "casegen: cannot write to out: permission denied\n")


@pytest.mark.parametrize("typed", ["build --out {}", "check {}", "build {}"])
def test_a_name_that_is_too_long(typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    answer = run(*typed.format("a" * 300).split())
    assert (answer.code, answer.stdout) == (2, "")
    assert answer.stderr.endswith("a: file name too long\n")
