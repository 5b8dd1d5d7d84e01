"""What is told of a case, without what its private file keeps.

Whatever is said of a case on a screen, in a report or in a log goes through here: also of a case that could
not be read, as long as its private file can.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from casegen.files import Refused
from casegen.load.private import Private, read_private
from casegen.model import Case
from casegen.problem import Problem, Related
from casegen.rules import find
from casegen.source import Pointer, SourceMap, Span

if TYPE_CHECKING:
    from casegen.rules.privacy.secrets import Secrets

__all__ = ["Discretion", "untold"]

_HOLDS = "not shown: it holds what must stay private"


class Discretion:
    """What may be told of the case in *folder*; *case* is what was read of it, if it could be.

    Where there is no private file, all may be; where it cannot be read, all but the lines of files.
    """

    def __init__(self, folder: Path, case: Case | None = None) -> None:
        self._secrets: Secrets | None = None
        self._known: dict[tuple[Path, int, int], bool] = {}
        self.blind = False
        try:
            private = read_private(folder)
        except Refused:  # told by PRV010
            self.blind = True
            return
        if private is not None:
            self._secrets = _secrets(private, case)

    @property
    def idle(self) -> bool:
        """Whether there is nothing to keep."""
        return self._secrets is None and not self.blind

    def text(self, text: str) -> str:
        """*text*, or where it holds what must stay private, that it does."""
        return _HOLDS if self._holds(text) else text

    def line(self, text: str) -> str:
        """*text*, which is one of a file, or as `text`; empty where it is not known what it holds."""
        return "" if self.blind else self.text(text)

    def problems(self, problems: Iterable[Problem], places: SourceMap) -> tuple[Problem, ...]:
        """*problems*, of which those that show what must stay private tell no more than their place."""
        return tuple(problems) if self.idle else tuple(self._problem(problem, places) for problem in problems)

    def _problem(self, problem: Problem, places: SourceMap) -> Problem:
        if self.blind:
            return problem.replace(private=True)
        pointer = problem.pointer
        while self._holds(" / ".join(map(str, pointer))):
            pointer = pointer.parent
        shown = not problem.private and (
            self._holds(_said(problem)) or any(self._stands_in(span, places) for span in _spans(problem))
        )
        return (untold(problem) if shown else problem).replace(pointer=Pointer(pointer))

    def _holds(self, text: str) -> bool:
        return self._secrets is not None and any(True for _ in self._secrets.find(text))

    def _stands_in(self, span: Span, places: SourceMap) -> bool:
        """Whether something private begins, goes on or ends in the lines of *span*."""
        key = span.path, span.line, span.end_line
        if key not in self._known:
            self._known[key] = self._found_in(span, places)
        return self._known[key]

    def _found_in(self, span: Span, places: SourceMap) -> bool:
        source = places.source_of(span.path)
        if source is None or self._secrets is None:
            return False
        # A name may be divided between two lines.
        begin = source.line_start(max(1, span.line - 1))
        first, end = source.line_start(span.line) - begin, source.line_start(span.end_line + 1) - begin
        text = source.text[begin : source.line_start(span.end_line + 2)]
        return any(hit.end > first and hit.start < end for hit in self._secrets.find(text))


def untold(problem: Problem) -> Problem:
    """*problem* without a word of the text that it is about."""
    if problem.private:
        return problem
    message = f"{find(problem.code).summary.rstrip('.')} (not shown: the line holds what must stay private)"
    related = tuple(Related(one.span, "here") for one in problem.related)
    return problem.replace(private=True, message=message, hint="", fix=None, related=related)


def _said(problem: Problem) -> str:
    """Every text of *problem*."""
    fix = problem.fix
    edits = (edit.text for edit in fix.edits) if fix else ()
    related = (one.message for one in problem.related)
    return "\n".join((problem.message, problem.hint, fix.description if fix else "", *edits, *related))


def _spans(problem: Problem) -> Iterable[Span]:
    return (problem.span, *(one.span for one in problem.related))


def _secrets(private: Private, case: Case | None) -> Secrets:
    # Most cases keep nothing private.
    from casegen.rules.privacy.overlay import others_in
    from casegen.rules.privacy.secrets import Secrets

    language = case.language if case else ""
    return Secrets(private.kept, language, others_in(case) if case else ())
