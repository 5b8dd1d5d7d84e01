"""The YML family: what can be wrong with a case file before any rule reads it."""

from __future__ import annotations

from casegen.problem import Fix, Problem, Related, Severity
from casegen.source import Pointer, Span

# code -> name; `casegen.rules.yml` documents each.
NAMES = {
    "YML001": "yaml-syntax",
    "YML002": "duplicate-key",
    "YML003": "unknown-key",
    "YML004": "wrong-type",
    "YML005": "missing-field",
    "YML006": "unsupported-version",
    "YML007": "alias-limit",
    "YML008": "too-large",
    "YML009": "not-utf8",
    "YML010": "too-deep",
    "YML011": "duplicate-id",
    "YML012": "unreadable-file",
}


_WHOLE_CASE = Pointer()


def structural(
    code: str,
    message: str,
    span: Span,
    pointer: Pointer = _WHOLE_CASE,
    *,
    hint: str = "",
    fix: Fix | None = None,
    related: tuple[Related, ...] = (),
) -> Problem:
    """A problem of the YML family: an error, and blocking, since the case cannot be read as it was meant."""
    return Problem(
        code,
        NAMES[code],
        Severity.ERROR,
        message,
        span,
        pointer,
        hint=hint,
        fix=fix,
        related=related,
        blocking=True,
    )
