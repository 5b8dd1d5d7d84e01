"""Characters that no font can draw: a problem at the place of the first, not a blank box in print."""

from __future__ import annotations

from casegen.load import Loaded
from casegen.problem import Problem
from casegen.rules import find


def undrawn_character(loaded: Loaded, characters: str, message: str) -> Problem:
    """The problem (TXT011) that none of *characters* can be drawn, where the case file first holds one."""
    rule = find("TXT011")
    source = loaded.places.main
    places = [place for char in characters if (place := source.text.find(char)) >= 0]
    span = source.span(min(places), min(places) + 1) if places else source.span(0, 0)
    hint = "install a font that has them, or write them otherwise"
    return Problem(rule.code, rule.name, rule.severity, message, span, hint=hint)
