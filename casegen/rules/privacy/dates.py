"""PRV003: the day on which something happened to the patient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from casegen.lists import read_set, read_table
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Flow
from casegen.rules.patterns import Pattern
from casegen.rules.privacy.texts import PRIVACY, of_patient, on_patients, patient_texts, said_in
from casegen.rules.registry import Finding, Replacement, rule

_YEAR = r"(?P<year>(?:19|20)\d\d)"
# A day, perhaps the first of a few ("12-14"), and any word: whether it is a month, the list of months says.
_DAY = r"(?P<day>\d{1,2})(?P<nth>st|nd|rd|th|er|º)?(?:[-–]\d{1,2}(?:st|nd|rd|th)?)?"
_NAME = r"(?P<name>[^\W\d_]{3,10})"
_GAP = r"[ \u00a0]"
_DAY_FIRST = Pattern(
    rf"(?<![\w.,/:%-]){_DAY}(?:-|\.?{_GAP}(?:of |de )?){_NAME}"
    rf"(?:-|\.?,?{_GAP}(?:of |del? )?)?(?:(?<=[ \u00a0-]){_YEAR})?(?!\w)"
)
_MONTH_FIRST = Pattern(rf"(?<![\w-]){_NAME}\.?{_GAP}{_DAY}(?:,?{_GAP}{_YEAR})?(?![\w%/°]|[-–.]\d)")
_NUMERIC = Pattern(
    r"(?<![\w.,/:+-])(?:(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])\d\d?(?P=mark)\d\d?"
    r"|\d{1,2}(?P<sign>[-/.])\d{1,2}(?P=sign)(?P<last>(?:19|20)?\d\d))(?![\w/-]|[.,]\d)"
)
_PREPOSITIONS = frozenset({"on", "since", "until", "till", "from", "by", "dated"})
_UNTIL = frozenset({"until", "till", "to", "through", "by"})
_PLANS = frozenset({"planned", "scheduled", "searched", "enrolled"})
_ON = Pattern(r"(?<!\w)on (?:the )?$", re.IGNORECASE)
# Behind which a year alone would not read: "in 2020 at 10:00", "in 2020 and 14 March".
_GOES_ON = Pattern(r"\s*(?:(?:at|and|or|to|until|through)\b|[-–,]\s*\d)")


class _Date(NamedTuple):
    """A date to the day. *year* is empty where none is given."""

    start: int
    end: int
    year: str


@rule(
    "PRV003",
    "exact-date",
    severity=Severity.WARNING,
    source="HIPAA Safe Harbor, 45 CFR 164.514(b)(2)",
    fixing="suggested",
)
def exact_date(case: Case) -> Iterator[Finding]:
    """The day on which something happened to the patient.

    Looked for in the abstract, the case presentation, the timeline, figures and tables; elsewhere only in a
    sentence about "our patient". Dates of searches, approvals and studies are no findings. The fix keeps the
    year alone, which HIPAA allows.

    Why: somebody who knows of an admission or an accident on that day knows who the patient is. How many days
    lay between two events matters to the reader, the date does not.
    Bad:
        presentation: A 40-year-old woman was admitted on 12 March 2020.
    Good:
        presentation: A 40-year-old woman was admitted. On day 3 she was discharged.
    """
    if not on_patients(case):
        return
    for flow in patient_texts(case):
        for date in _dates(flow):
            sentence = flow.sentence_at(date.start)
            if not of_patient(sentence) or said_in(sentence) & read_set(PRIVACY / "other_dates.txt"):
                continue
            if _is_planned(flow, date, said_in(sentence)):
                continue
            start, fix = _fix(flow, date)
            yield Finding(
                flow.at,
                f"the date {flow.text[date.start : date.end]!r} may tell who the patient is{flow.where}",
                'count from the first event ("day 3", "two weeks later"), or give the year alone',
                within=flow.within(start, date.end),
                fix=fix,
            )


def _is_planned(flow: Flow, date: _Date, said: AbstractSet[str]) -> bool:
    """Whether *date* is but the end of what was planned: "follow-up was planned until 31 December"."""
    before = flow.lower[max(0, date.start - 12) : date.start].removesuffix("the ").split()[-1:]
    return not _UNTIL.isdisjoint(before) and not _PLANS.isdisjoint(said)


def _fix(flow: Flow, date: _Date) -> tuple[int, Replacement | None]:
    """Where what is replaced begins, and "in 2020" for "on 12 March 2020"; None where it would not read."""
    before = _ON.compiled.search(flow.text, max(0, date.start - 8), date.start)
    if not date.year or before is None or _GOES_ON.compiled.match(flow.text, date.end):
        return date.start, None
    instead = f"{'In' if before.group()[0] == 'O' else 'in'} {date.year}"
    return before.start(), Replacement("keep the year alone", instead, safe=False)


def _dates(flow: Flow) -> Iterator[_Date]:
    """Every date to the day in *flow*, in order."""
    if not any(character.isdigit() for character in flow.text):
        return
    found = [*_named_dates(flow), *_numeric_dates(flow)]
    end = 0
    for date in sorted(found):
        if date.start >= end:
            end = date.end
            yield date


def _named_dates(flow: Flow) -> Iterator[_Date]:
    months = read_table(PRIVACY / "months.txt")
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.compiled.finditer(flow.text):
            name, year = match["name"], match["year"] or ""
            month = months.get(name) or months.get(name.lower())
            if month is None or not 1 <= int(match["day"]) <= 31:
                continue
            end = match.end("year") if year else max(match.end("name"), match.end("day"))
            # "April 12 patients", "5 May help": without a year, more must speak for a date.
            if year or (month[1] == "en" and (match["nth"] or _stands_alone(flow, match.start(), end))):
                yield _Date(match.start(), end, year)


def _numeric_dates(flow: Flow) -> Iterator[_Date]:
    for match in _NUMERIC.compiled.finditer(flow.text):
        parts = [int(part) for part in re.split(r"[-/.]", match.group())]
        first, second = parts[1:] if match["year"] else parts[:2]
        year = match["year"] or match["last"]
        if not (0 < min(first, second) <= 12 and max(first, second) <= 31):
            continue
        if len(year) == 2:
            if match["sign"] != "/" or not _stands_alone(flow, match.start(), match.end()):
                continue
            year = ""
        yield _Date(match.start(), match.end(), year)


def _stands_alone(flow: Flow, start: int, end: int) -> bool:
    """Whether a day and a month are a date: "on March 5", "from March 5."; not "by March 5 cases"."""
    before = flow.lower[max(0, start - 12) : start].removesuffix("the ").split()[-1:]
    if flow.kind == "timeline" or before in (["on"], ["dated"]):
        return True
    closed = flow.text[end : end + 1] in ("", ".", ",", ";", ")") or not flow.text[end - 1].isdigit()
    return closed and not _PREPOSITIONS.isdisjoint(before)
