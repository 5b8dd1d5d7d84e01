"""Formats that a case cannot be written in, and what it lacks for them."""

from __future__ import annotations

from collections.abc import Sequence

from casegen.document import Document
from casegen.load import Loaded
from casegen.problem import Problem
from casegen.rules import find as find_rule
from casegen.writers import find

__all__ = ["lacking", "writable"]


def writable(document: Document, formats: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Those of *formats* that *document* has all for, and whether any of them wants images beside it."""
    found = [find(name) for name in formats]
    able = [writer for writer in found if not any(True for _ in writer.needs(document))]
    return tuple(writer.format for writer in able), any(writer.images for writer in able)


def lacking(document: Document, formats: Sequence[str], loaded: Loaded) -> tuple[Problem, ...]:
    """What *document* lacks for each of *formats*, as problems (FMT001) where the case would say it."""
    return tuple(
        Problem(
            rule.code,
            rule.name,
            rule.severity,
            f"{name} cannot be written: {lack.message}",
            loaded.places.locate(lack.at),
            lack.at,
        )
        for name in formats
        for lack in find(name).needs(document)
        for rule in (find_rule("FMT001"),)
    )
