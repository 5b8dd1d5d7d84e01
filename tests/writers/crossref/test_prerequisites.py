"""A case that cannot be deposited, through `casegen build`: a problem where the case would say it, and no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import run

CASE = """casegen: 1
title: A case
authors: [Ana Silva]
journal:
  title: A Journal
dates: {published: 2022-01-10}
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that registers no DOIs, with one case."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "cases" / "a"
    folder.mkdir(parents=True)
    (tmp_path / "casegen.toml").write_text("[casegen]\n", "utf-8")
    (folder / "case.yaml").write_text(CASE, "utf-8")
    return tmp_path


def test_what_it_lacks_is_told_and_the_other_formats_are_written(workspace: Path) -> None:
    done = run("build", "cases/a", "--stage", "draft", "-f", "crossref,pubmed,ris")
    told = " ".join((done.stdout + done.stderr).split())
    assert done.code == 1
    assert (
        "cases/a/case.yaml:1:1: error FMT001 format-prerequisite: crossref cannot be written: it has no DOI"
        in told
    )
    assert (
        "case.yaml:4:1: error FMT001 format-prerequisite: pubmed cannot be written: its journal has no publisher"
        in told
    )
    assert "add `[crossref]` of casegen.toml, with `name`, `email` and `resource`" in told
    assert sorted(path.name for path in (workspace / "output" / "a").iterdir()) == ["a.ris", "manifest.json"]
