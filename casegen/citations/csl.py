"""A reference as an item of CSL-JSON 1.0.2."""

from __future__ import annotations

from typing import Any

from casegen.model import CslDate, CslName, Reference
from casegen.model.base import typed_keys

__all__ = ["CslItem", "as_csl"]

CslItem = dict[str, Any]


def as_csl(reference: Reference) -> CslItem:
    """The item of *reference*: what is empty is left out, dates are ``date-parts`` if they can be."""
    item: CslItem = {}
    keys = typed_keys(Reference)
    # Of some ninety fields most are empty.
    for field, value in reference.__dict__.items():
        if value:
            item[keys[field]] = value if type(value) is str else _value(value)
    return item


def _value(value: Any) -> Any:
    if isinstance(value, CslDate):
        return _date(value)
    if isinstance(value, tuple):
        return [_name(part) if isinstance(part, CslName) else part for part in value]
    return value


def _name(name: CslName) -> CslItem:
    keys = typed_keys(CslName)
    return {keys[field]: value for field, value in name.__dict__.items() if value or value is False}


def _date(date: CslDate) -> CslItem:
    parts = [[int(part) for part in parts if part.isdecimal()] for parts in date.date_parts]
    if date.raw:
        ends = [_parts(end) for end in date.raw.split("/")]
        parts = [end for end in ends if end] if all(ends) else []
    item: CslItem = {"date-parts": parts} if any(parts) else {}
    if date.raw and not parts:
        item["literal"] = date.raw
    for key in ("season", "circa", "literal"):
        if value := getattr(date, key):
            item[key] = value
    return item


def _parts(text: str) -> list[int]:
    """``2019-05-03`` -> [2019, 5, 3]; nothing where *text* is no such date."""
    from casegen.model.dates import read_date

    date = read_date(text.strip())
    return [part for part in (date.year, date.month, date.day) if part] if date else []
