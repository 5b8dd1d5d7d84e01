"""The case report as typed, immutable values; the JSON Schema comes from them."""

from casegen.model.base import Part
from casegen.model.case import MAIN_SECTIONS, Case, Renamed
from casegen.model.content import Event, Figure, Patient, Section, Supplement, Table
from casegen.model.dates import PartialDate, read_date
from casegen.model.people import Affiliation, Author, Name, Role
from casegen.model.publication import Journal, License
from casegen.model.reference import CslDate, CslName, Reference

__all__ = [
    "MAIN_SECTIONS",
    "Affiliation",
    "Author",
    "Case",
    "CslDate",
    "CslName",
    "Event",
    "Figure",
    "Journal",
    "License",
    "Name",
    "Part",
    "PartialDate",
    "Patient",
    "Reference",
    "Renamed",
    "Role",
    "Section",
    "Supplement",
    "Table",
    "read_date",
]
