"""MET: the record of the report: identifiers, dates, rights, how to cite it, and what a deposit needs."""

from casegen.rules.metadata import citation, dates, deposit, holders, identifiers, keys, licence, residue

__all__ = ["citation", "dates", "deposit", "holders", "identifiers", "keys", "licence", "residue"]
