"""Readers of bibliography files: one module for each format, each giving references in the shape of CSL-JSON.

A reader takes the whole text of a file and returns what it could read and what it could not:
``read(text) -> (entries, faults)``. No text makes one raise: a broken entry is a fault and the others are
still read. An entry and a fault know their place in the file; columns and lines count from 1.
"""

from casegen.load.bibliography.entry import CslItem, CslName, Entry, Fault

__all__ = ["CslItem", "CslName", "Entry", "Fault"]
