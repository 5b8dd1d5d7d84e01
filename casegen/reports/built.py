"""What came of a build, as one JSON object: a contract for tools (docs/building.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from casegen.build.manifest import IMAGE
from casegen.build.outcome import Outcome
from casegen.problem import Problem, Severity
from casegen.reports import Result
from casegen.reports.json import as_text, described

__all__ = ["VERSION", "case_of", "text_of"]

VERSION = 1


def case_of(outcome: Outcome, shown: str, folder: str) -> dict[str, Any]:
    """What came of one case. *shown* is its path and *folder* that of its outputs, as they are told."""
    job = outcome.job
    problems = Counter(problem.severity for problem in outcome.checked.problems)
    failure = outcome.failure or (f"a bug in casegen: {outcome.bug}" if outcome.bug else "")
    return {
        "case": job.slug,
        "path": shown,
        "folder": folder,
        "status": outcome.status,
        "formats": list(job.formats),
        "due": [{"format": name, "why": why} for name, why in outcome.due if name != IMAGE],
        "written": [f"{folder}/{path.relative_to(job.folder).as_posix()}" for path in outcome.written],
        # What has not changed is not checked again.
        "problems": {severity.value: problems[severity] for severity in Severity} if outcome.loaded else None,
        "stopped_by": _problems(outcome, shown, outcome.stopped_by),
        "lacking": _problems(outcome, shown, outcome.lacking),
        "failure": failure or None,
        "messages": list(outcome.messages),
        "seconds": {step: round(seconds, 4) for step, seconds in outcome.took},
    }


def text_of(
    cases: Sequence[Mapping[str, Any]],
    counts: Mapping[str, int],
    seconds: float,
    *,
    on_one_line: bool = False,
) -> str:
    """The whole report: *cases* as `case_of` tells them, *counts* of each status, *seconds* of the run."""
    summary = {**counts, "cases": len(cases), "seconds": round(seconds, 4)}
    return as_text({"version": VERSION, "cases": list(cases), "summary": summary}, on_one_line=on_one_line)


def _problems(outcome: Outcome, shown: str, problems: Iterable[Problem]) -> list[dict[str, Any]]:
    if outcome.loaded is None:
        return []
    result = Result(shown, outcome.loaded, outcome.checked)
    return [described(result, problem) for problem in problems]
