"""CIT006: where a citation stands in its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from casegen.citations.styles import StyleFault, find_style
from casegen.model import Case
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading import MARK, Flow, passages, read
from casegen.rules.registry import Finding, Replacement, rule

# Up to here, and among the additions to Latin and Greek, scripts set words apart with spaces.
_LAST_SPACED = "\u058f"
_ADDITIONS = ("\u1e00", "\u1fff")
# Nothing comes between these and what they open or join.
_JOINS = frozenset("([{“‘«„‚–—-‐‑/~|<>=+−×" + MARK)
# A habit, as in manuscripts whose style raises the numbers, is more than this part of all citations, and ...
_HABIT = 0.25
# ... more than so many of them.
_SLIPS = 2


Fault = Literal["", "joined", "doubled", "after-stop"]
_MESSAGES: dict[Fault, str] = {
    "joined": "no space before the citation",
    "doubled": "two spaces before the citation",
    "after-stop": "the citation stands behind the full stop of its sentence",
}


class _Placed(NamedTuple):
    """A citation in brackets: its text, in which it begins at *start*, and what is wrong with its place."""

    flow: Flow
    prose: str
    start: int
    end: int
    fault: Fault


@rule("CIT006", "citation-spacing", severity=Severity.WARNING, source="eLife schematron", fixing="safe")
def citation_spacing(case: Case) -> Iterator[Finding]:
    """A citation against the word before it, after two spaces, or behind the full stop of its sentence.

    Where that is the report's habit, as in manuscripts for a journal that raises its numbers, it is told
    once and for information. Under a style that raises them nothing is looked for.

    Why: "bleeding[3]" and "bleeding. [3]" are printed as they are typed; the second seems to belong to the
    next sentence.
    Bad:
        introduction: Leakage may cause bleeding. [@kim2020] It is rare.
        references: [{id: kim2020, type: book, title: Bone cement}]
    Good:
        introduction: Leakage may cause bleeding [@kim2020]. It is rare.
        references: [{id: kim2020, type: book, title: Bone cement}]
    """
    if _raises(case):
        return
    placed = list(_placed(case))
    faults = [citation for citation in placed if citation.fault]
    habit = len(faults) > max(_SLIPS, _HABIT * len(placed))
    if habit:
        first = faults[0]
        message = f"{len(faults)} of {len(placed)} citations stand against the word or stop before them"
        hint = "if the journal raises its numbers, name its style: `style: {csl: ...}`"
        within = first.start, first.end
        yield Finding(first.flow.at, message, hint, within, severity=Severity.INFO)
    else:
        yield from map(_finding, faults)


def _raises(case: Case) -> bool:
    """Whether the style of *case* prints citations as raised numbers."""
    try:
        return find_style(case.csl, case.style_folders).raised
    except StyleFault:  # a finding of its own
        return False


def _placed(case: Case) -> Iterator[_Placed]:
    texts = {passage.at: passage.prose.text for passage in passages(case) if not passage.row}
    for flow in read(case).flows:
        if flow.row or flow.at not in texts:
            continue
        prose = texts[flow.at]
        for at, mark in flow.marks:
            # What was raised by hand, ^[@key]^, is meant to stand close.
            if isinstance(mark, nodes.Cite) and not mark.narrative and prose[mark.start - 1] != "^":
                yield _Placed(flow, prose, mark.start, mark.end, _fault(flow, at))


def _fault(flow: Flow, at: int) -> Fault:
    """What is wrong with the place of the citation whose mark is at *at*."""
    before = flow.text[max(0, at - 2) : at]
    if not before.strip(" \u00a0"):
        return "doubled" if at > 2 and before == "  " else ""
    if before[-1] in " \u00a0":
        return "after-stop" if before[0] == "." and flow.sentence_at(at).start == at else ""
    opening = before[-1] in "\"'" and before[:-1].strip(" \u00a0([{") == ""
    if opening or before[-1] in _JOINS or not _sets_spaces(before[-1]):
        return ""
    return "after-stop" if before[-1] == "." and _ends_sentence(flow, at) else "joined"


def _sets_spaces(character: str) -> bool:
    return character <= _LAST_SPACED or _ADDITIONS[0] <= character <= _ADDITIONS[1]


def _ends_sentence(flow: Flow, at: int) -> bool:
    """Whether the sentence ended at the full stop against which the citation at *at* stands."""
    if flow.lower.endswith("et al", 0, at - 1):
        return False
    return flow.sentence_at(at).end == at + 1 or flow.text[at + 1 : at + 2].isupper()


def _finding(citation: _Placed) -> Finding:
    flow, prose, start, end, fault = citation
    message = _MESSAGES[fault]
    within = (start, end)
    typed = prose[start:end]
    match fault:
        case "joined":
            within, text = (start - 1, end), f"{prose[start - 1]} {typed}"
        case "doubled" if prose[start - 2 : start] == "  ":
            within, text = (start - 2, end), f" {typed}"
        case "after-stop" if prose.endswith((".", ". "), 0, start):
            stop = prose.rindex(".", 0, start)
            space = " " if prose[end : end + 1].isalnum() else ""
            within, text = (stop, end), f" {typed}.{space}"
        case _:  # over a line's end
            return Finding(flow.at, message, "move it before the full stop", within)
    hint = "move it before the full stop" if fault == "after-stop" else ""
    return Finding(flow.at, message, hint, within, fix=Replacement("set it where it belongs", text))
