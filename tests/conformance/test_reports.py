"""SARIF and JUnit reports, judged by their schemas and by a validator that we did not write."""

from __future__ import annotations

import json
import os
import subprocess
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

HERE = Path(__file__).parent
TESTS = HERE.parent
CASES = [
    *sorted(TESTS.parent.glob("cases/*/case.yaml")),
    *sorted(TESTS.glob("reports/cases/*.yaml")),
]
# The validator's advice that we do not take: casegen has no address yet.
KNOWN = {"SARIF2005"}


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


REPORTS = [
    *(
        pytest.param(lambda path=path: under_every_profile(path), id=f"{path.parent.name}-{path.stem}")
        for path in CASES
    ),
    pytest.param(lambda: [r for path in CASES for r in under_every_profile(path)], id="together"),
    pytest.param(nasty, id="nasty"),
    pytest.param(list, id="nothing"),
]


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


@pytest.mark.parametrize("results", REPORTS)
def test_sarif_is_of_its_schema(results: Any, sarif_schema: Any) -> None:
    log = json.loads(render("sarif", results()))
    assert not [f"{error.json_path}: {error.message}" for error in sarif_schema.iter_errors(log)]


@pytest.mark.parametrize("results", REPORTS)
def test_sarif_is_what_viewers_and_github_take(results: Any, validators: Path, tmp_path: Path) -> None:
    log, told = tmp_path / "report.sarif", tmp_path / "told.sarif"
    log.write_text(render("sarif", results()), "utf-8")
    tool = validators / "sarif" / "package"
    # Without it, .NET wants a library of languages that a small system lacks.
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(
        [
            tool / "Sarif.Multitool", "validate", log, "--json-schema", tool / "sarif-2.1.0.json",
            "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--config", HERE / "no-network.xml",
            "--output", told, "--log", "ForceOverwrite",
        ],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert told.is_file(), done.stdout + done.stderr
    answers = json.loads(told.read_text("utf-8-sig"))["runs"][0].get("results", [])
    assert not [answer for answer in answers if answer["ruleId"] not in KNOWN], done.stdout


@pytest.mark.parametrize("results", REPORTS)
def test_junit_is_of_its_schemas(results: Any, junit_schemas: list[etree.XMLSchema]) -> None:
    report = etree.fromstring(render("junit", results()).encode("utf-8"))
    for schema in junit_schemas:
        assert schema.validate(report), schema.error_log
