"""The shared reading of a case's prose, made once a case: flows, sentences, clauses, words, quantities.

Rules read this; none parses text again.
"""

from __future__ import annotations

from casegen.reading.flow import MARK, Flow
from casegen.reading.passages import Passage, passages
from casegen.reading.quantities import TIMES, Quantity
from casegen.reading.read import Kind, Reading, read
from casegen.reading.sentences import Clause, Sentence
from casegen.reading.words import Word, opens

__all__ = [
    "MARK",
    "TIMES",
    "Clause",
    "Flow",
    "Kind",
    "Passage",
    "Quantity",
    "Reading",
    "Sentence",
    "Word",
    "opens",
    "passages",
    "read",
]
