"""Colours and line breaks of the text report."""

from __future__ import annotations

from casegen.problem import Severity
from casegen.reports import Options

__all__ = ["BOLD", "COLOURS", "DIM", "flowing", "paint"]

BOLD = "\x1b[1m"
DIM = "\x1b[2m"
COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.INFO: "\x1b[1;36m"}
_RESET = "\x1b[0m"
_INDENT = "    "
# No page is narrower.
_LEAST = 40


def paint(text: str, colour: str, options: Options) -> str:
    """*text* in *colour*, where colours are wanted."""
    return f"{colour}{text}{_RESET}" if options.colour and text else text


def flowing(head: str, text: str, options: Options) -> list[str]:
    """*head*, which is never broken, and *text* after it, on as many lines as the width asks for.

    One line where the source is not shown: such a report is for `grep`.
    """
    if not options.show_source or len(head) + len(text) <= options.width:
        return [head + text]
    from textwrap import wrap  # most messages are short

    # After much else, a text that has no room begins a line of its own.
    alone = 3 * len(head) > options.width
    indent = _INDENT if head.lstrip() == head else _INDENT * 2
    lines = wrap(
        text,
        max(options.width, _LEAST),
        initial_indent=indent if alone else " " * len(head),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [head.rstrip(), *lines] if alone else [head + lines[0][len(head) :], *lines[1:]]
