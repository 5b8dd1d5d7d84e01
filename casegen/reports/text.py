"""The text report: every problem where it stands, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from casegen.problem import Problem, Related, Severity
from casegen.reports import Options, Result
from casegen.reports.closing import closing
from casegen.reports.excerpt import excerpt, printable
from casegen.reports.gather import Found, Gathered, gather
from casegen.reports.paint import BOLD, COLOURS, DIM, flowing, paint
from casegen.source import Span

# More than so many of one rule in one file are told as a count.
MANY = 10
# Of what is told as a count, the lines of so many.
_LINES = 6


def render(results: Sequence[Result], options: Options) -> str:
    """*results* as text, grouped by file, with closing lines that sum up."""
    cases = gather(results)
    blocks: list[str] = []
    for case in cases:
        in_file = groupby(case.found, key=lambda found: found.problem.path)
        blocks.extend(_file(case, list(found), options) for _, found in in_file)
    if options.statistics and blocks:
        blocks.append(_statistics(cases, options))
    blocks.append("\n".join(closing(results, cases, options)))
    return _separator(options).join(blocks) + "\n"


def _separator(options: Options) -> str:
    return "\n\n" if options.show_source else "\n"


def _file(case: Gathered, in_file: list[Found], options: Options) -> str:
    lines_of: dict[str, list[int]] = {}
    for found in in_file:
        lines_of.setdefault(found.problem.code, []).append(found.problem.span.line)
    told: set[str] = set()
    blocks: list[str] = []
    shown = (0, 0)
    for found in in_file:
        problem = found.problem
        many = len(lines_of[problem.code]) > MANY and not options.all
        if many and problem.code in told:
            continue
        told.add(problem.code)
        # Of several problems at one place, the first shows it.
        place = (problem.span.line, problem.span.column)
        lines = list(_problem(case, found, options, shown=place == shown))
        shown = place
        if many:
            more = _more(problem.code, lines_of[problem.code][1:])
            lines.extend(paint(line, DIM, options) for line in flowing("    ", more, options))
        blocks.append("\n".join(lines))
    return _separator(options).join(blocks)


def _more(code: str, lines: list[int]) -> str:
    first = ", ".join(map(str, list(dict.fromkeys(lines))[:_LINES]))
    rest = ", ..." if len(set(lines)) > _LINES else ""
    return f"and {len(lines)} more {code} in this file (lines {first}{rest}); --all shows them"


def _problem(case: Gathered, found: Found, options: Options, *, shown: bool) -> Iterator[str]:
    problem, colour = found.problem, COLOURS[found.problem.severity]
    place = _place(case.result, problem.span)
    severity = problem.severity.value
    head = f"{place}: {severity} {problem.code} {problem.name}{_under(case, found)}: "
    first, *more = flowing(head, printable(problem.message), options)
    rest = first[len(place) + 2 + len(severity) :]
    yield f"{paint(place, BOLD, options)}: {paint(severity, colour, options)}{rest}"
    yield from more
    if not shown and not problem.private:
        yield from _source(case.result, problem.span, colour, options)
    for related in problem.related:
        yield from _related(case.result, problem, related, options)
    if problem.hint and (problem.fix is None or problem.hint != problem.fix.description):
        yield from flowing("    hint: ", printable(problem.hint), options)
    if problem.fix is not None:
        mark = "[fix]" if problem.fix.safe else "[--unsafe-fixes]"
        yield from flowing(f"    {mark} ", printable(problem.fix.description), options)


def _place(result: Result, span: Span) -> str:
    return f"{printable(result.path(span.path))}:{span.line}:{span.column}"


def _under(case: Gathered, found: Found) -> str:
    """Which of several profiles tell of it, where they differ."""
    if not case.differs(found):
        return ""
    severities = {problem.severity for problem in found.under.values()}
    if len(severities) == 1:
        return f" ({', '.join(found.under)})"
    return f" ({', '.join(f'{profile}: {told.severity}' for profile, told in found.under.items())})"


def _related(result: Result, problem: Problem, related: Related, options: Options) -> Iterator[str]:
    here, there = problem.span, related.span
    near = options.show_source and here.path == there.path
    place = f"line {there.line}" if near else _place(result, there)
    yield from flowing(f"    {place}: ", printable(related.message), options)
    if (here.path, here.line) != (there.path, there.line) and not problem.private:
        yield from _source(result, there, DIM, options)


def _source(result: Result, span: Span, colour: str, options: Options) -> Iterator[str]:
    source = result.loaded.places.source_of(span.path)
    line = source.line(span.line) if source is not None and options.show_source else ""
    if not line.strip():
        return
    number = f"{span.line:>5} | "
    end = span.end_column if span.end_line == span.line else len(line) + 1
    shown, carets = excerpt(line, span.column - 1, end - 1, max(options.width - len(number), 20))
    yield f"{paint(number, DIM, options)}{shown}"
    yield f"{paint('      | ', DIM, options)}{paint(carets, colour, options)}"


def _statistics(cases: Sequence[Gathered], options: Options) -> str:
    problems = [found.problem for case in cases for found in case.found]
    counts = Counter((problem.code, problem.name) for problem in problems)
    worst: dict[str, Severity] = {}
    for problem in problems:
        worst[problem.code] = min(worst.get(problem.code, problem.severity), problem.severity, key=_rank)
    lines = [
        f"{count:>5}  {paint(code, COLOURS[worst[code]], options)}  {name}"
        for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    return "\n".join([paint("count  rule", DIM, options), *lines])


def _rank(severity: Severity) -> int:
    return severity.rank
