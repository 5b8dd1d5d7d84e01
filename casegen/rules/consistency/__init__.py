"""CON: the report against itself. What two places say of one patient must not differ."""

from casegen.rules.consistency import (
    abbreviations,
    intervals,
    novelty,
    numbers,
    outcomes,
    persons,
    sides,
    timeline,
)

__all__ = ["abbreviations", "intervals", "novelty", "numbers", "outcomes", "persons", "sides", "timeline"]
