"""What a build came to: how many cases were built, and what took how long."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from heapq import nlargest

from casegen.build.outcome import STATUSES, Outcome, Status
from casegen.cli.options import shown
from casegen.cli.tables import table

__all__ = ["Tally"]

# The slowest cases that are named.
_SLOWEST = 5
_TOLD: Mapping[Status, str] = {"failed": "not built"}


class Tally:
    """Counts outcomes as they come; keeps none of them. *seconds* is what the whole run took."""

    def __init__(self) -> None:
        self.cases: Counter[Status] = Counter()
        self.files = 0
        self.seconds = 0.0
        self._steps: dict[str, float] = defaultdict(float)
        self._times: Counter[str] = Counter()
        self._slowest: dict[str, tuple[float, str]] = {}
        self._slow_cases: list[tuple[float, str]] = []

    def add(self, outcome: Outcome) -> None:
        """Count *outcome*."""
        self.cases[outcome.status] += 1
        self.files += len(outcome.written)
        name = shown(outcome.job.path.parent)
        for step, seconds in outcome.took:
            self._steps[step] += seconds
            self._times[step] += 1
            self._slowest[step] = max(self._slowest.get(step, (0.0, "")), (seconds, name))
        if outcome.took:
            spent = sum(seconds for _, seconds in outcome.took)
            self._slow_cases = nlargest(_SLOWEST, [*self._slow_cases, (spent, name)])

    def lines(self) -> Iterator[str]:
        """How many of the cases came to what, where there is something to count."""
        total = self.cases.total()
        digits = len(str(max(self.cases.values(), default=0)))
        for status in STATUSES:
            count = self.cases[status]
            # Of one case, its files or its problems have been told.
            if count and (total > 1 or status == "unchanged"):
                word = f"{_TOLD.get(status, status)}:"
                what = f"{word:10} {count:{digits}} of {total} cases"
                yield f"{what}, {self.files} files, {self.seconds:.1f} s" if status == "built" else what

    def timings(self) -> str:
        """A table of what took how long, in seconds of the processes that worked; empty where none did."""
        if not self._steps:
            return ""
        spent = sum(self._steps.values())
        steps = [("step", "seconds", "share", "cases", "slowest")]
        for step, seconds in sorted(self._steps.items(), key=lambda item: -item[1]):
            worst, name = self._slowest[step]
            share = f"{seconds / spent:5.0%}" if spent else ""
            steps.append((step, f"{seconds:7.2f}", share, f"{self._times[step]:5}", f"{worst:.2f} {name}"))
        slow = [("case", "seconds"), *((name, f"{seconds:7.2f}") for seconds, name in self._slow_cases)]
        return table(steps) + ("\n\n" + table(slow) if len(self._slow_cases) > 1 else "")
