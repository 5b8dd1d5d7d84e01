"""MET: the dates of the report's history."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case, PartialDate, read_date
from casegen.problem import Severity
from casegen.rules.registry import Elsewhere, Finding, rule
from casegen.source import Pointer


def _history(case: Case) -> Iterator[tuple[str, Pointer, str]]:
    """The record's dates in the order in which they should have come."""
    if case.dates is None:
        return
    at = case.dates.at
    yield "received", at / "received", case.dates.received
    for index, text in enumerate(case.dates.revised):
        yield "revised", at / "revised" / index, text
    yield "accepted", at / "accepted", case.dates.accepted
    yield "published", at / "published", case.dates.published


@rule("MET003", "date-invalid", severity=Severity.ERROR, source="eLife schematron")
def date_invalid(case: Case) -> Iterator[Finding]:
    """A date of the report's history that is no ISO date of the calendar.

    Why: other spellings are read differently in different countries, and machines do not read them.
    Bad:
        dates: {received: 6/12/2021}
    Good:
        dates: {received: 2021-12-06}
    """
    for name, at, text in _history(case):
        if text and read_date(text) is None:
            hint = "write the year, month and day with hyphens: 2021-12-06, 2021-12 or 2021"
            yield Finding(at, f"{text!r} is not a date ({name})", hint)


@rule("MET004", "date-order", severity=Severity.ERROR, source="eLife schematron")
def date_order(case: Case) -> Iterator[Finding]:
    """Dates of the report's history in an impossible order.

    It is received, then revised, then accepted, then published. Dates known only to the month or year
    are compared as far as they are known.

    Why: one of the two is wrong, and both are printed.
    Bad:
        dates: {received: 2021-12-31, accepted: 2021-12-06}
    Good:
        dates: {received: 2021-12-06, accepted: 2021-12-31}
    """
    latest: tuple[str, Pointer, PartialDate] | None = None
    for name, at, text in _history(case):
        when = read_date(text)
        if when is None:
            continue
        if latest is not None and _last_day(when) < _first_day(latest[2]):
            earlier = Elsewhere(latest[1], f"{latest[0]} {latest[2].iso}")
            message = f"{name} {when.iso}, before {latest[0]} {latest[2].iso}"
            yield Finding(at, message, related=(earlier,))
        if latest is None or _first_day(when) >= _first_day(latest[2]):
            latest = name, at, when


def _first_day(when: PartialDate) -> tuple[int, int, int]:
    return when.year, when.month or 1, when.day or 1


def _last_day(when: PartialDate) -> tuple[int, int, int]:
    return when.year, when.month or 12, when.day or 31
