"""PRV: nothing in a report may tell who the patient is.

A clean run is no proof of it: a rule knows forms, and not what a neighbour knows.
"""

from casegen.rules.privacy import ages, dates, identifiers, names, overlay, places

__all__ = ["ages", "dates", "identifiers", "names", "overlay", "places"]
