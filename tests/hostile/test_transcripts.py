"""Bad surroundings (folders, settings, themes), as transcripts."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.cli.runner import play, run, text_of

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.yaml"))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(transcript: Path) -> None:
    play(transcript)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_not_waited_for() -> None:
    os.mkfifo("case.yaml")
    answer = run("check", "case.yaml")
    assert answer.code == 1
    assert "YML012" in answer.stdout


def test_a_link_out_of_the_case_is_not_followed() -> None:
    Path("secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    Path("a").mkdir()
    Path("a/figure.svg").symlink_to(Path("secret.svg").absolute())
    text = text_of(
        {"copy": "clean.yaml", "append": "figures: [{id: f, file: figure.svg, caption: c, alt: a}]\n"}
    )
    Path("a/case.yaml").write_text(text, encoding="utf-8")
    answer = run("build", "a", "-f", "html", "--out", "out")
    assert answer.code == 1
    assert "FIG004" in answer.stderr
    assert not Path("out").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="file names that are not text")
@pytest.mark.parametrize("name", [b"a\xff b", "ünï <x> & 'q'".encode(), b"-n", b"%s {0} $HOME"])
def test_a_folder_may_be_called_anything(name: bytes) -> None:
    folder = Path(os.fsdecode(b"cases/" + name))
    folder.mkdir(parents=True)
    text = text_of({"copy": "clean.yaml", "replace": {"It agrees with others [@two].": "It agrees."}})
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    checked = run("check", "--format", "json")
    assert json.loads(checked.stdout)["problems"][0]["code"] == "CIT002"
    built = run("build", "-f", "html")
    assert built.code == 0, built.stderr
    assert Path(os.fsdecode(b"output/" + name + b"/" + name + b".html")).is_file()


def test_a_path_upwards_means_the_folder_it_leads_to() -> None:
    Path("cases/a/figures").mkdir(parents=True)
    Path("cases/a/case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    Path("casegen.toml").write_text("[casegen]\n", encoding="utf-8")
    os.chdir("cases/a/figures")
    assert run("build", "..", "-f", "html").stdout.strip().endswith(str(Path("output", "a", "a.html")))
