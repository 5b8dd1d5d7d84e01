"""The SARIF 2.1.0 report: for code scanning, and for editors that show findings beside the text.

One run a profile. A result has a fingerprint, which stays while its text does (`casegen.check.fingerprint`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from casegen import __version__
from casegen.check import find_profile
from casegen.check.fingerprint import fingerprints
from casegen.problem import CasegenError, Fix, Problem, Severity
from casegen.reports import Options, Result
from casegen.reports.gather import profiles_of
from casegen.reports.sarif_rules import described, taxonomies
from casegen.rules import Rule, find
from casegen.source import Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "%SRCROOT%"
_FINGERPRINT = "casegenFingerprint/v1"


def render(results: Sequence[Result], options: Options) -> str:  # noqa: ARG001 - tools get everything
    """*results* as one SARIF log, with a run for each profile."""
    profiles = profiles_of(results) or ("",)
    runs = []
    for number, profile in enumerate(profiles):
        # What is wrong with a workspace's settings belongs to no profile: it is told once.
        told = [r for r in results if (r.checked.profile == profile if r.is_case else number == 0)]
        runs.append(_run(profile, told))
    import json  # not needed for the text report

    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": runs}
    # A lone surrogate, which YAML's escapes can write, has no UTF-8.
    return (json.dumps(log, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace").decode("utf-8")


def _run(profile: str, results: Sequence[Result]) -> dict[str, Any]:
    rules = _rules_of(results)
    index = {rule.code: position for position, rule in enumerate(rules)}
    known = _profile(profile)
    return {
        "tool": {
            "driver": {
                "name": "casegen",
                "fullName": f"casegen {__version__}",
                "semanticVersion": __version__,
                "version": __version__,
                "shortDescription": {"text": "Checks clinical case reports."},
                "rules": [described(rule, known) for rule in rules],
            }
        },
        **({"automationDetails": {"id": f"casegen/{profile}/"}} if profile else {}),
        "taxonomies": taxonomies(rules, known),
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "utf-8",
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The folder in which casegen was run."}},
        },
        "artifacts": _artifacts(results),
        "invocations": [_invocation(results, index)],
        "results": [one for result in results for one in _results(result, index)],
    }


def _profile(name: str) -> Any:
    """The profile *name*; None for one that only a workspace knows."""
    try:
        return find_profile(name)
    except CasegenError:
        return None


def _rules_of(results: Iterable[Result]) -> list[Rule]:
    """The rules that something is told of, by code."""
    codes = {problem.code for result in results for problem in result.checked.problems}
    codes |= {unchecked.code for result in results for unchecked in result.checked.not_checked}
    return [find(code) for code in sorted(codes)]


def _results(result: Result, index: Mapping[str, int]) -> list[dict[str, Any]]:
    problems = result.checked.problems
    marks = fingerprints(result.loaded, problems)
    return [_result(result, problem, mark, index) for problem, mark in zip(problems, marks, strict=True)]


def _result(result: Result, problem: Problem, mark: str, index: Mapping[str, int]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index[problem.code],
        "level": _LEVELS[problem.severity],
        "message": {"text": _sentences(problem.message, problem.hint)},
        "locations": [
            {
                "physicalLocation": _place(result, problem.span, shown=not problem.private),
                **_logical(problem),
            }
        ],
        "partialFingerprints": {_FINGERPRINT: mark},
    }
    if problem.related:
        made["relatedLocations"] = [
            {"id": number, "message": {"text": _sentences(related.message)},
             "physicalLocation": _place(result, related.span, shown=not problem.private)}
            for number, related in enumerate(problem.related, start=1)
        ]  # fmt: skip
    if problem.fix is not None and problem.fix.edits:
        made["fixes"] = [_fix(result, problem.fix)]
    properties = {"source": problem.guideline, "blocking": problem.blocking}
    if said := {name: value for name, value in properties.items() if value}:
        made["properties"] = said
    return made


def _logical(problem: Problem) -> dict[str, Any]:
    """Where it is in the case's data, as a JSON pointer."""
    if not problem.pointer:
        return {}
    return {"logicalLocations": [{"fullyQualifiedName": str(problem.pointer), "kind": "property"}]}


def _sentences(*texts: str) -> str:
    """*texts* as sentences, each with a capital letter and a full stop."""
    sentences = (text[0].upper() + text[1:] for text in texts if text)
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in sentences)


def _place(result: Result, span: Span, *, shown: bool) -> dict[str, Any]:
    region: dict[str, Any] = _region(span)
    place = {"artifactLocation": _location(result, span.path), "region": region}
    source = result.loaded.places.source_of(span.path)
    if source is None or not shown:
        return place
    start, end = source.line_start(span.line), source.line_start(span.end_line)
    text = source.text[start + span.column - 1 : end + span.end_column - 1]
    if text:
        region["snippet"] = {"text": text}
    lines = "\n".join(source.line(number) for number in range(span.line, span.end_line + 1))
    if lines.strip():
        place["contextRegion"] = {
            "startLine": span.line,
            "endLine": span.end_line,
            "snippet": {"text": lines},
        }
    return place


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _escaped(path: str, before: str = "") -> str:
    """*path* as part of an address; a file's name need not be text (PEP 383)."""
    return before + quote(path.encode("utf-8", "surrogateescape"))


def _location(result: Result, path: Path) -> dict[str, str]:
    """Where *path* is: from where casegen was run, or all of its address where it lies outside."""
    shown = PurePath(result.path(path))
    if shown.is_absolute() or ".." in shown.parts:
        return {"uri": _escaped(path.absolute().resolve().as_posix(), "file://")}
    return {"uri": _escaped(shown.as_posix()), "uriBaseId": _ROOT}


def _artifacts(results: Iterable[Result]) -> list[dict[str, Any]]:
    """The files that were read."""
    files = {
        location["uri"]: location
        for result in results
        for path in (result.loaded.path, *result.loaded.places.others)
        for location in [_location(result, path)]
    }
    return [{"location": location, "roles": ["analysisTarget"]} for location in files.values()]


def _fix(result: Result, fix: Fix) -> dict[str, Any]:
    changes: dict[Path, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacement = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        changes.setdefault(edit.span.path, []).append(replacement)
    return {
        "description": {"text": _sentences(fix.description)},
        "artifactChanges": [
            {"artifactLocation": _location(result, path), "replacements": replacements}
            for path, replacements in changes.items()
        ],
        "properties": {"safe": fix.safe},
    }


def _invocation(results: Iterable[Result], index: Mapping[str, int]) -> dict[str, Any]:
    """Whatever was not checked: nothing read is never "no problems"."""
    notes = []
    for result in results:
        location = {"physicalLocation": {"artifactLocation": _location(result, result.loaded.path)}}
        if result.is_case and not result.loaded.is_case:
            text = "It could not be read as a case, and no rule looked at it."
            notes.append({"level": "error", "message": {"text": text}, "locations": [location]})
        notes.extend(
            {
                "level": "warning",
                "message": {"text": _sentences(f"not checked: {unchecked.reason}")},
                "associatedRule": {"id": unchecked.code, "index": index[unchecked.code]},
                "locations": [location],
            }
            for unchecked in result.checked.not_checked
        )
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}
