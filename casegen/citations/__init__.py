"""Citations: numbering, and citations and references as printed.

`cite` is the only way in; the engine behind it may change without anyone else knowing.
"""

from casegen.citations.bibliography import Bibliography, Entry, Piece
from casegen.citations.numeric import cite

__all__ = ["Bibliography", "Entry", "Piece", "cite"]
