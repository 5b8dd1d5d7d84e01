"""The JUnit report: for the test pages of Jenkins, GitLab and others.

A suite a case and profile, a test a rule that has something to say: its errors and warnings fail it, and
what is only information stands in the suite's output. It keeps to what the schemas of Ant and of Jenkins's
xUnit plugin have in common.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from casegen.problem import Problem, Severity
from casegen.reports import Options, Result
from casegen.reports.gather import profiles_of
from casegen.rules import find
from casegen.values import Value

# XML 1.0 has no place for these, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Test(Value):
    """One test: the element inside it, if any, says why it failed or was skipped."""

    name: str
    inside: str = ""
    severity: Severity | None = None
    skipped: bool = False


def render(results: Sequence[Result], options: Options) -> str:  # noqa: ARG001 - tools get everything
    """*results* as JUnit XML."""
    several = len(profiles_of(results)) > 1
    suites = [_suite(number, result, several=several) for number, result in enumerate(results)]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", *suites, "</testsuites>", ""])


def _suite(number: int, result: Result, *, several: bool) -> str:
    profile = result.checked.profile if result.is_case else "casegen"
    tests = list(_tests(result))
    failed = [test for test in tests if test.severity is not None]
    name = f"{result.shown} ({profile})" if several and result.is_case else result.shown
    attributes = {
        "name": name,
        "package": profile,
        "id": number,
        "tests": len(tests),
        "failures": len(failed),
        "errors": 0,
        "skipped": sum(test.skipped for test in tests),
        "time": "0.0",
        "timestamp": _now(),
        "hostname": "localhost",
    }
    lines = [
        f"<testsuite {_attributes(attributes)}>",
        f'<properties><property name="profile" value={_quoted(profile)}/></properties>',
        *(_testcase(test, f"{profile}.{result.loaded.slug}") for test in tests),
        f"<system-out>{_text(_information(result))}</system-out>",
        "<system-err></system-err>",
        "</testsuite>",
    ]
    return "\n".join(lines)


def _tests(result: Result) -> Iterator[_Test]:
    """That the case can be read; then, by code, the rules that found something, could not look, or ran."""
    by_code: dict[str, list[Problem]] = {}
    for problem in result.checked.problems:
        by_code.setdefault(problem.code, []).append(problem)
    reasons: dict[str, list[str]] = {}
    for unchecked in result.checked.not_checked:
        reasons.setdefault(unchecked.code, []).append(unchecked.reason)
    if result.loaded.is_case:
        yield _Test("the case can be read")
    for code in sorted({*by_code, *reasons, *result.checked.judged}):
        name = f"{code} {find(code).name}"
        wrong = [p for p in by_code.get(code, ()) if p.severity is not Severity.INFO]
        if wrong:
            yield _failed(name, result, wrong)
        elif code in reasons:
            yield _Test(name, f"<skipped>{_text('; '.join(reasons[code]))}</skipped>", skipped=True)
        else:
            yield _Test(name)


def _failed(name: str, result: Result, problems: Sequence[Problem]) -> _Test:
    worst = min((problem.severity for problem in problems), key=lambda severity: severity.rank)
    message = problems[0].message if len(problems) == 1 else f"{len(problems)} problems"
    attributes = _attributes({"message": message, "type": worst.value})
    text = _text("\n".join(line for problem in problems for line in _told(result, problem)))
    return _Test(name, f"<failure {attributes}>{text}</failure>", worst)


def _told(result: Result, problem: Problem) -> Iterator[str]:
    span = problem.span
    place = f"{result.path(span.path)}:{span.line}:{span.column}"
    yield f"{place}: {problem.severity} {problem.code} {problem.name}: {problem.message}"
    for related in problem.related:
        there = related.span
        yield f"    {result.path(there.path)}:{there.line}:{there.column}: {related.message}"
    if problem.hint:
        yield f"    hint: {problem.hint}"


def _information(result: Result) -> str:
    told = (p for p in result.checked.problems if p.severity is Severity.INFO)
    return "\n".join(line for problem in told for line in _told(result, problem))


def _testcase(test: _Test, classname: str) -> str:
    attributes = _attributes({"name": test.name, "classname": classname, "time": "0.0"})
    return f"<testcase {attributes}>{test.inside}</testcase>" if test.inside else f"<testcase {attributes}/>"


def _now() -> str:
    """The time of the check; SOURCE_DATE_EPOCH stands in for the clock (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdigit() else dt.datetime.now(dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _attributes(values: Mapping[str, object]) -> str:
    return " ".join(f"{name}={_quoted(value)}" for name, value in values.items())


def _quoted(value: object) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", str(value)))


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text))
