"""Sections that are missing or empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from casegen.model import MAIN_SECTIONS, Case
from casegen.model.outline import empty_headings, has_content
from casegen.problem import Severity
from casegen.prose import Prose, nodes
from casegen.reading.passages import passages
from casegen.rules.registry import Finding, rule

# Section -> the words of a heading that shows it to stand elsewhere, and the item that asks for it.
_WANTED = {
    "abstract": (frozenset({"abstract", "summary"}), "item 3"),
    "introduction": (frozenset({"introduction", "background"}), "item 4"),
    "presentation": (frozenset({"case", "cases", "presentation"}), "items 5 to 10"),
    "discussion": (frozenset({"discussion"}), "item 11"),
    "conclusion": (frozenset({"conclusion", "conclusions", "concluding", "considerations"}), "item 11d"),
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
        if _told(getattr(case, name)) or words & headed:
            continue
        if name == "conclusion" and any(case.learning_points):
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


def _told(value: Prose | Mapping[str, Prose] | None) -> bool:
    """Whether a section says anything, or holds headings at least: those that are empty are SEC003's."""
    return any(value.values()) if isinstance(value, Mapping) else bool(value)


@rule("SEC003", "section-empty", severity=Severity.ERROR, stages={"draft": Severity.INFO})
def section_empty(case: Case) -> Iterator[Finding]:
    """A heading with nothing under it, or a section or part of the abstract with nothing in it.

    Text or a figure under a sub-heading fills the headings above it as well; a comment fills none.

    Why: what was to be told is missing. The article leaves such a heading out, because it would stand alone.
    Bad:
        presentation: |
          A 40-year-old woman presented with headache.

          ## Follow-up
    Good:
        presentation: |
          A 40-year-old woman presented with headache.

          ## Follow-up

          She was well six months later.
    """
    hint = "write what belongs there, or leave the heading out"
    if isinstance(case.abstract, dict):
        for name, part in case.abstract.items():
            if not has_content(part):
                yield Finding(
                    case.at / "abstract" / name, f"the abstract's {name!r} is empty", hint, key=True
                )
    for section in case.sections:
        if not has_content(section.body):
            title = section.title.text.strip()
            yield Finding(section.at / "title", f"the section {title!r} is empty", hint)
    bodies = [(section.at / "body", section.body) for section in case.sections if has_content(section.body)]
    main = ((name, getattr(case, name)) for name in (*MAIN_SECTIONS, "patient_perspective"))
    bodies.extend((case.at / name, prose) for name, prose in main if prose is not None)
    for at, prose in bodies:
        for heading in empty_headings(prose):
            title = prose.text[heading.start : heading.end].strip("#= \t\n-")
            message = f"there is nothing under the heading {title!r}"
            yield Finding(at, message, hint, (heading.start, heading.end))
