"""``casegen refs check``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from casegen.check import Checked
from casegen.cli.console import data, result, tell, terminal_width, wants_colour
from casegen.cli.exits import CLEAN, FOUND
from casegen.cli.options import make_command, shown
from casegen.cli.progress import Progress
from casegen.cli.refs.choice import load_case, one_case, path_argument
from casegen.load import Loaded
from casegen.model import Reference
from casegen.problem import Severity
from casegen.refs.lookup import Lookup
from casegen.refs.snapshot import save_works
from casegen.refs.verify import Finding, FindingKind, Verdict, verify
from casegen.reports import Options, Result
from casegen.reports.excerpt import excerpt, printable
from casegen.reports.paint import BOLD, COLOURS, DIM, flowing, paint
from casegen.source import Span
from casegen.values import Value

_VERSION = 1
# How grave each kind is, and which part of the reference it is about.
_KINDS: dict[FindingKind, tuple[Severity, str]] = {
    "retracted": (Severity.ERROR, "DOI"),
    "unknown-doi": (Severity.ERROR, "DOI"),
    "pmid-differs": (Severity.ERROR, "PMID"),
    "expression-of-concern": (Severity.WARNING, "DOI"),
    "title-differs": (Severity.WARNING, "title"),
    "first-author-differs": (Severity.WARNING, "author"),
    "year-differs": (Severity.WARNING, "issued"),
    "unreachable": (Severity.WARNING, "id"),
    "corrected": (Severity.INFO, "DOI"),
    "missing-doi": (Severity.INFO, "id"),
    "nothing-to-check": (Severity.INFO, "id"),
}


class _Told(Value):
    """A finding at its place."""

    finding: Finding
    reference: Reference
    severity: Severity
    span: Span


@make_command(
    """
    casegen refs check
    casegen refs check cases/my-first-case --format json
    casegen refs check --save works.json           then, in casegen.toml: [snapshots] works = "works.json"
    """
)
@path_argument
@click.option("--offline", is_flag=True, help="Use only what was looked up before.")
@click.option("--mailto", metavar="EMAIL", default="", help="Your address, for the services to write to.")
@click.option(
    "--format", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How to show what was found.",
)  # fmt: skip
@click.option(
    "--save", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Put Crossref's records into this file, for `casegen check` to look into without a network.",
)  # fmt: skip
def command(path: Path | None, offline: bool, mailto: str, format: str, save: Path | None) -> int:
    """Ask Crossref and PubMed whether a case's references are what they know.

    Each DOI and PMID must name a work, and the title, year and first author be that work's; retractions and
    corrections are told. Nothing is changed in the case: compare with the work itself, then correct by hand.

    Exit code 1: an error or a warning, be it that a service could not be asked (not so with --offline).
    """
    target = one_case(path, option="casegen refs check ")
    loaded, case = load_case(target)
    with Lookup(offline=offline, mailto=mailto) as lookup:
        verdicts = _verdicts(case.references, lookup)
    told = [_placed(each, verdict, loaded, offline) for verdict in verdicts for each in verdict.findings]
    if save is not None:
        count = save_works(save, [verdict.message for verdict in verdicts if verdict.message])
        tell(f"casegen: {shown(save)} holds {count} record{'' if count == 1 else 's'} of Crossref")
    here = Result(shown(loaded.path), loaded, Checked(()))
    if format == "json":
        data(_as_json(told, here, len(verdicts)))
    else:
        options = Options(colour=wants_colour(sys.stdout), width=terminal_width(sys.stdout))
        result(
            "\n\n".join(
                [*("\n".join(_lines(each, here, options)) for each in told), _closing(told, verdicts)]
            )
        )
    return FOUND if any(each.severity is not Severity.INFO for each in told) else CLEAN


def _verdicts(references: Sequence[Reference], lookup: Lookup) -> list[Verdict]:
    verdicts = []
    with Progress("asking about", len(references)) as progress:
        found = verify(references, lookup)
        for reference in references:
            progress.next(printable(reference.id))
            verdicts.append(next(found))
    return verdicts


def _placed(finding: Finding, verdict: Verdict, loaded: Loaded, offline: bool) -> _Told:
    severity, part = _KINDS[finding.kind]
    if finding.kind == "unreachable" and offline:
        severity = Severity.INFO
    reference = verdict.reference
    if part != "id" and not getattr(reference, part):
        part = "id"
    return _Told(finding, reference, severity, loaded.places.locate(reference.at / part))


def _lines(told: _Told, here: Result, options: Options) -> Iterator[str]:
    span, finding = told.span, told.finding
    place = f"{printable(here.path(span.path))}:{span.line}:{span.column}"
    head = f"{place}: {told.severity.value} {finding.kind}: "
    first, *more = flowing(head, printable(finding.message), options)
    rest = first[len(place) + 2 + len(told.severity.value) :]
    colour = COLOURS[told.severity]
    yield f"{paint(place, BOLD, options)}: {paint(told.severity.value, colour, options)}{rest}"
    yield from more
    source = here.loaded.places.source_of(span.path)
    if source is not None and (line := source.line(span.line)).strip():
        number = f"{span.line:>5} | "
        end = span.end_column if span.end_line == span.line else len(line) + 1
        text, carets = excerpt(line, span.column - 1, end - 1, max(options.width - len(number), 20))
        yield f"{paint(number, DIM, options)}{text}"
        yield f"{paint('      | ', DIM, options)}{paint(carets, colour, options)}"
    if finding.hint:
        yield from flowing("    hint: ", printable(finding.hint), options)


def _closing(told: Sequence[_Told], verdicts: Sequence[Verdict]) -> str:
    counts = Counter(each.severity for each in told)
    found = ", ".join(
        f"{counts[severity]} {severity.value}{'s' if counts[severity] > 1 and severity.rank < 2 else ''}"
        for severity in Severity
        if counts[severity]
    )
    of = f"{len(verdicts)} reference{'' if len(verdicts) == 1 else 's'}"
    return f"{found or 'nothing to say'} in {of}"


def _as_json(told: Sequence[_Told], here: Result, references: int) -> str:
    counts = Counter(each.severity for each in told)
    content: dict[str, Any] = {
        "version": _VERSION,
        "findings": [
            {
                "kind": each.finding.kind,
                "severity": each.severity.value,
                "reference": each.reference.id,
                "message": each.finding.message,
                "hint": each.finding.hint,
                "path": here.path(each.span.path),
                "line": each.span.line,
                "column": each.span.column,
                "end_line": each.span.end_line,
                "end_column": each.span.end_column,
            }
            for each in told
        ],
        "summary": {**{severity.value: counts[severity] for severity in Severity}, "references": references},
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
