"""Formulas that cannot be set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from casegen.model import Case
from casegen.problem import Severity
from casegen.prose.nodes import Formula, MathBlock
from casegen.reading.passages import Passage, passages
from casegen.rules.registry import Finding, rule

if TYPE_CHECKING:
    from casegen.reading.tex import TexFault


@rule("TXT012", "formula-unreadable", severity=Severity.ERROR)
def formula_unreadable(case: Case) -> Iterator[Finding]:
    r"""A formula that casegen cannot set: it is not TeX, or uses a command that casegen does not know.

    Why: it is printed as it was typed, with its backslashes, and a screen reader spells it out.
    Bad:
        presentation: The peak was $C_{\max$ and $\SI{5}{mg}$ remained.
    Good:
        presentation: The peak was $C_{\max}$, $5\,\mathrm{mg}$ remained, and it cost $5 and then $10.
    """
    for passage in passages(case):
        if "$" not in passage.prose.text:
            continue
        for node in passage.nodes:
            if isinstance(node, Formula):
                yield from _faults(passage, node)


def _faults(passage: Passage, node: Formula) -> Iterator[Finding]:
    from casegen.reading.tex import TexFault, read_tex  # few cases have a formula

    try:
        read_tex(node.tex, display=isinstance(node, MathBlock))
    except TexFault as fault:
        yield Finding(
            passage.at,
            f"the formula cannot be set: {fault}{passage.where}",
            fault.hint,
            _within(passage, node, fault),
        )


def _within(passage: Passage, node: Formula, fault: TexFault) -> tuple[int, int] | None:
    """Where the fault was typed; the whole formula where its lines were typed with something before them."""
    start = passage.prose.text.find(node.tex, node.start, node.end)
    if passage.row or start < 0 or not node.tex or fault.start == fault.end:
        return passage.within(node)
    return start + fault.start, start + fault.end
