"""What is wrong with a case, as a value; and the error for when casegen cannot go on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from casegen.source import Pointer, Span
from casegen.values import Value

__all__ = ["CaseError", "CasegenError", "Edit", "Fix", "Problem", "Related", "Severity"]


class CasegenError(Exception):
    """casegen cannot do what was asked: says what could not be done, and what to do about it."""


class CaseError(CasegenError):
    """A failure that lies in one case, in what it holds or takes: another may well be built."""


class Severity(StrEnum):
    """How much a problem weighs. ``error`` alone fails a check unless ``--fail-on`` says otherwise."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest; larger is lighter."""
        return list(Severity).index(self)


class Edit(Value):
    """One replacement in a file: the text of *span* becomes *text*."""

    span: Span
    text: str


class Fix(Value):
    """A mechanical repair: edits of text, or *strips*, an image of the case that loses its metadata.

    A *safe* one never changes what the case says.
    """

    description: str
    edits: tuple[Edit, ...]
    safe: bool = True
    strips: str = ""


class Related(Value):
    """Another place that the problem is about, such as the other half of a contradiction."""

    span: Span
    message: str


class Problem(Value):
    """One finding at one place.

    *blocking*: the article would be wrong or incomplete, so no output of this case is written. *private*: no
    report may show the text at its place. *hint* says what to do; *guideline* names the item or rule it comes
    from ("CARE 2013, item 13").
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    pointer: Pointer = Pointer()
    hint: str = ""
    guideline: str = ""
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    blocking: bool = False
    private: bool = False

    @property
    def path(self) -> Path:
        """The file the problem stands in."""
        return self.span.path

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Orders problems by place, then code: the order in which they are shown."""
        return (str(self.path), self.span.line, self.span.column, self.code, self.message)
