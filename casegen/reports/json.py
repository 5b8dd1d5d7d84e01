"""The JSON report: one object, a contract for tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from casegen.problem import Fix, Problem, Severity
from casegen.reports import Options, Result, report
from casegen.source import Span

VERSION = 1


@report("json")
def as_json(results: Sequence[Result], options: Options) -> str:  # noqa: ARG001 - tools get everything
    """*results* as one JSON object. Lines and columns count from 1, columns in characters."""
    problems = [(result, problem) for result in results for problem in result.checked.problems]
    counts = Counter(problem.severity for _, problem in problems)
    unchecked = {(n.code, n.reason): None for result in results for n in result.checked.not_checked}
    content = {
        "version": VERSION,
        "problems": [_problem(result, problem) for result, problem in problems],
        "not_checked": [{"code": code, "reason": reason} for code, reason in unchecked],
        "summary": {**{severity.value: counts[severity] for severity in Severity}, "files": len(results)},
    }
    import json  # not needed for the text report

    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    # A lone surrogate, which YAML's escapes can write, has no UTF-8.
    return text.encode("utf-8", "replace").decode("utf-8")


def _problem(result: Result, problem: Problem) -> dict[str, Any]:
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
    return {"safe": fix.safe, "description": fix.description, "edits": edits}


def _extent(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
