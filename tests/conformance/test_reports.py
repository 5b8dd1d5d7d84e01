"""SARIF and JUnit reports, judged by their schemas and by a validator that we did not write."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from casegen.check import Checked, NotChecked, check, find_profile
from casegen.check.profiles import profile_names
from casegen.load import load
from casegen.problem import Edit, Fix, Problem, Related, Severity
from casegen.reports import Result, render
from tests.conformance.conftest import Judged

HERE = Path(__file__).parent
TESTS = HERE.parent
CASES = [
    *sorted(TESTS.parent.glob("cases/*/case.yaml")),
    *sorted(TESTS.glob("reports/cases/*.yaml")),
]
# The validator's advice that we do not take: casegen has no address yet.
KNOWN = {"SARIF2005"}


@cache
def under_every_profile(path: Path) -> list[Result]:
    loaded = load(path)
    shown = path.relative_to(TESTS.parent).as_posix()
    return [Result(shown, loaded, check(loaded, profile=find_profile(name))) for name in profile_names()]


def nasty() -> list[Result]:
    """One case with everything a problem can have, and text that no file should hold."""
    loaded = load(TESTS / "reports" / "cases" / "several.yaml")
    span = loaded.places.main.span
    text = "a \x00 \x1b \ud800 \ufffe & < > \" ' {0} [x](1) é 全 \U0001f600\r\n\t b"
    problem = Problem(
        "CIT001",
        "undefined-key",
        Severity.WARNING,
        text,
        span(0, 30),
        hint=text,
        guideline=text,
        fix=Fix(text, (Edit(span(3, 9), text), Edit(span(20, 20), "")), safe=False),
        related=(Related(span(40, 40), text), Related(span(50, 90), text)),
        blocking=True,
    )
    stripped = problem.replace(fix=Fix("strip", (), strips="ct.png"), severity=Severity.INFO)
    checked = Checked((problem, problem, stripped), (NotChecked("CIT002", text), NotChecked("CIT003", text)))
    return [
        Result(shown, loaded, checked)
        for shown in ("<stdin>", "../out side/ça %.yaml", "/abs/olute/case.yaml")
    ]


def one_under_each_profile() -> list[Result]:
    """All the cases in one report: the profiles take turns."""
    found = [under_every_profile(path) for path in CASES]
    return [results[number % len(results)] for number, results in enumerate(found)]


REPORTS: dict[str, Callable[[], list[Result]]] = {
    **{f"{path.parent.name}-{path.stem}": partial(under_every_profile, path) for path in CASES},
    "together": one_under_each_profile,
    "nasty": nasty,
    "nothing": list,
}
EVERY_REPORT = pytest.mark.parametrize("report", REPORTS)


@pytest.fixture(scope="session")
def sarif_schema(validators: Path) -> Any:
    schema = json.loads((validators / "sarif" / "package" / "sarif-2.1.0.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return validator(schema, format_checker=validator.FORMAT_CHECKER)


@pytest.fixture(scope="session")
def junit_schemas(validators: Path) -> list[etree.XMLSchema]:
    found = sorted((validators / "junit").rglob("junit-*.xsd"))
    assert found
    return [etree.XMLSchema(etree.parse(path)) for path in found]


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each report as SARIF, in a file; and one with a fault, under "broken"."""
    folder = tmp_path_factory.mktemp("sarif")
    made = {name: folder / f"{name}.sarif" for name in (*REPORTS, "broken")}
    for name, results in REPORTS.items():
        made[name].write_text(render("sarif", results()), "utf-8")
    broken = json.loads(made["nasty"].read_text("utf-8"))
    broken["runs"][0]["results"][0]["ruleIndex"] = 999
    made["broken"].write_text(json.dumps(broken), "utf-8")
    return made


@pytest.fixture(scope="session")
def told(logs: dict[str, Path], validators: Path) -> dict[str, list[str]]:
    """What the validator, which is started once, says of each log."""
    tool = validators / "sarif" / "package"
    answer = logs["broken"].with_name("told.json")
    # Without the first, .NET wants a library of languages that a small system lacks; the second costs more than it gains.
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "DOTNET_TieredPGO": "0"}
    done = subprocess.run(
        [
            tool / "Sarif.Multitool", "validate", *logs.values(), "--json-schema", tool / "sarif-2.1.0.json",
            "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--config", HERE / "no-network.xml",
            "--output", answer, "--log", "ForceOverwrite",
        ],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert answer.is_file(), done.stdout + done.stderr
    names = {path.as_uri(): name for name, path in logs.items()}
    found: dict[str, list[str]] = {}
    read = set()
    for finding in json.loads(answer.read_text("utf-8-sig"))["runs"][0]["results"]:
        name = names[finding["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]]
        read.add(name)
        if finding["ruleId"] not in KNOWN:
            found.setdefault(name, []).append(f"{finding['ruleId']}: {finding['message']}")
    # It is silent of what it cannot read; what it reads, it gives the advice that is not taken.
    assert read == logs.keys(), f"not read: {sorted(logs.keys() - read)}"
    assert any(finding.startswith("SARIF1009") for finding in found["broken"])
    return {name: found.get(name, []) for name in logs}


@EVERY_REPORT
def test_sarif_is_of_its_schema(
    report: str, logs: dict[str, Path], sarif_schema: Any, judged: Judged
) -> None:
    log = json.loads(logs[report].read_text("utf-8"))
    errors = sarif_schema.iter_errors(log)
    judged("sarif", "SARIF schema 2.1.0", [f"{error.json_path}: {error.message}" for error in errors])


def test_the_schema_of_sarif_finds_a_fault(logs: dict[str, Path], sarif_schema: Any) -> None:
    log = json.loads(logs["nasty"].read_text("utf-8"))
    log["runs"][0]["results"][0]["level"] = "dreadful"
    assert not sarif_schema.is_valid(log)


@EVERY_REPORT
def test_sarif_is_what_viewers_and_github_take(
    report: str, told: dict[str, list[str]], judged: Judged
) -> None:
    judged("sarif", "Sarif.Multitool, its rules and GitHub's", told[report])


@EVERY_REPORT
def test_junit_is_of_its_schemas(report: str, junit_schemas: list[etree.XMLSchema], judged: Judged) -> None:
    tree = etree.fromstring(render("junit", REPORTS[report]()).encode("utf-8"))
    for schema in junit_schemas:
        schema.validate(tree)
        judged("junit", "schemas of Jenkins's readers", [str(error) for error in schema.error_log])


def test_the_schemas_of_junit_find_a_fault(junit_schemas: list[etree.XMLSchema]) -> None:
    tree = etree.fromstring(render("junit", nasty()).encode("utf-8"))
    next(tree.iter("testcase")).set("bogus", "x")
    assert not any(schema.validate(tree) for schema in junit_schemas)
