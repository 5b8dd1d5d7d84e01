"""SEC: what the report must tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.model import Case
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.rules.passages import passages
from casegen.rules.registry import Finding, rule

# Section -> the words of a heading that shows it to stand elsewhere, and the item that asks for it.
_WANTED = {
    "abstract": (frozenset({"abstract", "summary"}), "item 3"),
    "introduction": (frozenset({"introduction", "background"}), "item 4"),
    "presentation": (frozenset({"case", "cases", "presentation"}), "items 5 to 10"),
    "discussion": (frozenset({"discussion"}), "item 11"),
    "conclusion": (frozenset({"conclusion", "conclusions"}), "item 11d"),
}


@rule(
    "SEC001",
    "section-missing",
    severity=Severity.ERROR,
    stages={"draft": Severity.INFO},
    source="CARE 2013, items 3 to 5 and 11",
)
def section_missing(case: Case) -> Iterator[Finding]:
    """A report without abstract, introduction, case presentation, discussion or conclusion.

    A section or sub-heading that says so ("Discussion and conclusions") will do; learning points stand for
    the conclusion, because CARE asks for the take-away lessons.

    Why: these are the parts in which readers look for what a report must tell.
    Bad:
        title: A report without a discussion
        discussion: null
    Good:
        title: A report with a discussion
        discussion: It agrees with others.
    """
    headed = _heading_words(case)
    for name, (words, item) in _WANTED.items():
        if getattr(case, name) is not None or words & headed:
            continue
        if name == "conclusion" and case.learning_points:
            continue
        message = f"there is no {'case presentation' if name == 'presentation' else name} (CARE {item})"
        yield Finding(case.at / name, message, f"write it under `{name}`")


def _heading_words(case: Case) -> set[str]:
    """The words of every heading, of sections and inside them."""
    headings = [section.title.text for section in case.sections]
    for passage in passages(case):
        text = passage.prose.text
        if "#" in text:
            headings.extend(
                text[node.start : node.end] for node in passage.nodes if isinstance(node, nodes.Heading)
            )
    return {word for heading in headings for word in re.findall(r"\w+", heading.casefold())}
