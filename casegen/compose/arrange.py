"""The composed article arranged for whom it goes to: blind for reviewers, figures last for manuscripts."""

from __future__ import annotations

from casegen.document import Document

__all__ = ["arrange"]


def arrange(document: Document, *, blind: bool = False, floats_at_end: bool = False) -> Document:
    """*document*, with figures and tables after the references, and without what names its authors."""
    if blind or floats_at_end:
        raise NotImplementedError
    return document
