"""Citations: numbering, and citations and references as printed.

`cite` is the only way in; the engine behind it may change without anyone else knowing.
"""

from casegen.citations.bibliography import Bibliography, Entry, Piece
from casegen.citations.engine import begin, cite, ready

__all__ = ["Bibliography", "Entry", "Piece", "begin", "cite", "ready"]
