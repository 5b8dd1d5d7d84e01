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


def _slip() -> None:
    case = Path("cases/a/case.yaml")
    case.write_text(
        case.read_text("utf-8").replace("Something known", "Something ,  known"), encoding="utf-8"
    )


@pytest.mark.parametrize(("path", "mode"), [("cases/a/case.yaml", 0o444), ("cases/a", 0o500)])
@pytest.mark.usefixtures("nobody")
def test_a_case_that_may_not_be_written_to_is_not_mended(path: str, mode: int) -> None:
    _slip()
    before = Path("cases/a/case.yaml").read_bytes()
    Path(path).chmod(mode)
    assert run("check", "--select", "TXT003", "--diff").code == 1
    answer = run("check", "--select", "TXT003", "--fix")
    assert (answer.code, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert answer.stderr.startswith("casegen: cannot ")
    assert answer.stderr.endswith("case.yaml: permission denied\n")
    assert Path("cases/a/case.yaml").read_bytes() == before


@pytest.mark.usefixtures("nobody")
def test_an_image_that_may_not_be_written_to_keeps_its_metadata() -> None:
    case = Path("cases/a/case.yaml")
    figure = "figures: [{id: f, file: f.svg, caption: A figure, alt: A square}]\n"
    case.write_text(case.read_text("utf-8") + figure, encoding="utf-8")
    Path("cases/a/f.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><metadata><a xmlns:dc='d'>"
        "<dc:creator>Ana Silva</dc:creator></a></metadata></svg>",
        encoding="utf-8",
    )
    assert run("check", "cases/a", "--select", "PRV007").code == 1
    Path("cases/a").chmod(0o500)
    answer = run("check", "cases/a", "--select", "PRV007", "--fix")
    assert (answer.code, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert answer.stderr.endswith("f.svg: permission denied\n")
    assert "Ana Silva" in Path("cases/a/f.svg").read_text("utf-8")


@pytest.mark.parametrize("typed", ["check --write-baseline out/x.json", "check cases/a --report out/x.md"])
@pytest.mark.usefixtures("nobody")
def test_a_file_that_cannot_be_written_is_one_clear_line(typed: str) -> None:
    Path("out").mkdir(mode=0o500)
    answer = run(*typed.split())
    assert (answer.code, answer.stdout, answer.stderr) == (
        2, "", f"casegen: cannot write {typed.rpartition(' ')[2]}: permission denied\n",
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["build --out {}", "check {}", "build {}"])
def test_a_name_that_is_too_long(typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    answer = run(*typed.format("a" * 300).split())
    assert (answer.code, answer.stdout) == (2, "")
    assert answer.stderr.endswith("a: file name too long\n")
