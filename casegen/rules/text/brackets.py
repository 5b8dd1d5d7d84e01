"""Brackets without their other half."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.model import Case
from casegen.problem import Severity
from casegen.reading import MARK, Flow
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, rule
from casegen.rules.text.own import PRINTED, Quotations, own

_BRACKET = Pattern(r"[()\[\]{}]")
_OPENING = {")": "(", "]": "[", "}": "{"}
# The bracket of an enumeration, "a)", "2)", "iv)", at the beginning or after a space.
_ITEM = Pattern(r"(?:^|(?<=[\s,:\ufffc]))(?:[A-Za-z]|[ivxIVX]{1,4}|\d{1,2})[.']?\)")
# An interval that is open at one end: "[0, 1)", "]0, 1]".
_END = r"[ ]?[-+−]?(?:[\d.]{1,12}|∞|[a-z])[ ]?"
_INTERVAL = Pattern(rf"[(\[\]]{_END}[,;]{_END}[)\]\[]")
_FACE = Pattern(r"[:;]-?[()]")
# "(Maron et al. [@a]", "(see [@a]": a citation with brackets of its own may have closed this one.
_CITED = Pattern(rf"\((?:[^()\ufffc.;:]|al\.|e\.g\.){{0,80}}{MARK}")


@rule("TXT009", "unbalanced-bracket", severity=Severity.WARNING)
def unbalanced_bracket(case: Case) -> Iterator[Finding]:
    """A bracket that is opened and not closed in its paragraph, or closed and not opened.

    The bracket of an enumeration, "a)", and of an interval, "[0, 1)", stands alone with good reason; and one
    that opens before a citation may be closed by the citation's own.

    Why: readers cannot tell where the remark ends, and often words were lost with the bracket.
    Bad:
        presentation: The mass (2 cm in width was excised.
    Good:
        presentation: The mass (2 cm in width) was excised for a) pain and b) doubt; p lay in [0, 0.05).
    """
    for flow in own(case, *PRINTED):
        if not _BRACKET.compiled.search(flow.text):
            continue
        alone = _unbalanced(flow)
        if not alone:
            continue
        # One slip makes the next: the first is where to look.
        at = alone[0]
        sign = flow.text[at]
        wants = "opened" if sign in _OPENING else "closed"
        more = f", and {len(alone) - 1} more in this paragraph" if len(alone) > 1 else ""
        yield Finding(
            flow.at,
            f"the bracket {sign!r} is never {wants}{more}{flow.where}",
            within=flow.within(at, at + 1),
        )


def _unbalanced(flow: Flow) -> tuple[int, ...]:
    """Where brackets stand alone. "a)" may close a bracket or count items: either way may excuse the text."""
    text = flow.text
    intervals = {at for match in _INTERVAL.compiled.finditer(text) for at in (match.start(), match.end() - 1)}
    items = {match.end() - 1 for match in _ITEM.compiled.finditer(text)}
    faces = {match.end() - 1 for match in _FACE.compiled.finditer(text)}
    cited = {match.start() for match in _CITED.compiled.finditer(text) if flow.cites(*match.span())}
    excused, quoted = items | faces | cited, Quotations(flow)
    left = [at for at in _alone(text, intervals) if at not in excused and not quoted.hold(at)]
    others = faces | cited
    counted = [at for at in _alone(text, intervals | items) if at not in others and not quoted.hold(at)]
    return tuple(left) if left and counted else ()


def _alone(text: str, passed: set[int]) -> tuple[int, ...]:
    """The brackets without another half, in order; those at *passed* are not looked at."""
    opened: dict[str, list[int]] = {"(": [], "[": [], "{": []}
    alone: list[int] = []
    for match in _BRACKET.compiled.finditer(text):
        at, sign = match.start(), match.group()
        if at in passed:
            continue
        if sign in opened:
            opened[sign].append(at)
        elif opened[_OPENING[sign]]:
            opened[_OPENING[sign]].pop()
        else:
            alone.append(at)
    return tuple(sorted([*alone, *(at for stack in opened.values() for at in stack)]))
