"""FIG: what is written with a figure or table: caption, alternative text, credit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casegen.model import Case
from casegen.problem import Severity
from casegen.rules.figures.floats import floats_of, word
from casegen.rules.registry import Finding, rule


@rule(
    "FIG005",
    "caption-missing",
    severity=Severity.ERROR,
    stages={"draft": Severity.INFO},
    source="eLife schematron",
)
def caption_missing(case: Case) -> Iterator[Finding]:
    """A figure or table without a caption.

    Why: it must be understood on its own, without the text around it.
    Bad:
        figures: [{id: ct, file: figures/ct.svg, alt: A bright fragment}]
    Good:
        figures: [{id: ct, file: figures/ct.svg, alt: A bright fragment, caption: Axial slice}]
    """
    for kind, item in floats_of(case):
        if not item.caption:
            yield Finding(item.at / "id", f"{word(kind)} {item.id!r} has no caption")


@rule("FIG006", "alt-text", severity=Severity.WARNING, source="JATS4R accessibility; WCAG 2.2, 1.1.1")
def alt_text(case: Case) -> Iterator[Finding]:
    """A figure without alternative text, or with its caption for one.

    Why: a reader who cannot see the figure hears this text in its place. The caption is read out anyway,
    so to repeat it says nothing about what the picture shows.
    Bad:
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: Axial slice}]
    Good:
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}]
    """
    hint = "describe what can be seen, in a sentence or two"
    for figure in case.figures:
        if not figure.alt.strip():
            yield Finding(figure.at / "id", f"figure {figure.id!r} has no alternative text", f"`alt`: {hint}")
        elif figure.caption and _words(figure.alt) == _words(figure.caption.text):
            yield Finding(figure.at / "alt", "the alternative text is the caption again", hint)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
