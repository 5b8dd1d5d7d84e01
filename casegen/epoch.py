"""The moment that a build server says it is (reproducible-builds.org)."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from casegen.problem import CasegenError

__all__ = ["source_date"]

_NAME = "SOURCE_DATE_EPOCH"
# So much of what it holds is shown.
_SHOWN = 40


def source_date() -> datetime | None:
    """The moment of the environment variable SOURCE_DATE_EPOCH, in UTC; None where it is not set or empty.

    CasegenError where it is no number of seconds since 1970, as the specification of it asks.
    """
    given = os.environ.get(_NAME, "")
    if not given:
        return None
    try:
        # Of other digits and signs, `int` takes more than the specification.
        if not (given.isascii() and given.isdigit()):
            raise ValueError  # noqa: TRY301
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        raise CasegenError(f"{_NAME} is no number of seconds: {given[:_SHOWN]!r}") from None
