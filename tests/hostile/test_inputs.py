"""Bad and malicious inputs: the message each gets, and nothing else that happens.

The tables of inputs/ are played in two processes of their own (`tests.hostile.play`): no input may end one, be it by
time or memory, and what it opened, started and left behind is noted there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.hostile.materials import files_of

ROOT = Path(__file__).parents[2]
TABLES = sorted((Path(__file__).parent / "inputs").glob("*.yaml"))
INPUTS: dict[str, dict[str, dict[str, Any]]] = {
    table.stem: yaml.safe_load(table.read_text(encoding="utf-8")) for table in TABLES
}
# A process each, which are about as long.
GROUPS = (("bibliographies", "prose"), tuple(sorted({*INPUTS} - {"bibliographies", "prose"})))
# What is quoted of an input is cut short.
LONGEST_MESSAGE = 500

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pipes, devices, and names that are not text")


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What came of each input of some tables, by table and name; each input is played once."""

    @cache
    def play(tables: tuple[str, ...]) -> dict[str, Any]:
        folder = tmp_path_factory.mktemp(tables[0])
        paths = (str(Path(__file__).parent / "inputs" / f"{table}.yaml") for table in tables)
        command = [sys.executable, "-m", "tests.hostile.play", str(folder), *paths]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
        told = {(line["table"], line["name"]): line for line in map(json.loads, done.stdout.splitlines())}
        every = ((table, name) for table in tables for name in INPUTS[table])
        missing = next((one for one in every if one not in told), None)
        left = [] if missing else [*os.listdir(folder / "scratch"), *os.listdir(folder / "home")]  # noqa: PTH208
        return {"told": told, "ended": (missing, done.returncode, done.stderr[-2000:]), "left": left}

    return play


def group(tables: tuple[str, ...]) -> pytest.MarkDecorator:
    return pytest.mark.xdist_group(f"hostile-{tables[0]}")


@pytest.mark.parametrize(
    ("tables", "table", "name"),
    [
        pytest.param(tables, table, name, id=f"{table}: {name}", marks=group(tables))
        for tables in GROUPS
        for table in tables
        for name in INPUTS[table]
    ],
)
def test_input(tables: tuple[str, ...], table: str, name: str, played: Any) -> None:
    given, everyone = INPUTS[table][name], played(tables)
    assert (table, name) in everyone["told"], (
        f"the process ended with this input or before: {everyone['ended']}"
    )
    told = everyone["told"][table, name]
    checked, built = told["answers"]
    for answer in (checked, built):
        text = answer["stdout"] + answer["stderr"]
        assert answer["code"] in (0, 1, 2), text
        assert "Traceback" not in text
        assert "bug in casegen" not in text
        assert "the rule failed" not in text
        assert "root:" not in text
    assert told["seen"] == []
    if "stops" in given:
        assert any(a["code"] in (1, 2) and given["stops"] in a["stderr"] for a in (checked, built)), (
            checked,
            built,
        )
        return
    check_problems(given, checked)
    check_outputs(given, built, told)


def check_problems(given: dict[str, Any], checked: dict[str, Any]) -> None:
    problems = json.loads(checked["stdout"])["problems"]
    assert checked["code"] == int(any(problem["severity"] == "error" for problem in problems))
    if "code" in given:
        assert any(matches(problem, given) for problem in problems), problems[:20]
    if "short" in given:
        assert max(len(problem["message"]) for problem in problems) < LONGEST_MESSAGE


def matches(problem: dict[str, Any], given: dict[str, Any]) -> bool:
    return (
        problem["code"] == given["code"]
        and given.get("says", "") in problem["message"]
        and all(problem[key] == given[key] for key in ("line", "column") if key in given)
    )


def check_outputs(given: dict[str, Any], built: dict[str, Any], told: dict[str, Any]) -> None:
    """All of a case that is built, and nothing of one that is not."""
    if given.get("built"):
        assert built["code"] == 0, built["stderr"]
        assert not [path for path in told["changed"] if not path.startswith("output")]
        assert all(part in told["page"] for part in given.get("shown", []))
    else:
        assert built["code"] == 1, built
        assert "was not built" in built["stderr"]
        assert told["changed"] == []
    assert not [part for part in given.get("hidden", []) if part in told["page"]]


@pytest.mark.parametrize(
    "tables", [pytest.param(tables, id=tables[0], marks=group(tables)) for tables in GROUPS]
)
def test_nothing_is_left_behind(tables: tuple[str, ...], played: Any) -> None:
    everyone = played(tables)
    assert everyone["ended"][0] is None, everyone["ended"]
    assert everyone["left"] == []


def test_inputs_are_distinct() -> None:
    shapes = [json.dumps([table, *files_of(given), given.get("around"), given.get("called"), given.get("named")])
              for table, inputs in INPUTS.items() for given in inputs.values()]  # fmt: skip
    assert len(set(shapes)) == len(shapes)
    assert all(
        {"code", "built", "stops"} & given.keys() for inputs in INPUTS.values() for given in inputs.values()
    )
