"""CON007 and CON010: numbers that stand alone, and percentages that do not come out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from casegen.lists import read_pairs
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Flow, Quantity, Sentence, read
from casegen.reading.quantities import number_word
from casegen.rules.consistency.facts import DATA, measures, one_patient
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, rule

_NUMBER = Pattern(r"(?<![\w.])[0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,9})?")
# Units of one kind, by how many of the smallest they are: 2.5 cm are 25 mm.
_SCALED: tuple[Mapping[str, int], ...] = (
    {"µm": 1, "mm": 1000, "cm": 10_000, "m": 1_000_000},
    {"µg": 1, "mg": 1000, "g": 1_000_000, "kg": 1_000_000_000},
    {"µl": 1, "ml": 1000, "dl": 100_000, "l": 1_000_000},
    {"cGy": 1, "Gy": 100},
)
# Words of what others have found.
_OTHERS = frozenset({"al", "series", "literature", "reported"})

# What a percentage of everybody is of.
_OF_ALL = Pattern(r" of (?:all|cases|patients|adults|children|people|individuals|women|men|the population)\b")
_ACCOUNTS = Pattern(r"\baccount(?:s|ing|ed)? for (?:[a-z]+ ){0,3}(?:[0-9.]+ ?%? ?(?:to|[-–]|and) ?)?$")
_ON_DAY = Pattern(
    r"\bday (?P<day>[0-9]{1,4})(?![\w%/–-]|[.,][0-9]| (?:to|and|or)\b)", re.IGNORECASE, needs=("day ",)
)
_DIGITS = Pattern(r"[0-9]{1,9}")

_COUNT = r"(?<![\w.,/·])(?P<n>[0-9]{1,7}|[a-z]{3,9})"
_THESE = "(?:the |these |our |all )?"
_TOTAL = r"(?P<m>[0-9]{1,7})"
_PERCENT = r"(?P<p>[0-9]{1,3}(?:\.[0-9]{1,4})?)\s?%(?!\s?(?:CI\b|confidence))"
_SHARES = (
    Pattern(rf"{_COUNT}\s?/\s?{_TOTAL}\s?\(\s?{_PERCENT}"),
    Pattern(
        rf"{_COUNT} (?:out )?of {_THESE}{_TOTAL}(?: [a-z-]{{1,20}}){{0,3}}\s?\(\s?{_PERCENT}",
    ),
    Pattern(rf"{_COUNT} \({_PERCENT}\) of {_THESE}{_TOTAL}(?![\w/%]|[.,][0-9])"),
    Pattern(
        r"(?<![\w.,/·–-])(?P<p>[0-9]{1,3}(?:\.[0-9]{1,4})?)\s?% \((?P<n>[0-9]{1,7})(?:\s?/\s?| of | out of )"
        rf"{_TOTAL}[);,]",
    ),
)
# "Of 86 cases, 83 (97%)"; "18 glomeruli, of which 14 (78%)": nothing stands between the two numbers.
_PARTS = (
    Pattern(
        rf"(?:^|(?<=[.;:,(]\s))[Oo]f {_THESE}{_TOTAL}(?: [a-z-]{{1,20}}){{1,3}}, "
        rf"(?P<n>[0-9]{{1,7}}|[a-z]{{3,9}}) "
        rf"\({_PERCENT}\)(?! of )",
        needs=("of ",),
    ),
    Pattern(
        rf"(?<![\w.,/·–-]){_TOTAL}(?: [a-z-]{{1,20}}){{1,2}},? of (?:which|whom|these) "
        rf"(?P<n>[0-9]{{1,7}}|[a-z]{{3,9}}) \({_PERCENT}\)(?! of )",
        needs=("of which", "of whom", "of these"),
    ),
)
# Before or in such a whole: in "83 of 86 women, of whom" and "10 men and 8 women, of whom" it is another.
_NO_WHOLE = frozenset(
    {"of", "and", "or", "plus", "versus", "vs", "to", "than", "were", "was", "had", "between"}
)
# All of them look like this somewhere.
_LIKELY = Pattern(r"\([0-9. ]{1,9}%|%\s?\([0-9]", needs=("%",))
_FRACTION = Pattern(r"(?<![\w.,/])([0-9]{1,7})(?:\s?/\s?| (?:out )?of (?:the |these )?)([0-9]{1,7})(?![\w/])")
# "Grade 3/4 (25%)" is no part of a whole.
_NO_SHARE = frozenset(
    {
        "grade", "grades", "stage", "stages", "class", "classes", "type", "types", "score", "phase",
        "level", "acuity", "vision", "figure", "fig", "table", "gleason", "apgar", "pressure", "day",
        "days", "week", "weeks",
    }
)  # fmt: skip


class _Numbers(NamedTuple):
    """The body's numbers: without a unit, with one (both also rounded), and times in days, ascending."""

    bare: frozenset[float]
    measured: frozenset[tuple[float, str]]
    days: tuple[float, ...]


@rule("CON007", "abstract-orphan-number", severity=Severity.WARNING, suspicious=True, english=True)
def abstract_orphan_number(case: Case) -> Iterator[Finding]:
    """A number with a unit, or a counted day, that stands in the abstract and nowhere else.

    Number words count as numbers ("one week" is 7 days), and numbers may be rounded. Looked through are the
    sections, tables, captions, the timeline and `patient`. So is the day of "on day 42", where the report
    counts days. Ages are left to CON002; shares of everybody ("10% of all tumours") are passed over.

    Why: an abstract sums up; a number that the report does not hold is a slip, or was never told in full.
    Bad:
        abstract: She was treated for 14 days.
        presentation: A 40-year-old woman was treated with doxycycline for ten days.
    Good:
        abstract: She was treated for two weeks.
        presentation: A 40-year-old woman was treated with doxycycline for 14 days.
    """
    reading = read(case)
    body = [
        flow for flow in reading.of("narrative", "caption", "cell", "timeline", "alt") if not flow.heading
    ]
    if not one_patient(case) or not any(flow.section == "presentation" for flow in body):
        return
    orphans = [
        (flow, quantity)
        for flow in reading.of("abstract")
        if not flow.heading
        for sentence in flow.sentences
        if not _told_by_others(sentence)
        for quantity in measures(sentence)
        if not _is_of_a_population(flow, quantity)
    ]
    yield from _orphan_days(case, body)
    if not orphans:
        return
    numbers = _numbers(case, body)
    orphans = [(flow, quantity) for flow, quantity in orphans if not _stands(quantity, numbers)]
    words = {number for flow in body for number in _words(flow)} if orphans else set()
    for flow, quantity in orphans:
        if quantity.value not in words:
            yield Finding(
                flow.at,
                f'"{quantity.text}" stands in the abstract alone: may it be a slip?',
                "give the same number in the section that tells of it, or mend the abstract",
                flow.within(quantity.start, quantity.end),
            )


def _is_of_a_population(flow: Flow, quantity: Quantity) -> bool:
    """Whether a percentage is of a disease in general: "accounting for 3%", "10 to 20% of all tumours"."""
    if quantity.unit != "%":
        return False
    before = flow.lower[max(0, quantity.start - 60) : quantity.start]
    return bool(_OF_ALL.compiled.match(flow.lower, quantity.end) or _ACCOUNTS.compiled.search(before))


def _orphan_days(case: Case, body: Sequence[Flow]) -> Iterator[Finding]:
    """Days that the abstract counts, "on day 42", and that the report, counting days too, does not hold."""
    days = [
        (flow, sentence.start, match)
        for flow in read(case).of("abstract")
        if not flow.heading
        for sentence in flow.sentences
        if not _told_by_others(sentence)
        for match in _ON_DAY.finditer(sentence.text, sentence.lower)
    ]
    if not days or (not any(_ON_DAY.search(flow.text) for flow in body) and not _counts_days(case)):
        return
    told = {float(number) for flow in body for number in _DIGITS.compiled.findall(flow.text)}
    told.update(number for flow in body for number in _words(flow))
    told.update(float(number) for event in case.timeline for number in _DIGITS.compiled.findall(event.when))
    told.update(float(n) for value in read(case).values for n in _DIGITS.compiled.findall(value))
    lengths = [quantity.days for flow in body for quantity in flow.quantities if quantity.days is not None]
    told.update(round(length + slack) for length in lengths for slack in (-1, 0, 1))
    told.update(abs(event.day) for event in case.timeline if event.day is not None)
    for flow, start, match in days:
        day = float(match["day"])
        # The first day may be called day 0 or day 1.
        if told.isdisjoint((day - 1, day, day + 1)):
            yield Finding(
                flow.at,
                f'"{match.group()}" stands in the abstract alone: may it be a slip?',
                "give the same day in the section that tells of it, or mend the abstract",
                flow.within(start + match.start(), start + match.end()),
            )


def _counts_days(case: Case) -> bool:
    return any(event.day is not None for event in case.timeline)


def _told_by_others(sentence: Sentence) -> bool:
    """Whether *sentence* gives what others have found."""
    return sentence.cites or not _OTHERS.isdisjoint(word.lower for word in sentence.words)


def _numbers(case: Case, body: Iterable[Flow]) -> _Numbers:
    bare: set[float] = set()
    measured: set[tuple[float, str]] = set()
    days: list[float] = []
    for flow in body:
        starts = {quantity.start for quantity in flow.quantities}
        found = (match for match in _NUMBER.finditer(flow.text) if match.start() not in starts)
        bare.update(float(match.group().replace(",", "")) for match in found)
        measured.update((quantity.value, _base(quantity.unit)) for quantity in flow.quantities)
        days.extend(quantity.days for quantity in flow.quantities if quantity.days is not None)
        shares = (match.groups() for match in _FRACTION.finditer(flow.text))
        bare.update(100 * int(n) / int(m) for n, m in shares if int(m))
    for value in read(case).values:
        bare.update(float(match.group().replace(",", "")) for match in _NUMBER.finditer(value))
    for event in case.timeline:
        bare.update(float(match.group().replace(",", "")) for match in _NUMBER.finditer(event.when))
        if event.day is not None:
            days.append(abs(event.day))
    bare.update([round(value, digits) for value in bare for digits in (0, 1, 2)])
    measured.update([(round(value, digits), unit) for value, unit in measured for digits in (0, 1, 2)])
    return _Numbers(frozenset(bare), frozenset(measured), tuple(sorted(days)))


def _base(unit: str) -> str:
    """What is counted: 100 mg/day are told as 100 mg daily as well."""
    return unit.partition("/")[0]


def _words(flow: Flow) -> Iterator[float]:
    """The numbers that words say: "seven", "forty-two", "two-month", "fifth"."""
    said = read_pairs(DATA / "said-numbers.txt")
    for word in flow.words:
        part = word.lower.partition("-")[0]
        number = number_word(word.lower) or number_word(part) or said.get(part)
        if number is not None:
            yield float(number)


def _stands(quantity: Quantity, numbers: _Numbers) -> bool:
    value, unit = quantity.value, _base(quantity.unit)
    if value in numbers.bare or (value, unit) in numbers.measured:
        return True
    if quantity.days is not None:
        # "One week" for 7 days, "2 months" for 60 days.
        at = bisect_left(numbers.days, quantity.days * 0.9)
        return at < len(numbers.days) and numbers.days[at] <= quantity.days * 1.1
    for family in _SCALED:
        if unit in family:
            size = value * family[unit]
            return any((round(size / other, 9), name) in numbers.measured for name, other in family.items())
    return False


@rule("CON010", "percentage-arithmetic", severity=Severity.WARNING, suspicious=True)
def percentage_arithmetic(case: Case) -> Iterator[Finding]:
    """A percentage that is not what its two numbers give.

    Read are forms that leave no doubt, such as "12/40 (30%)", "12 of 40 patients (30%)", "12 (30%) of the
    40", "30% (12/40)", "of 40 patients, 12 (30%)" and "40 patients, of whom 12 (30%)". Rounded and cut-off
    percentages are right.

    Why: readers recalculate, and one of the three numbers is wrong.
    Bad:
        discussion: Among those who had surgery, 12 of 40 patients (35%) were women.
    Good:
        discussion: Among those who had surgery, 12 of 40 patients (30%) were women.
    """
    for flow in read(case).of("title", "abstract", "narrative", "caption", "cell", "timeline"):
        if not _LIKELY.search(flow.text):
            continue
        for pattern in _SHARES:
            for match in pattern.finditer(flow.text, flow.lower):
                finding = _wrong_share(flow, match)
                if finding is not None:
                    yield finding
        for pattern in _PARTS:
            for match in pattern.finditer(flow.text, flow.lower):
                finding = _wrong_share(flow, match) if _is_whole(flow, match) else None
                if finding is not None:
                    yield finding


def _is_whole(flow: Flow, match: re.Match[str]) -> bool:
    """Whether the total of *match* counts things, and its part is of no other: not "of 5 mg, 3 (20%)"."""
    start = match.start("m")
    measured = bisect_left(flow.quantities, start, key=lambda quantity: quantity.start)
    if any(quantity.start == start for quantity in flow.quantities[measured : measured + 1]):
        return False
    at = bisect_left(flow.words, start, key=lambda word: word.start)
    sentence = flow.sentence_at(start)
    within = {word.lower for word in flow.words[at + 1 : at + 3] if word.start < match.start("n") - 9}
    if match.start() < start:
        return _NO_WHOLE.isdisjoint(within)
    before = [word.lower for word in flow.words[max(0, at - 6) : at] if word.start >= sentence.start]
    return _NO_WHOLE.isdisjoint((*before, *within))


def _wrong_share(flow: Flow, match: re.Match[str]) -> Finding | None:
    count = float(match["n"]) if match["n"].isdigit() else number_word(match["n"])
    total = int(match["m"])
    if count is None or not 0 <= count <= total or not total or _no_share(flow, match):
        return None
    given = float(match["p"])
    decimals = len(match["p"].partition(".")[2])
    share = 100 * count / total
    if abs(share - given) < 10**-decimals * (1 + 1e-9):
        return None
    right = f"{share:.{decimals}f}"
    return Finding(
        flow.at,
        f"{match['n']} of {total} is {right}%, not {match['p']}%: may one number be wrong?{flow.where}",
        "correct the percentage, or the numbers",
        flow.within(*match.span()),
    )


def _no_share(flow: Flow, match: re.Match[str]) -> bool:
    at = bisect_left(flow.words, match.start(), key=lambda word: word.start)
    return any(word.lower in _NO_SHARE for word in flow.words[max(0, at - 3) : at])
