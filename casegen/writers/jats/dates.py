"""Dates in JATS: elements for people, ISO 8601 for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from casegen.writers.jats.tags import E

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["date_parts", "iso_date"]


def date_parts(parts: Sequence[int]) -> list[etree._Element]:
    """Day, month and year, as far as *parts* (year, month, day) go, in the order of the DTD."""
    known = zip(("year", "month", "day"), parts, strict=False)
    return [E(tag, f"{part:02}") for tag, part in known if part][::-1]


def iso_date(parts: Sequence[int]) -> str:
    """*parts* (year, month, day) as ISO 8601, as precise as they are."""
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:] if part)])
