"""The article as an e-book, EPUB 3.3, for readers and screen readers."""

from __future__ import annotations

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import writer


@writer(
    "epub",
    suffix=".epub",
    media_type="application/epub+zip",
    description="an e-book (EPUB 3) with accessibility metadata",
)
def write_epub(document: Document, theme: Theme) -> bytes:  # noqa: ARG001 -- readers choose how a book looks
    """*document* as EPUB; the same document gives the same bytes.

    CasegenError: pandoc is missing or fails, or an image has gone.
    """
    from casegen.media.pandoc.front import word
    from casegen.media.pandoc.program import convert
    from casegen.writers.epub.finish import finished
    from casegen.writers.epub.package import identifier
    from casegen.writers.epub.text import Book

    text = Book(document)
    # One file: nothing is higher than the title's heading.
    options = ("--split-level=1", "--epub-title-page=false", "--toc-depth=3")
    metadata = {
        "identifier": identifier(document),
        "lang": document.language,
        "title": document.title_text,
        "toc-title": word(document, "contents"),
    }
    return finished(convert(text.article(), "epub3", options, metadata), text)
