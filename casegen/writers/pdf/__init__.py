"""The article as a PDF to read, to hear and to keep, laid out by WeasyPrint from the theme's print page.

It is PDF/UA-1 (ISO 14289-1), tagged for assistive technology, and PDF/A-3a (ISO 19005-3), for archives, with
the article as JATS inside.
"""

from __future__ import annotations

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import write, writer


@writer(
    "pdf",
    suffix=".pdf",
    media_type="application/pdf",
    description="a journal page, accessible and archivable (PDF/UA-1, PDF/A-3a), with the JATS attached",
    look="print",
)
def write_pdf(document: Document, theme: Theme) -> bytes:
    """*document* as PDF; the same document and theme give the same bytes.

    What the layout engine complains of is logged as warnings of ``casegen.pdf``.
    CasegenError: Pango is not installed, a template or style sheet is broken, or an image has gone.
    """
    from casegen.media.moments import moment
    from casegen.writers.html.media import PrintMedia
    from casegen.writers.html.page import render, stylesheet
    from casegen.writers.pdf.engine import Attached, Engine, tell_undrawn

    media = PrintMedia(document.language)
    source = render(document, theme, "print", media)
    jats = write(document, "jats", theme)
    record = Attached(document.slug + jats.suffix, jats.data, jats.media_type, "The article as JATS XML")
    if media.undrawn:
        tell_undrawn(media.undrawn, "the font of formulas lacks %s: the PDF shows such a formula as its TeX")
    numbered = theme.options.get("line_numbers") is True
    engine = Engine(stylesheet(theme, "print.css"), media.resources, numbered=numbered)
    return engine.pdf(source, moment(document), [record])
