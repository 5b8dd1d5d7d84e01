"""Bad case files: a coded problem or one clear line, the right exit code, and outputs left alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.runner import Answer, run, text_of

INPUTS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "inputs.yaml").read_text(encoding="utf-8")
)
GOOD = text_of({"copy": "clean.yaml"})


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two good cases, of which one was built."""
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("[casegen]\n", encoding="utf-8")
    for name in ("bad", "good"):
        Path("cases", name).mkdir(parents=True)
        Path("cases", name, "case.yaml").write_text(GOOD, encoding="utf-8")
    assert run("build", "cases/bad", "-f", "html").code == 0
    return tmp_path


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.usefixtures("workspace")
def test_bad_input(name: str) -> None:
    given = INPUTS[name]
    case = Path("cases/bad/case.yaml")
    case.write_bytes(content(given))
    for file, text in given.get("beside", {}).items():
        path = case.parent / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    before = outputs()

    checked = run("check", "cases/bad", "--format", "json")
    found = json.loads(checked.stdout)["problems"]
    if "code" in given:
        assert any(matches(problem, given) for problem in found), found
    assert checked.code == int(any(problem["severity"] == "error" for problem in found))

    built = run("build", "-f", "html")
    assert "output/good/good.html" in built.stdout.splitlines()
    if given.get("built"):
        assert built.code == 0
        page = Path("output/bad/bad.html").read_text(encoding="utf-8")
        assert all(part in page for part in given.get("shown", []))
        assert not [part for part in given["hidden"] if part in page]
    else:
        assert built.code == 1
        assert given["code"] in built.stderr
        assert "cases/bad/case.yaml was not built" in built.stderr
        assert {path: data for path, data in outputs().items() if path.parent.name == "bad"} == before
    for answer in (checked, built):
        assert_calm(answer)
    assert not Path("owned").exists()


def content(given: Mapping[str, Any]) -> bytes:
    if "hex" in given:
        return bytes.fromhex(given["hex"])
    if "text" in given:
        return bytes(given["text"], "utf-8")
    if "parts" in given:
        parts = [part if isinstance(part, str) else part["text"] * part["times"] for part in given["parts"]]
        return "".join(parts).encode("utf-8")
    return text_of({"copy": "clean.yaml", **given}).encode("utf-8")


def matches(problem: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    return (
        problem["code"] == given["code"]
        and given.get("says", "") in problem["message"]
        and all(problem[key] == given[key] for key in ("line", "column") if key in given)
    )


def outputs() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in Path("output").rglob("*") if path.is_file()}


def assert_calm(answer: Answer) -> None:
    text = answer.stdout + answer.stderr
    assert "Traceback" not in text
    assert "bug in casegen" not in text
    assert "root:" not in text
