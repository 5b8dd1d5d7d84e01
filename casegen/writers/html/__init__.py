"""The article as a web page: one file with its styles, faces and images inside, and no script."""

from __future__ import annotations

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import writer


@writer(
    "html",
    suffix=".html",
    media_type="text/html",
    description="one self-contained web page, with no JavaScript",
    look="screen",
)
def write_html(document: Document, theme: Theme) -> bytes:
    """*document* as a page that needs nothing beside itself.

    CasegenError: a template or style sheet of *theme* is broken, or an image has gone.
    """
    from unicodedata import normalize

    from casegen.writers.html.media import ScreenMedia
    from casegen.writers.html.page import render
    from casegen.writers.html.policy import with_policy

    page = render(document, theme, "screen", ScreenMedia(document.language))
    # The form the web asks for (W3C, Character Model: String Matching), in which a search finds an accent.
    return with_policy(normalize("NFC", page), theme.policy).encode()
