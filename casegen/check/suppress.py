"""What a case or its workspace silences, and why.

Three ways: a comment in prose silences the next finding of one rule in the block that follows it, or in the
rest of its own; `lint.ignore` of a case, and of the workspace, silence a rule altogether. What cannot be
silenced, and what silences nothing, is a finding itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from casegen.load import Loaded
from casegen.model import Case
from casegen.problem import CasegenError, Edit, Fix, Problem
from casegen.prose import nodes, walk
from casegen.reading import passages
from casegen.rules import choose, find
from casegen.rules.lint import INVALID, UNUSED
from casegen.source import Pointer, SourceMap, Span
from casegen.values import Value

__all__ = ["Ignored", "suppress", "why_invalid"]

_INSTRUCTION = re.compile(r"\s*casegen:\s*(?P<verb>\S+)?[ \t]*(?P<code>\S+)?[ \t]*(?P<reason>.*)", re.DOTALL)
_CODE = re.compile(r"[,;]?\s*[A-Z]{3}\d{3}\b")
_VERB = "ignore-next"
_WRITE = "write <!-- casegen: ignore-next CODE reason -->, a comment for each rule"
# What concerns the patient's rights is put aside only for a reason (the families' rules say so).
_NEED_A_REASON = frozenset({"ETH", "PRV"})
# Line and column, and which finding is there.
_Place = tuple[int, int, int]


class Ignored(Value):
    """A rule, or a family of rules, that is silenced, by code or name, with the reason."""

    code: str
    reason: str = ""


class _Comment(Value):
    """An instruction in prose: the finding of *code* that it silences begins in *covers*.

    *lines* are those that hold nothing else, where it has such.
    """

    at: Pointer
    place: Span
    covers: Span
    code: str
    lines: Span | None


class _Problems:
    """The checker's findings about its own instructions."""

    def __init__(self, places: SourceMap) -> None:
        self._places = places
        self.found: list[Problem] = []

    def invalid(self, message: str, span: Span, at: Pointer, hint: str = "") -> None:
        self._add(INVALID, message, span, at, hint)

    def unused(self, code: str, span: Span, at: Pointer, lines: Span | None = None) -> None:
        fix = Fix("take the comment out", (Edit(lines, ""),)) if lines else None
        self._add(UNUSED, f"{code} is silenced here, and finds nothing", span, at, fix=fix)

    def _add(
        self, code: str, message: str, span: Span, at: Pointer, hint: str = "", fix: Fix | None = None
    ) -> None:
        rule = find(code)
        self.found.append(Problem(code, rule.name, rule.severity, message, span, at, hint, fix=fix))


def suppress(
    problems: Sequence[Problem], loaded: Loaded, ignored: Sequence[Ignored], judged: Collection[str]
) -> tuple[list[Problem], frozenset[str]]:
    """What is left of *problems*, with what is wrong with the instructions; and which of *ignored* were used.

    *judged* are the codes of the rules that gave a verdict: only of these can an instruction be unused.
    """
    case = loaded.case
    if case is None:
        return list(problems), frozenset()
    own = _Problems(loaded.places)
    findings = _Findings(problems)
    for comment in _comments(case, loaded.places, own):
        if not findings.silence_first(comment.code, comment.covers) and comment.code in judged:
            own.unused(comment.code, comment.place, comment.at, comment.lines)
    for entry in case.lint.ignore:
        span = loaded.places.locate(entry.at / "code")
        codes = _accepted(entry.code, entry.reason, span, entry.at / "code", own)
        if not findings.silence(codes) and not codes.isdisjoint(judged):
            own.unused(entry.code, span, entry.at / "code")
    used = {setting.code for setting in ignored if findings.silence(choose((setting.code,)))}
    return [*findings.left(), *own.found], frozenset(used)


class _Findings:
    """The findings of a check, of which some are silenced: by their codes, for there may be many of both."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._problems = problems
        self._silenced: set[int] = set()
        # By rule, those that can be silenced and are not.
        self._open: dict[str, list[int]] = {}
        for index, problem in enumerate(problems):
            if not problem.blocking:
                self._open.setdefault(problem.code, []).append(index)
        # By rule and file, where they begin, or are told of.
        self._places: dict[tuple[str, Path], list[_Place]] = {}

    def silence(self, codes: Collection[str]) -> bool:
        """Silence all findings of *codes*; whether there were any."""
        found = [index for code in codes for index in self._open.pop(code, ()) if index not in self._silenced]
        self._silenced.update(found)
        return bool(found)

    def silence_first(self, code: str, around: Span) -> bool:
        """Silence the first finding of *code* that begins or is told of in *around*; whether there is one."""
        if (code, around.path) not in self._places:
            self._places[code, around.path] = sorted(self._begin(code, around.path))
        places = self._places[code, around.path]
        at = bisect_left(places, (around.line, around.column))
        while at < len(places) and places[at] < (around.end_line, around.end_column):
            *_, index = places.pop(at)
            if index not in self._silenced:
                self._silenced.add(index)
                return True
        return False

    def _begin(self, code: str, path: Path) -> Iterator[_Place]:
        for index in self._open.get(code, ()):
            problem = self._problems[index]
            for place in (problem.span, *(related.span for related in problem.related)):
                if place.path == path:
                    yield place.line, place.column, index

    def left(self) -> Iterator[Problem]:
        """Those that are not silenced, in their order."""
        return (problem for index, problem in enumerate(self._problems) if index not in self._silenced)


@lru_cache(maxsize=256)
def why_invalid(code: str, reason: str) -> str:
    """Why *code* cannot be silenced for *reason*; empty where it can."""
    try:
        codes = choose((code,))
    except CasegenError as error:
        return str(error)
    rules = [find(code) for code in sorted(codes)]
    if all(rule.blocking for rule in rules):
        return f"{code} stops a build: it cannot be silenced, only mended"
    if any(rule.family in _NEED_A_REASON for rule in rules) and not reason.strip():
        return f"{code} is about the patient's rights: it is silenced only with a reason"
    if any(rule.family == "LNT" for rule in rules):
        return f"{code} is about silencing itself: it cannot be silenced"
    return ""


def _accepted(code: str, reason: str, span: Span, at: Pointer, own: _Problems) -> frozenset[str]:
    """The codes that *code* means, where they may be silenced."""
    if why := why_invalid(code, reason):
        own.invalid(why, span, at)
        return frozenset()
    return choose((code,))


def _comments(case: Case, places: SourceMap, own: _Problems) -> Iterator[_Comment]:
    for passage in passages(case):
        if "casegen:" not in passage.prose.text or passage.row:
            continue
        for node, covers in _with_what_follows(passage.prose.blocks, passage.prose.notes.values()):
            match = _INSTRUCTION.fullmatch(node.text)
            if match is None:
                continue
            within = (node.start, node.end)
            place = places.locate(passage.at, within)
            verb, code, reason = match.group("verb"), match.group("code") or "", match.group("reason")
            # A second code would be taken for the reason.
            if verb != _VERB or not code or _CODE.match(reason):
                own.invalid("this instruction is not understood", place, passage.at, _WRITE)
                continue
            codes = _accepted(code, reason, place, passage.at, own)
            if len(codes) > 1:
                own.invalid(f"a comment silences one rule, and {code} is a family", place, passage.at, _WRITE)
            for only in codes if len(codes) == 1 else ():
                lines = _own_lines(places, place) if isinstance(node, nodes.CommentBlock) else None
                yield _Comment(passage.at, place, _stretch(places, passage.at, covers), only, lines)


def _own_lines(places: SourceMap, place: Span) -> Span | None:
    """The line that holds only the comment at *place*; with the blank one after it where one is before it."""
    source = places.source_of(place.path)
    if source is None or place.line != place.end_line:
        return None
    line = source.line(place.line)
    if not line.strip() or line.strip() != line[place.column - 1 : place.end_column - 1]:
        return None
    blank = not source.line(place.line - 1).strip() and not source.line(place.line + 1).strip()
    return Span(place.path, place.line, 1, place.line + (2 if blank else 1), 1)


def _stretch(places: SourceMap, at: Pointer, covers: tuple[int, int]) -> Span:
    """The span of a stretch; all of the value where its characters' places are not known."""
    spot = places.spots.get(at)
    if spot is not None and not spot.runs:
        return places.locate(at)
    return places.locate(at, covers)


_Instruction = nodes.Comment | nodes.CommentBlock


def _with_what_follows(
    blocks: Sequence[nodes.Block], notes: Iterable[Sequence[nodes.Block]]
) -> Iterator[tuple[_Instruction, tuple[int, int]]]:
    """Every comment with the stretch that it is about: the block after it, or the rest of its own."""
    for index, block in enumerate(blocks):
        match block:
            case nodes.CommentBlock():
                following = (b for b in blocks[index + 1 :] if not isinstance(b, nodes.CommentBlock))
                after = next(following, None)
                yield block, (after.start, after.end) if after else (block.end, block.end)
            case nodes.ListBlock():
                for item in block.items:
                    yield from _with_what_follows(item, ())
            case nodes.Quote():
                yield from _with_what_follows(block.children, ())
            case _:
                comments = (node for node in walk(block) if isinstance(node, nodes.Comment))
                yield from ((comment, (comment.end, block.end)) for comment in comments)
    for note in notes:
        yield from _with_what_follows(note, ())
