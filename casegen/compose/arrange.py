"""The composed article arranged for whom it goes to: blind for reviewers, figures last for manuscripts."""

from __future__ import annotations

from casegen.compose.at_end import at_end
from casegen.document import Document

__all__ = ["arrange"]


def arrange(document: Document, *, blind: bool = False, floats_at_end: bool = False) -> Document:
    """*document*, with figures and tables after the references, and without what names its authors.

    Decided here once, so that every format has it. CasegenError where a blind copy cannot be made.
    """
    if blind:
        from casegen.compose.blind import blind as blinded

        document = blinded(document)
    return at_end(document) if floats_at_end else document
