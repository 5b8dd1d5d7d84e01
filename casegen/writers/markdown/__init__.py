"""The article as Markdown that pandoc and Quarto build: one file, with its references inside."""

from __future__ import annotations

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import writer


@writer(
    "md",
    suffix=".md",
    media_type="text/markdown",
    description="Markdown for pandoc and Quarto, with metadata and references inside",
    images=True,
)
def write_markdown(document: Document, theme: Theme) -> bytes:  # noqa: ARG001 -- as every writer
    """*document* as pandoc's Markdown in UTF-8; a theme has no say in it.

    Citations are written as they were typed, for pandoc or Quarto to print in a style of their own.

    A figure or table has its anchor (``#fig-ct``, ``#tbl-labs``) and a caption without a label: Quarto, and
    pandoc where it makes LaTeX, Typst or numbered DOCX, set "Figure 1" before it themselves. A mention is a
    link with the label that casegen gave, ``[Figure 1](#fig-ct)``: it reads the same wherever the file is
    built, whereas Quarto's own ``@fig-ct`` would be an unknown citation to pandoc. Quarto counts in the order
    of the file, which is that of the numbers unless the case puts a figure elsewhere.
    """
    from casegen.writers.markdown.article import markdown

    return markdown(document).encode()
