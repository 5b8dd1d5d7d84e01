"""Citations: numbering, and citations and references as printed.

`cite` is the only way in; the engine behind it may change without anyone else knowing.
"""

from typing import TYPE_CHECKING, Any

from casegen.citations.bibliography import Bibliography, Entry, Piece

if TYPE_CHECKING:
    from casegen.citations.engine import begin, cite, ready

__all__ = ["Bibliography", "Entry", "Piece", "begin", "cite", "ready"]


def __getattr__(name: str) -> Any:
    """The engine, imported when it is asked for: a check needs to know styles, and prints nothing."""
    if name in ("begin", "cite", "ready"):
        from casegen.citations import engine

        return getattr(engine, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
