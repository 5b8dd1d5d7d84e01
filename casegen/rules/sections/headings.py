"""The headings inside the report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from casegen.lists import read_list
from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import Flow, read
from casegen.rules.endings import superfluous_stop
from casegen.rules.ethics.declarations import is_heading
from casegen.rules.registry import Elsewhere, Finding, Replacement, rule

_ORDER = Path(__file__).parent.parent / "data" / "sections" / "order.txt"


@rule(
    "SEC002",
    "section-order",
    severity=Severity.WARNING,
    stages={"draft": Severity.INFO},
    source="CARE 2013, items 5 to 10",
)
def section_order(case: Case) -> Iterator[Finding]:
    """The parts of the case presentation in another order than that of events.

    It is: patient information, clinical findings, diagnostic assessment, treatment, follow-up. Only headings
    that say just this are compared, and only those side by side. A report of several patients begins anew
    with each.

    Why: readers look for each part in its place.
    Bad:
        presentation: |
          ## Treatment

          She was given a drug.

          ## Physical examination

          The neck was stiff.
    Good:
        presentation: |
          ## Physical examination

          The neck was stiff.

          ## Treatment

          She was given a drug.
    """
    if case.type == "case-series":
        return
    # Headings side by side: those under the same headings, up to a repetition.
    latest: dict[tuple[str, ...], tuple[int, Flow]] = {}
    seen: set[tuple[tuple[str, ...], str]] = set()
    for flow in read(case).of("narrative"):
        title = " ".join(flow.lower.split()).rstrip(" .:")
        step = _steps().get(title)
        if flow.section != "presentation" or not flow.heading or step is None:
            continue
        if (flow.under, title) in seen:
            return
        seen.add((flow.under, title))
        before = latest.get(flow.under)
        if before is not None and step < before[0]:
            other = before[1]
            yield Finding(
                flow.at,
                f"{flow.text.strip()!r} comes after {other.text.strip()!r}",
                "tell the case in the order of events: patient, findings, diagnosis, treatment, follow-up",
                flow.within(0, len(flow.text)),
                related=(Elsewhere(other.at, "this comes first", other.within(0, len(other.text))),),
            )
        else:
            latest[flow.under] = (step, flow)


@cache
def _steps() -> dict[str, int]:
    lines = (line.partition(" = ") for line in read_list(_ORDER))
    return {title: int(step) for step, _, titles in lines for title in titles.split(", ")}


@rule("SEC004", "heading-style", severity=Severity.WARNING, stages={"draft": Severity.INFO}, fixing="safe")
def heading_style(case: Case) -> Iterator[Finding]:
    """A heading that ends in a colon or a full stop.

    Why: the heading's own line sets it off; journals take the mark out.
    Bad:
        presentation: |
          ## Treatment:

          She was given a drug.
    Good:
        presentation: |
          ## Treatment

          She was given a drug.
    """
    for flow in read(case).of("narrative"):
        if not is_heading(flow) or (span := superfluous_stop(flow.text, ".:。：")) is None:
            continue
        mark = flow.text[span[0] : span[1]].strip()
        name = "a colon" if mark in ":：" else "a full stop"
        fix = Replacement("take the mark out", "")
        yield Finding(flow.at, f"the heading ends in {name}", within=flow.within(*span), fix=fix)
