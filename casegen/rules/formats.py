"""FMT: what a format needs. Only `casegen build` finds these, in the composed article."""

from __future__ import annotations

import inspect

from casegen.problem import Severity
from casegen.rules.registry import Rule, add

add(
    Rule(
        "FMT001",
        "format-prerequisite",
        Severity.ERROR,
        inspect.cleandoc(
            """
            The case lacks what a format cannot be written without.

            Found by `casegen build` when it is asked for that format; the other formats are written.

            Why: a deposit without a DOI, or a record without a journal, is refused by whom it is sent to,
            often days later and without the reason.
            """
        ),
    )
)
