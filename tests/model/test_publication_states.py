"""Wherever a reference says that it is in no issue yet, its `status` says it, and nothing else is lost."""

from typing import Any

import pytest

from casegen.model import Reference

STATED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "as a date in words": ({"issued": {"raw": "in press"}}, {"status": "in press"}),
    "as CSL has words for a date": ({"issued": {"literal": "Forthcoming."}}, {"status": "Forthcoming"}),
    "behind a year": (
        {"issued": {"literal": "2024, in press"}},
        {"status": "in press", "issued": {"raw": "2024"}},
    ),
    "in brackets": ({"issued": {"raw": "(in press)"}}, {"status": "in press"}),
    "as a volume": ({"volume": "in press"}, {"status": "in press"}),
    "as pages": ({"page": "Epub ahead of print"}, {"status": "Epub ahead of print"}),
    "as a note": ({"note": "Online ahead of print."}, {"status": "Online ahead of print"}),
    "twice": ({"issued": {"raw": "in press"}, "note": "In Press"}, {"status": "in press"}),
    "beside a status of its own": ({"status": "accepted", "note": "in press"}, {"status": "accepted"}),
    "as a status": ({"status": "in press"}, {"status": "in press"}),
}
OTHERWISE: list[dict[str, Any]] = [
    {"issued": {"raw": "2024"}},
    {"issued": {"raw": "n.d."}},
    {"note": "in press when this was written"},
    {"title": "In press"},
    {"volume": "12"},
]


def said(reference: Reference) -> dict[str, Any]:
    return reference.model_dump(exclude_defaults=True, exclude={"id", "type"})


@pytest.mark.parametrize("name", STATED)
def test_what_is_in_press_has_that_status(name: str) -> None:
    typed, meant = STATED[name]
    assert said(Reference.model_validate({"id": "a", **typed})) == meant


@pytest.mark.parametrize("typed", OTHERWISE)
def test_anything_else_stays(typed: dict[str, Any]) -> None:
    assert said(Reference.model_validate({"id": "a", **typed})) == typed
