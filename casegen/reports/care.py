"""The CARE report: each item of the guideline, and where the case meets it or what is missing.

One page about one case, as an editor files it with a submission: HTML that needs nothing beside it, or
Markdown. The same case gives the same bytes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from casegen.check.discretion import Discretion
from casegen.check.profiles import Item, Profile
from casegen.model import Case
from casegen.model.languages import primary
from casegen.problem import CasegenError, Problem, Severity
from casegen.reading import MARK, read
from casegen.reports import Result
from casegen.reports.excerpt import printable
from casegen.rules import Stage
from casegen.rules.evidence import IN_ANY_LANGUAGE, Evidence, evidence
from casegen.source import Span
from casegen.values import Value

__all__ = ["Place", "Row", "Told", "Verdict", "care_report", "rows"]

_TEMPLATE = Path(__file__).with_name("care.html.j2")
# So much of a passage is shown; the rest is at the place that is named.
_SHOWN = 160
_LINE_END = re.compile(r"\r\n|\r|\n")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~$^@])")


class Verdict(StrEnum):
    """Whether the case meets an item."""

    MET = "met"
    PARTLY = "partly"
    MISSING = "missing"
    UNCHECKED = "not checked"


class Place(Value):
    """Where something stands: as shown, the line if it is one of the case's own file, and the first words."""

    shown: str
    line: int
    text: str = ""


class Told(Value):
    """What is to be done about an item: in words, the rule that says so, and where."""

    text: str
    code: str = ""
    place: Place | None = None

    @property
    def where(self) -> str:
        """The rule and the place, for Markdown."""
        return f"{self.code}, `{self.place.shown}`" if self.place else self.code


class Row(Value):
    """One item with its verdict."""

    item: Item
    verdict: Verdict
    places: tuple[Place, ...] = ()
    told: tuple[Told, ...] = ()


class Line(Value):
    """A line of the case's file, and the numbers of the items that are met there."""

    number: int
    text: str
    items: tuple[str, ...] = ()


class Page(Value):
    """What both forms of the report print."""

    title: str
    authors: str
    language: str
    path: str
    profile: Profile
    guideline: str
    stage: str
    rows: tuple[Row, ...]
    problems: str
    lines: tuple[Line, ...]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many items have each verdict; none without one."""
        counted = Counter(row.verdict for row in self.rows)
        return {verdict: counted[verdict] for verdict in Verdict if counted[verdict]}

    @property
    def summary(self) -> str:
        """How many items are met, and how many are not, in words."""
        counts = self.counts
        others = ", ".join(
            f"{count} {verdict}" for verdict, count in counts.items() if verdict != Verdict.MET
        )
        met = f"{counts.get(Verdict.MET, 0)} of {len(self.rows)} items met"
        return f"{met}; {others}" if others else met

    @property
    def under(self) -> str:
        """Under which profile and at which stage the case was checked, and what was found in all."""
        stage = f", at the stage of {self.stage}" if self.stage else ""
        return f"Checked under the profile {self.profile.title}{stage}: {self.problems} in all."

    @property
    def caution(self) -> str:
        """What the verdicts mean."""
        return (
            "A program wrote this report. It looks for sections, declarations and phrases, and does not "
            "understand them: an item is met where a passage of its kind was found, and missing where none "
            "was. Whether the passage says what it should is for a reader to judge."
        )


def care_report(result: Result, profile: Profile, *, html: bool, stage: Stage | None = None) -> str:
    """The report on *result*, whose case was checked under *profile*, at *stage* where that is to be told.

    CasegenError: the case could not be read, or the profile follows no guideline with items.
    """
    case = result.loaded.case
    if case is None:
        raise CasegenError(f"{result.shown} could not be read as a case, so there is no report on it")
    if not profile.items:
        raise CasegenError(f"the profile {profile.name!r} lists no items, so there is no report under it")
    page = _page(result, profile, case, stage)
    if not html:
        return "\n".join(_markdown(page)) + "\n"
    from jinja2 import Environment, StrictUndefined  # a check without a report does not wait for it

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(page=page)


def rows(result: Result, profile: Profile, case: Case) -> tuple[Row, ...]:
    """The verdict on every item of *profile*."""
    return _rows(result, profile, case, Discretion(result.loaded.path.parent, case))


def _rows(result: Result, profile: Profile, case: Case, discretion: Discretion) -> tuple[Row, ...]:
    found = evidence(case)
    return tuple(_row(item, found, result, case.language, discretion) for item in profile.items)


def _row(
    item: Item, found: Mapping[str, Evidence], result: Result, language: str, discretion: Discretion
) -> Row:
    met = [found[topic] for topic in item.evidence if topic in found]
    missing = {topic for topic in item.evidence if topic not in found}
    told = [_told(problem, result) for problem in result.checked.problems if problem.code in item.rules]
    if not missing:
        verdict = Verdict.PARTLY if told else Verdict.MET
    elif primary(language) != "en" and not missing <= IN_ANY_LANGUAGE:
        verdict = Verdict.UNCHECKED
        told.append(Told(f"Only English is read, and the report is in {language!r}: look for it yourself."))
    else:
        verdict = Verdict.PARTLY if met else Verdict.MISSING
        told = told or [Told(item.advice or "It was not found.")]
    places = dict.fromkeys(_place(each, result, discretion) for each in met)
    return Row(item, verdict, tuple(places), tuple(told))


def _told(problem: Problem, result: Result) -> Told:
    text = " ".join(_sentence(part) for part in (problem.message, problem.hint) if part)
    return Told(printable(text), problem.code, _shown(problem.span, result))


def _place(each: Evidence, result: Result, discretion: Discretion) -> Place:
    place = _shown(result.loaded.places.locate(each.at, each.within), result)
    words = printable(discretion.line(each.text)).rstrip(" ,;:")
    if len(words) > _SHOWN:
        words = words[: words.rfind(" ", 0, _SHOWN)].rstrip(" ,;:") + " …"
    return place.replace(text=words)


def _shown(span: Span, result: Result) -> Place:
    """Where *span* stands: the case's own file by its name, because the report begins with its path."""
    if span.path == result.loaded.path:
        return Place(printable(f"{Path(result.shown).name}:{span.line}:{span.column}"), span.line)
    return Place(printable(f"{result.path(span.path)}:{span.line}:{span.column}"), 0)


def _sentence(text: str) -> str:
    """A message as a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def _page(result: Result, profile: Profile, case: Case, stage: Stage | None) -> Page:
    discretion = Discretion(result.loaded.path.parent, case)
    told = _rows(result, profile, case, discretion)
    title = next((flow.text for flow in read(case).of("title") if flow.at == case.at / "title"), "")
    return Page(
        printable(discretion.text(" ".join(title.replace(MARK, " ").split()))) or "(no title)",
        printable(discretion.text(", ".join(filter(None, (one.name.display for one in case.authors))))),
        case.language,
        printable(result.shown),
        profile,
        " and ".join(dict.fromkeys(row.item.guideline for row in told)),
        stage or "",
        told,
        _problems(result.checked.problems),
        tuple(_lines(result, told, discretion)),
    )


def _problems(problems: Sequence[Problem]) -> str:
    """How many problems the whole check found, in words."""
    counts = Counter(problem.severity for problem in problems)
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    parts = [f"{counts[s]} {name}{'s' * (counts[s] != 1)}" for s, name in names.items() if counts[s]]
    return ", ".join(parts) or "no problems"


def _lines(result: Result, told: Sequence[Row], discretion: Discretion) -> Iterator[Line]:
    """The case's own file, with the items that are met at each line."""
    # A name that is divided between two lines is found as a problem alone.
    private = {
        number
        for problem in result.checked.problems
        if problem.private and problem.path == result.loaded.path
        for number in range(problem.span.line, problem.span.end_line + 1)
    }
    met: dict[int, dict[str, None]] = {}
    for row in told:
        for place in row.places:
            met.setdefault(place.line, {})[row.item.number] = None
    text = result.loaded.places.main.text.rstrip("\r\n")
    for number, line in enumerate(_LINE_END.split(text), 1):
        shown = "" if number in private else discretion.line(line)
        yield Line(number, printable(shown), tuple(met.get(number, ())))


def _markdown(page: Page) -> Iterator[str]:
    """The lines of the report in Markdown."""
    yield from (f"# {page.guideline} report", "", f"**{_escaped(page.title)}**  ")
    if page.authors:
        yield f"{_escaped(page.authors)}  "
    yield from (f"`{page.path}`", "", _escaped(page.under), "", f"**{page.summary}.**", "")
    yield from (
        "| Item | What is asked | Verdict | Where it is met, or what to do |",
        "| :-- | :-- | :-- | :-- |",
    )
    for row in page.rows:
        cells = [f"{_escaped(place.text)} (`{place.shown}`)" for place in row.places]
        cells.extend(_code_kept(told.text) + (f" ({told.where})" if told.code else "") for told in row.told)
        asks = f"**{_escaped(row.item.topic)}.** {_escaped(row.item.asks)}"
        yield f"| {row.item.number} | {asks} | {row.verdict} | {'<br>'.join(cells)} |"
    yield from ("", page.caution)


def _code_kept(text: str) -> str:
    """A message in Markdown, in which `keys` stand in backquotes already."""
    parts = text.split("`")
    return "`".join(part if index % 2 else _escaped(part) for index, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
