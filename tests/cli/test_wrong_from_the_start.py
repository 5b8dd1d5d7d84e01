"""What is wrong with a run itself is told before anything is read, also where nothing would be written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.runner import CASES, run


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace of one case, which is built."""
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").touch()
    Path("cases/a").mkdir(parents=True)
    shutil.copy(CASES / "clean.yaml", "cases/a/case.yaml")
    assert run("build", "-f", "html").code == 0


@pytest.mark.parametrize("epoch", ["abc", "-1", "1e3", " 1", "٣", "9" * 20, "9" * 5000])
@pytest.mark.parametrize("command", [("build", "-f", "html"), ("check",)])
def test_a_moment_that_is_none(command: tuple[str, ...], epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    answer = run(*command)
    assert (answer.code, answer.stdout) == (2, "")
    assert answer.stderr == f"casegen: SOURCE_DATE_EPOCH is no number of seconds: {epoch[:40]!r}\n"


def test_an_empty_moment_is_none_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert run("build", "-f", "html").code == 0


@pytest.mark.parametrize("address", ["foo", "host:8786", "http://host:8786"])
def test_an_address_of_no_scheduler(address: str) -> None:
    answer = run("build", "-f", "html", "--scheduler", address)
    assert (answer.code, answer.stdout) == (2, "")
    assert "is no address of a scheduler, such as tcp://host:8786" in answer.stderr
