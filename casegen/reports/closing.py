"""How the text report ends: what was not checked, the verdicts, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from casegen.problem import Problem, Severity
from casegen.reports import Options, Result
from casegen.reports.excerpt import printable
from casegen.reports.gather import Gathered, profiles_of
from casegen.reports.paint import COLOURS, flowing, paint

__all__ = ["closing"]

# More rules than these, not checked for one reason, are told by their families.
_FEW = 8
_PRIVACY = (
    "no rule about privacy (PRV) found anything. That is not anonymity: read the case for what may "
    "tell somebody who the patient is"
)


def closing(results: Sequence[Result], cases: Sequence[Gathered], options: Options) -> Iterator[str]:
    """The last lines of the report on *results*, which are also given put together, as *cases*."""
    for case in cases:
        if case.result.is_case and not case.result.loaded.is_case:
            yield f"not checked further: {printable(case.result.shown)} could not be read as a case"
    yield from _not_checked(cases, options)
    problems = [found.problem for case in cases for found in case.found]
    if _privacy_is_clean(results, problems):
        yield from flowing("note: ", _PRIVACY, options)
    profiles = profiles_of(results)
    if len(profiles) > 1:
        for profile in profiles:
            told = [f.under[profile] for case in cases for f in case.found if profile in f.under]
            yield f"{profile}: {_verdict(told, options)} in {_files(profile, cases)}"
    count = sum(case.result.is_case for case in cases)
    files = "1 case" if count == 1 else f"{count} cases"
    if not problems:
        yield f"no problems in {files}" if results else "no cases"
        return
    verdict = _counted(problems)
    if len(profiles) > 1:
        verdict = f"{len(problems)} different problem{'s' if len(problems) > 1 else ''}"
    pieces = [f"{verdict} in {files}", *_fixable(problems), "`casegen explain CODE` says more of a rule"]
    first, *more = _packed(pieces, options)
    yield paint(verdict, _colour(problems), options) + first[len(verdict) :]
    yield from more


def _packed(pieces: Iterable[str], options: Options) -> list[str]:
    """*pieces* on as few lines as the width allows, none of them broken."""
    lines: list[str] = []
    for piece in pieces:
        if lines and (len(lines[-1]) + len(piece) + 2 <= options.width or not options.show_source):
            lines[-1] += f"; {piece}"
        else:
            lines.append(piece)
    return lines


def _not_checked(cases: Sequence[Gathered], options: Options) -> Iterator[str]:
    codes: dict[str, dict[str, None]] = {}
    where: dict[str, dict[str, None]] = {}
    for case in cases:
        for unchecked in case.not_checked:
            codes.setdefault(unchecked.reason, {})[unchecked.code] = None
            where.setdefault(unchecked.reason, {})[case.result.shown] = None
    for reason, in_cases in where.items():
        place = ""
        if len(cases) > 1:
            place = f" in {next(iter(in_cases)) if len(in_cases) == 1 else f'{len(in_cases)} cases'}"
        head = f"not checked{printable(place)}: "
        yield from flowing(head, printable(f"{_rules(list(codes[reason]))}: {reason}"), options)


def _rules(codes: Sequence[str]) -> str:
    if len(codes) <= _FEW:
        return ", ".join(codes)
    families = sorted({code[:3] for code in codes})
    listed = " and ".join([", ".join(families[:-1]), families[-1]]) if len(families) > 1 else families[0]
    return f"{len(codes)} rules of {listed}"


def _privacy_is_clean(results: Sequence[Result], problems: Iterable[Problem]) -> bool:
    looked = any(code.startswith("PRV") for result in results for code in result.checked.judged)
    return looked and not any(problem.code.startswith("PRV") for problem in problems)


def _files(profile: str, cases: Sequence[Gathered]) -> str:
    count = sum(profile in case.profiles for case in cases)
    return "1 case" if count == 1 else f"{count} cases"


def _verdict(problems: Sequence[Problem], options: Options) -> str:
    return paint(_counted(problems), _colour(problems), options) if problems else "no problems"


def _counted(problems: Iterable[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(_count(counts[severity], severity) for severity in Severity if counts[severity])


def _count(count: int, severity: Severity) -> str:
    plural = "s" if count != 1 and severity is not Severity.INFO else ""
    return f"{count} {severity.value}{plural}"


def _colour(problems: Iterable[Problem]) -> str:
    return COLOURS[min((problem.severity for problem in problems), key=lambda severity: severity.rank)]


def _fixable(problems: Iterable[Problem]) -> Iterator[str]:
    safe = Counter(problem.fix.safe for problem in problems if problem.fix is not None)
    if safe[True]:
        more = f", {safe[False]} more with --unsafe-fixes" if safe[False] else ""
        yield f"{safe[True]} can be fixed with --fix{more}"
    elif safe[False]:
        yield f"{safe[False]} can be fixed with --fix --unsafe-fixes"
