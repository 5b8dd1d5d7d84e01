"""The text report: every problem where it stands, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from casegen.problem import Problem, Severity
from casegen.reports import Options, Result, report
from casegen.reports.excerpt import excerpt, printable
from casegen.source import Source, Span

# More than so many of one rule in one file are told as a count.
MANY = 10

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_DIM = "\x1b[2m"
_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.INFO: "\x1b[1;36m"}


@report("text")
def as_text(results: Sequence[Result], options: Options) -> str:
    """*results* as text, grouped by file, with a closing line that sums up."""
    blocks: list[str] = []
    for result in results:
        in_file = groupby(result.checked.problems, key=lambda problem: problem.path)
        blocks.extend(_file(result, list(problems), options) for _, problems in in_file)
    if options.statistics and blocks:
        blocks.append(_statistics(results, options))
    blocks.append("\n".join(_closing(results, options)))
    separator = "\n\n" if options.show_source else "\n"
    return separator.join(blocks) + "\n"


def _file(result: Result, problems: list[Problem], options: Options) -> str:
    source = result.loaded.places.source_of(problems[0].path)
    counts = Counter(problem.code for problem in problems)
    told: set[str] = set()
    blocks: list[str] = []
    shown: Span | None = None
    for problem in problems:
        many = counts[problem.code] > MANY and not options.all
        if many and problem.code in told:
            continue
        told.add(problem.code)
        # Of several problems at one place, the first shows it.
        lines = list(_problem(result, problem, source if problem.span != shown else None, options))
        shown = problem.span
        if many:
            more = f"and {counts[problem.code] - 1} more {problem.code} in this file; --all shows them"
            lines.append(_paint(f"    {more}", _DIM, options))
        blocks.append("\n".join(lines))
    return ("\n\n" if options.show_source else "\n").join(blocks)


def _problem(result: Result, problem: Problem, source: Source | None, options: Options) -> Iterator[str]:
    span = problem.span
    place = _paint(f"{printable(result.path(span.path))}:{span.line}:{span.column}", _BOLD, options)
    severity = _paint(problem.severity.value, _COLOURS[problem.severity], options)
    yield f"{place}: {severity} {problem.code} {problem.name}: {printable(problem.message)}"
    if options.show_source and source is not None:
        yield from _source(source, problem, options)
    if problem.hint:
        yield f"    hint: {printable(problem.hint)}"
    for related in problem.related:
        where = f"{result.path(related.span.path)}:{related.span.line}:{related.span.column}"
        yield f"    {printable(f'{where}: {related.message}')}"


def _source(source: Source, problem: Problem, options: Options) -> Iterator[str]:
    span = problem.span
    line = source.line(span.line)
    if not line.strip():
        return
    number = f"{span.line:>5} | "
    end = span.end_column if span.end_line == span.line else len(line) + 1
    shown, carets = excerpt(line, span.column - 1, end - 1, max(options.width - len(number), 20))
    yield f"{_paint(number, _DIM, options)}{shown}"
    margin = _paint("      | ", _DIM, options)
    yield f"{margin}{_paint(carets, _COLOURS[problem.severity], options)}"


def _statistics(results: Sequence[Result], options: Options) -> str:
    problems = [problem for result in results for problem in result.checked.problems]
    counts = Counter((problem.code, problem.name) for problem in problems)
    lines = [
        f"{count:>5}  {code}  {name}"
        for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    return "\n".join([_paint("count  rule", _DIM, options), *lines])


def _closing(results: Sequence[Result], options: Options) -> Iterator[str]:
    for result in results:
        if result.loaded.case is None:
            yield f"not checked further: {printable(result.shown)} could not be read as a case"
        for unchecked in result.checked.not_checked:
            yield f"not checked: {printable(f'{unchecked.code} in {result.shown}: {unchecked.reason}')}"
    counts = Counter(problem.severity for result in results for problem in result.checked.problems)
    files = "1 case" if len(results) == 1 else f"{len(results)} cases"
    if not counts:
        yield f"no problems in {files}" if results else "no cases"
        return
    parts = ", ".join(_counted(counts[severity], severity) for severity in Severity if counts[severity])
    worst = min(counts, key=lambda severity: severity.rank)
    yield f"{_paint(parts, _COLOURS[worst], options)} in {files}; `casegen explain CODE` says more of a rule"


def _counted(count: int, severity: Severity) -> str:
    plural = "s" if count != 1 and severity is not Severity.INFO else ""
    return f"{count} {severity.value}{plural}"


def _paint(text: str, colour: str, options: Options) -> str:
    return f"{colour}{text}{_RESET}" if options.colour else text
