"""The article as a tagged PDF (PDF/UA-1), laid out by WeasyPrint from the theme's print page."""

from __future__ import annotations

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import writer


@writer(
    "pdf",
    suffix=".pdf",
    media_type="application/pdf",
    description="a journal page, tagged for assistive technology (PDF/UA-1)",
    look="print",
)
def write_pdf(document: Document, theme: Theme) -> bytes:
    """*document* as PDF; the same document and theme give the same bytes.

    What the layout engine complains of is logged as warnings of ``casegen.pdf``.
    CasegenError: Pango is not installed, a template or style sheet is broken, or an image has gone.
    """
    from casegen.writers.html.media import PrintMedia
    from casegen.writers.html.page import render, stylesheet
    from casegen.writers.pdf.engine import Engine

    media = PrintMedia()
    source = render(document, theme, "print", media)
    return Engine(stylesheet(theme, "print.css"), media.resources).pdf(source)
