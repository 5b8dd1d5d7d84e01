"""What several formats ask of a reference's text and dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["as_iso", "unique"]


def unique(names: Iterable[str]) -> Iterator[str]:
    """*names* with a number after each that came before."""
    taken: set[str] = set()
    for name in names:
        free, number = name, 1
        while free in taken:
            number += 1
            free = f"{name}-{number}"
        taken.add(free)
        yield free


def as_iso(date: Mapping[str, Any]) -> str:
    """A CSL date as ISO 8601, ``~`` after what is about; empty where it has no parts."""
    parts = date.get("date-parts", [])
    written = ["-".join((f"{year:04}", *(f"{part:02}" for part in rest))) for year, *rest in parts]
    return "/".join(written) + ("~" if written and date.get("circa") else "")
