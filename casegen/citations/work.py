"""What is printed in one go, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from casegen.citations.bibliography import Entry, Piece
from casegen.citations.clusters import Cluster
from casegen.citations.csl import CslItem
from casegen.citations.styles import Style

__all__ = ["Printed", "Work"]


class Work(NamedTuple):
    """What is to be printed: *items* in the order they were given in, *clusters* in that of reading."""

    style: Style
    language: str
    items: Sequence[CslItem]
    clusters: Sequence[Cluster]


class Printed(NamedTuple):
    """The entries of the reference list in its order, and the citations in that of the clusters."""

    entries: tuple[Entry, ...]
    citations: tuple[tuple[Piece, ...], ...]
