"""Spaces that are missing, or stand where none belongs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from casegen.model import Case
from casegen.model.languages import primary
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading import MARK, Flow, opens
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, rule
from casegen.rules.text.own import PRINTED, Quotations, is_address, own, replacement, word_list

# Each pattern begins at the slip itself, and what it reads on is bounded: so that no text takes long.
_LETTER = "[A-Za-zÀ-ÖØ-öø-ɏ]"
# "fracture ,", "fracture .He": no ellipsis, no ".5", no ".csv", no ".NET". What follows a citation is
# another rule's.
_BEFORE = Pattern(
    r"(?:(?<=[^\W_])|(?<=[^\W_][)\]”’]))[ \u00a0]+(?:[,;:]|\.(?![.\w])|\.(?=[A-Z][a-z]+[ ,]))"
    r"(?![ \u00a0]?[.,;:)\d])",
    needs=(" ,", " .", " ;", " :", "\u00a0,", "\u00a0.", "\u00a0;", "\u00a0:"),
)
# "pain,but"; single letters and hyphens are left to the names of chemicals.
_COMMA = Pattern(
    rf"(?:(?<={_LETTER}{{3}})|(?<=[\w%][)\]])|(?<={MARK}))[,;](?={_LETTER}{{2}})|(?<=\d)[,;](?=[a-z]{{4}})",
    needs=(",", ";"),
)
# As in "surgery.The".
_STOP = Pattern(rf"(?:(?<=[a-z]{{3}})|(?<=[){MARK}]))\.(?=[A-Z])", needs=(".",))
# As in "foramen(figure 1)" and "carcinoma(SCC)".
_OPENING = Pattern(rf"(?<={_LETTER})\((?P<inside>[^()]{{1,300}})\)(?![\w\-‐‑])", needs=("(",))
# As in "(SCC)which".
_CLOSING = Pattern(r"\)(?=[a-z])", needs=(")",))
_WIDE = Pattern(r"(?<=[^\s.!?:…]) {2,}(?=\S)", needs=("  ",))
# As in "C- arm".
_HYPHEN = Pattern(rf"(?<={_LETTER})[-‐] (?={_LETTER})", needs=("- ", "‐ "))

# What makes a word a part of a name or an address.
_JOINED = Pattern(r"[\-‐‑(/=@\d]|\.\w")
_ABBREVIATION = Pattern(r"[A-Z][A-Za-z0-9/\-]*[A-Z0-9]s?")
_ROMAN = frozenset("IVX")
# Programs and kinds of files, typed with a capital.
_NAMED_WITH_A_STOP = frozenset({"Net", "Rmd", "Rdata", "Rds"})
_CIS_TRANS = frozenset({"cis", "trans"})
_NAMES = {",": "the comma", ".": "the full stop", ";": "the semicolon", ":": "the colon"}


class _Slip(NamedTuple):
    """``text[start:end]`` of a flow should be *right*."""

    start: int
    end: int
    right: str
    message: str


@rule("TXT003", "spacing-punctuation", severity=Severity.WARNING, fixing="safe")
def spacing(case: Case) -> Iterator[Finding]:
    """A space before a comma or stop, or none after it; none before a bracket; two in place of one.

    In French, the space before a colon and a semicolon is right. Where a full stop, a hyphen or a bracket is
    read as one of English prose, this is done in English reports alone.

    Why: the slip is printed as it was typed, and a comma may begin the next line.
    Bad:
        presentation: There was a fracture ,and a fragment in the foramen(figure 1).
    Good:
        presentation: There was a fracture, and a fragment in the foramen (figure 1), with lesion(s).
    """
    language = primary(case.language)
    for flow in own(case, *PRINTED):
        quotations = Quotations(flow)
        for slip in _slips(flow, language):
            if quotations.hold(slip.start) or is_address(flow.text, slip.start):
                continue
            yield Finding(
                flow.at,
                f"{slip.message}{flow.where}",
                within=flow.within(slip.start, slip.end),
                fix=replacement(
                    flow, slip.start, slip.end, slip.right, safe=True, description="put the space right"
                ),
            )


def _slips(flow: Flow, language: str) -> Iterator[_Slip]:
    yield from _before_marks(flow, language)
    yield from _after_commas(flow)
    yield from _wide(flow)
    if language == "en":
        yield from _after_stops(flow)
        yield from _brackets(flow)
        yield from _hyphens(flow)


def _before_marks(flow: Flow, language: str) -> Iterator[_Slip]:
    text = flow.text
    for match in _BEFORE.finditer(text, flow.lower):
        start, end = match.span()
        mark = text[end - 1]
        if mark in ";:" and language == "fr":
            continue
        if mark == ":" and "ratio" in text[max(0, start - 40) : end + 60].lower():
            continue  # male : female ratio
        if mark == "." and _word_after(text, end) in _NAMED_WITH_A_STOP:
            continue  # ".Net", ".Rdata"
        if _word_before(text, start).lower() in word_list("lead_to_more"):
            continue  # "written as ." lost a formula, and wants more than its space
        # "fracture ,neurological"
        right = mark + " " if text[end : end + 1].isalpha() else mark
        yield _Slip(start, end, right, f"a space stands before {_NAMES[mark]}")


def _after_commas(flow: Flow) -> Iterator[_Slip]:
    text = flow.text
    for match in _COMMA.finditer(text, flow.lower):
        at = match.start()
        last, following = _word_before(text, at), _word_after(text, at + 1)
        if {last, following} & _CIS_TRANS or _JOINED.compiled.match(text, at + 1 + len(following)):
            continue
        yield _Slip(at, at + 1, text[at] + " ", f"a space is missing after {_NAMES[text[at]]}")


def _after_stops(flow: Flow) -> Iterator[_Slip]:
    text = flow.text
    for match in _STOP.finditer(text, flow.lower):
        at = match.start()
        following = _word_after(text, at + 1)
        after = text[at + 1 + len(following) : at + 2 + len(following)]
        if opens(following) and after in (" ", ",", "'", "’") and not _word_before(text, at).istitle():
            yield _Slip(at, at + 1, ". ", "a space is missing after the full stop")


def _brackets(flow: Flow) -> Iterator[_Slip]:
    text = flow.text
    for match in _OPENING.finditer(text, flow.lower):
        at = match.start()
        last = _word_before(text, at)
        if (
            len(last) > 3
            and last.islower()
            and last not in word_list("before_bracket")
            and _is_aside(flow, match.start("inside"), match.group("inside"))
        ):
            yield _Slip(at, at + 1, " (", "a space is missing before the bracket")
    for match in _CLOSING.finditer(text, flow.lower):
        at = match.start()
        opening = text.rfind("(", max(0, at - 300), at)
        if _word_after(text, at + 1) in word_list("after_bracket") and opening >= 0:
            inside = text[opening + 1 : at]
            if not inside.islower() or not inside.isalpha():
                yield _Slip(at, at + 1, ") ", "a space is missing after the bracket")


def _is_aside(flow: Flow, start: int, inside: str) -> bool:
    """Whether a bracket holds a remark, "(figure 1)", "(SCC)", and no part of the word before, "(s)"."""
    if inside[0] == MARK:
        index = bisect_left(flow.marks, start, key=lambda mark: mark[0])
        return isinstance(flow.marks[index][1], nodes.CrossRef)
    if " " in inside:
        first = inside.partition(" ")[0]
        return first not in ("s", "es") and any(len(part) > 2 for part in inside.split())
    return _ABBREVIATION.compiled.fullmatch(inside) is not None and not set(inside) <= _ROMAN


def _wide(flow: Flow) -> Iterator[_Slip]:
    text = flow.text
    for match in _WIDE.finditer(text, flow.lower):
        yield _Slip(*match.span(), " ", "more than one space stands between two words")


def _hyphens(flow: Flow) -> Iterator[_Slip]:
    text = flow.text
    known = word_list("hyphenated")
    for match in _HYPHEN.finditer(text, flow.lower):
        start, end = match.span()
        last, following = _word_before(text, start), _word_after(text, end)
        after = text[end + len(following) : end + len(following) + 1]
        if (
            following.lower() in word_list("after_hanging_hyphen")
            or after in ("-", "‐", "‑")
            or text[start - len(last) - 1 : start - len(last)] == "-"
        ):
            continue
        alone = last.islower() and f"{last}-" in known
        if alone or f"{last}-{following}".lower() in known:
            yield _Slip(start, end, text[start], "a space stands after the hyphen")


def _word_before(text: str, at: int) -> str:
    """The letters that end at *at*, forty at most."""
    start = at
    while start > max(0, at - 40) and text[start - 1].isalpha():
        start -= 1
    return text[start:at]


def _word_after(text: str, at: int) -> str:
    """The letters that begin at *at*, forty at most."""
    end = at
    while end < min(len(text), at + 40) and text[end].isalpha():
        end += 1
    return text[at:end]
