"""The article as a Word document, for co-authors and submission systems (Office Open XML, ISO/IEC 29500)."""

from __future__ import annotations

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import writer


@writer(
    "docx",
    suffix=".docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    description="a Word document with styles, footnotes and native equations, for co-authors and submission",
    look="options",
)
def write_docx(document: Document, theme: Theme) -> bytes:
    """*document* as DOCX; the same document and theme give the same bytes.

    CasegenError: pandoc is missing or fails, or an image has gone or cannot be drawn.
    """
    from casegen.media.pandoc.program import convert
    from casegen.writers.docx.finish import finished
    from casegen.writers.docx.look import look_of
    from casegen.writers.docx.text import Manuscript

    look = look_of(theme)
    text = Manuscript(document, look)
    metadata = {"dir": "rtl"} if document.direction == "rtl" else {}
    return finished(convert(text.article(), "docx", metadata=metadata), document, look, text.images)
