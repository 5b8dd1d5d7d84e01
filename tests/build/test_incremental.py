"""A second build writes what has changed, for the reason that it says, and nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen import writers
from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import Writer
from tests.build.workspaces import case_of_many_files, write
from tests.cli.runner import run

CHANGES = yaml.safe_load((Path(__file__).with_name("incremental.yaml")).read_text("utf-8"))
SETTINGS = """\
[casegen]
formats = ['html', 'csv']
theme = 'mine'
csl = 'nlm-citation-sequence'
stage = 'draft'

[journals.a]
title = "Journal of A"

"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the cases a and b, built once in two formats."""
    monkeypatch.chdir(tmp_path)
    write({"casegen.toml": SETTINGS, "templates/mine/theme.toml": "parent = 'classic'\n"})
    write({**case_of_many_files("cases/a"), **case_of_many_files("cases/b", shown=False)})
    writers.formats()
    made = Writer("csv", ".csv", "text/csv", "made for a test", titled)
    monkeypatch.setitem(writers._writers, "csv", made)  # noqa: SLF001 -- there is no way to unregister
    answer = run("build")
    assert answer.code == 0, answer.stderr
    return tmp_path


def titled(document: Document, theme: Theme) -> bytes:  # noqa: ARG001 -- a writer's signature
    return document.title_text.encode()


def apply(change: Mapping[str, Any]) -> None:
    for name, text in change.get("append", {}).items():
        path = Path(name)
        path.write_text(path.read_text("utf-8") + text, encoding="utf-8")
    for name, (old, new) in change.get("replace", {}).items():
        path = Path(name)
        assert old in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    for name, text in change.get("write", {}).items():
        path = Path(name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(path.read_text("utf-8") if text == "same" else text, encoding="utf-8")
    for name in change.get("remove", ()):
        Path(name).unlink()
    for name in change.get("touch", ()):
        os.utime(name, (1, 1))


def stamps() -> dict[str, tuple[int, int]]:
    """What tells that a file was written: another one stands under its name."""
    files = [path for path in Path("output").rglob("*.*") if path.suffix in (".html", ".csv")]
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def told(lines: str) -> Iterator[tuple[str, str, str]]:
    for line in lines.splitlines():
        name, _, rest = line.partition(": ")
        due, _, why = rest.partition(" (")
        yield Path(name).parent.name, due, why.rstrip(")")


@pytest.mark.parametrize("change", [pytest.param(each, id=each["change"]) for each in CHANGES])
@pytest.mark.usefixtures("workspace")
def test_what_depends_on_a_change_is_rebuilt_and_nothing_else(change: Mapping[str, Any]) -> None:
    apply(change)
    options = change.get("options", [])
    before = stamps()
    planned = run("build", "--dry-run", *options)
    assert stamps() == before
    reasons = {(case, due): why for case, due, why in told(planned.stdout)}
    expected = {(case, due): why for case, dues in change["rebuilt"].items() for due, why in dues.items()}
    assert reasons.keys() == expected.keys()
    assert all(why in reasons[key] for key, why in expected.items()), reasons
    assert run("build", *options).code == 0
    now = stamps()
    rebuilt = {name for name in now if now[name] != before.get(name)}
    assert rebuilt == {f"{case}.{due}" for case, due in expected}
    again = stamps()
    assert run("build", *options).code == 0
    assert (stamps() == again) == ("--force" not in options)


@pytest.mark.usefixtures("workspace")
def test_the_whole_workspace_elsewhere_has_the_same_bytes(workspace: Path, tmp_path_factory: Any) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "of" / "another" / "name"
    shutil.copytree(workspace, elsewhere, ignore=shutil.ignore_patterns("output"))
    os.chdir(elsewhere)
    assert run("build").code == 0
    for path in Path("output").rglob("*.*"):
        assert path.read_bytes() == (workspace / path).read_bytes()


@pytest.mark.usefixtures("workspace")
def test_a_problem_that_stops_a_build_stops_it_also_where_nothing_changed() -> None:
    assert run("build", "--strict", "--fail-on", "info").code == 1


@pytest.mark.usefixtures("workspace")
def test_a_case_that_stops_says_so_until_it_is_mended(workspace: Path) -> None:
    case = workspace / "cases/a/case.yaml"
    whole = case.read_text("utf-8")
    case.write_text(whole.replace("[@three]", "[@thre]"), encoding="utf-8")
    before = stamps()
    for _ in range(2):
        assert run("build").code == 1
        assert stamps() == before
    case.write_text(whole, encoding="utf-8")
    answer = run("build")
    assert (answer.code, answer.stderr) == (0, "casegen: unchanged: 2 of 2 cases\n")


def test_an_image_that_the_case_shows_no_more_is_removed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    csv = writers._writers["csv"]  # noqa: SLF001 -- as above
    monkeypatch.setitem(writers._writers, "csv", csv.replace(images=True))  # noqa: SLF001
    assert run("build", "--force").code == 0
    image = Path("output/a/figures/a-figure-1.svg")
    assert image.exists()
    case = workspace / "cases/a/case.yaml"
    text = case.read_text("utf-8").replace("@fig-f, ", "")
    case.write_text("\n".join(line for line in text.splitlines() if "figures:" not in line), encoding="utf-8")
    assert run("build").code == 0
    assert not image.exists()


def told_of_nobody(*arguments: str) -> list[str]:
    """The folders that a build says are of no case."""
    answer = run("build", *arguments)
    assert answer.code == 0, answer.stderr
    lines = answer.stderr.splitlines()
    return [line.split()[1] for line in lines if "of no case" in line or "was deleted" in line]


@pytest.mark.usefixtures("workspace")
def test_outputs_whose_case_has_gone_are_named_and_on_request_deleted() -> None:
    shutil.move("cases/b", "cases/c")
    write(
        {"output/other/index.html": "somebody's own", "output/notes.txt": "a file", "output/b/own.txt": "a"}
    )
    assert told_of_nobody() == ["output/b"]
    assert Path("output/b/b.html").is_file()
    # This does not know all cases.
    assert told_of_nobody("cases/a") == []
    assert told_of_nobody("--prune", "--dry-run") == ["output/b"]
    assert Path("output/b/b.html").is_file()
    assert told_of_nobody("--prune") == ["output/b"]
    assert [path.name for path in Path("output/b").iterdir()] == ["own.txt"]
    assert sorted(path.name for path in Path("output").iterdir()) == ["a", "b", "c", "notes.txt", "other"]
    assert told_of_nobody("--prune") == []
    refused = run("build", "cases/a", "--prune")
    assert (refused.code, "--prune needs to know all cases" in refused.stderr) == (2, True)


@pytest.mark.usefixtures("workspace")
def test_outputs_of_cases_that_are_elsewhere_are_not_named(tmp_path: Path) -> None:
    shutil.copytree("cases/b", "drafts/d")
    shutil.copytree("cases/b", "cases/blind")
    write({"casegen.toml": SETTINGS.replace("['html', 'csv']", "['html']")})
    for arguments in (["drafts/d"], [], ["--blind"]):
        assert run("build", *arguments).code == 0
    # The folder that was a case's is now that of all blind copies.
    shutil.rmtree("cases/blind")
    assert told_of_nobody("--prune") == []
    assert told_of_nobody("--prune", "--blind") == ["output/blind/blind"]
    # What lies outside may be others'.
    assert told_of_nobody("--out", str(tmp_path.parent / "site")) == []
    shutil.rmtree("cases/b")
    assert told_of_nobody("--prune", "--out", str(tmp_path.parent / "site")) == []
