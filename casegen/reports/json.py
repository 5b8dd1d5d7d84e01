"""The JSON report: one object, a contract for tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from casegen.problem import Fix, Problem, Severity
from casegen.reports import Options, Result
from casegen.reports.gather import Found, gather, profiles_of
from casegen.source import Span

VERSION = 1


def render(results: Sequence[Result], options: Options) -> str:  # noqa: ARG001 - tools get everything
    """*results* as one JSON object. Lines and columns count from 1, columns in characters.

    Of several profiles, a problem is told once, with what each makes of it, and each gives its verdict.
    """
    profiles = profiles_of(results)
    cases = gather(results)
    found = [(case.result, each) for case in cases for each in case.found]
    unchecked = {(n.code, n.reason): None for case in cases for n in case.not_checked}
    content = {
        "version": VERSION,
        "problems": [
            {**described(result, each.problem), **(_profiles(each) if len(profiles) > 1 else {})}
            for result, each in found
        ],
        "not_checked": [{"code": code, "reason": reason} for code, reason in unchecked],
        "summary": {
            **_counts(each.problem for _, each in found),
            "files": sum(case.result.is_case for case in cases),
        },
    }
    if len(profiles) > 1:
        content["verdicts"] = [
            {"profile": profile, **_counts(e.under[profile] for _, e in found if profile in e.under)}
            for profile in profiles
        ]
    return as_text(content)


def as_text(content: dict[str, Any], *, on_one_line: bool = False) -> str:
    """*content* as JSON that every stream takes."""
    import json  # not needed for the text report

    text = json.dumps(content, ensure_ascii=False, indent=None if on_one_line else 2) + "\n"
    # A lone surrogate, which YAML's escapes can write, has no UTF-8.
    return text.encode("utf-8", "replace").decode("utf-8")


def _counts(problems: Iterable[Problem]) -> dict[str, int]:
    counts = Counter(problem.severity for problem in problems)
    return {severity.value: counts[severity] for severity in Severity}


def _profiles(found: Found) -> dict[str, Any]:
    told = [
        {"profile": profile, "severity": problem.severity.value, "source": problem.guideline}
        for profile, problem in found.under.items()
    ]
    return {"profiles": told}


def described(result: Result, problem: Problem) -> dict[str, Any]:
    """*problem* as every JSON report tells it."""
    return {
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity.value,
        "message": f"{problem.message}; {problem.hint}" if problem.hint else problem.message,
        "path": result.path(problem.path),
        "pointer": str(problem.pointer),
        **_extent(problem.span),
        "fix": _fix(result, problem.fix),
        "related": [
            {
                "path": result.path(related.span.path),
                "line": related.span.line,
                "column": related.span.column,
                "message": related.message,
            }
            for related in problem.related
        ],
        "source": problem.guideline,
    }


def _fix(result: Result, fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [
        {"path": result.path(edit.span.path), **_extent(edit.span), "text": edit.text} for edit in fix.edits
    ]
    stripped = {"strips": fix.strips} if fix.strips else {}
    return {"safe": fix.safe, "description": fix.description, "edits": edits, **stripped}


def _extent(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
