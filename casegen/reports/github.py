"""Annotations for GitHub Actions: each problem beside its line in a pull request.

The commands are described in GitHub's documentation, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from casegen.problem import Problem, Severity
from casegen.reports import Options, Result
from casegen.reports.excerpt import printable
from casegen.reports.gather import Found, Gathered, gather

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(results: Sequence[Result], options: Options) -> str:  # noqa: ARG001 - nothing to choose
    """*results* as workflow commands, one a line; no line where there is nothing to tell."""
    return "".join(f"{line}\n" for case in gather(results) for line in _case(case))


def _case(case: Gathered) -> Iterator[str]:
    for found in case.found:
        yield _annotation(case, found)
    file = _file(case.result.shown)
    if case.result.is_case and not case.result.loaded.is_case:
        yield _command("notice", f"{file}: could not be read as a case: no rule looked at it", file=file)
    for unchecked in case.not_checked:
        title = f"{unchecked.code} not checked"
        yield _command("notice", f"{file}: {title}: {unchecked.reason}", file=file, title=title)


def _annotation(case: Gathered, found: Found) -> str:
    problem, span = found.problem, found.problem.span
    file = _file(case.result.path(span.path))
    place = {"line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:  # GitHub takes columns only within one line
        place |= {"col": span.column, "endColumn": span.end_column}
    title = f"{problem.code} {problem.name}"
    if case.differs(found):
        title += f" ({', '.join(found.under)})"
    message = "\n".join(_told(case.result, problem, f"{file}:{span.line}:{span.column}: {problem.code} "))
    return _command(_COMMANDS[problem.severity], message, file=file, **place, title=title)


def _told(result: Result, problem: Problem, head: str) -> Iterator[str]:
    yield head + problem.message
    for related in problem.related:
        there = related.span
        yield f"{_file(result.path(there.path))}:{there.line}:{there.column}: {related.message}"
    if problem.hint:
        yield f"hint: {problem.hint}"


def _file(shown: str) -> str:
    return PurePath(shown).as_posix()


def _command(command: str, message: str, **properties: str | int) -> str:
    given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    lines = (printable(line) for line in message.split("\n"))
    return f"::{command} {given}::{_data(chr(10).join(lines))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
