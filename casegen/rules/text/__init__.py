"""TXT: the prose itself: spelling, spacing, grammar, sentences, markup."""

from __future__ import annotations

from casegen.rules.text import (
    brackets,
    confusables,
    formulas,
    grammar,
    html,
    paragraphs,
    spacing,
    spelling,
    unseen,
)

__all__ = [
    "brackets",
    "confusables",
    "formulas",
    "grammar",
    "html",
    "paragraphs",
    "spacing",
    "spelling",
    "unseen",
]
