"""How to cite the article, for reference managers: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import writer


@writer(
    "bib",
    suffix=".bib",
    media_type="application/x-bibtex",
    description="how to cite the article, as BibTeX and BibLaTeX",
)
def write_bib(document: Document, theme: Theme) -> bytes:  # noqa: ARG001 -- as every writer
    """*document* as one entry of a bibliography file."""
    return _exported(document, "bib")


@writer(
    "ris",
    suffix=".ris",
    media_type="application/x-research-info-systems",
    description="how to cite the article, as RIS",
)
def write_ris(document: Document, theme: Theme) -> bytes:  # noqa: ARG001 -- as every writer
    """*document* as one record."""
    return _exported(document, "ris")


@writer(
    "csl",
    suffix=".csl.json",
    media_type="application/vnd.citationstyles.csl+json",
    description="how to cite the article, as CSL-JSON",
)
def write_csl(document: Document, theme: Theme) -> bytes:  # noqa: ARG001 -- as every writer
    """*document* as a list of one item."""
    return _exported(document, "csl")


def _exported(document: Document, format: str) -> bytes:
    """The article's own item, under the key that `casegen refs add` would give it: kim2020."""
    from casegen.media.xml import legal
    from casegen.model import Reference
    from casegen.refs.export import export
    from casegen.refs.keys import Keys

    item = dict(document.item)
    reference = Reference.model_validate({**item, "id": Keys().new(item)})
    # Control characters and lone surrogates are no text in these formats either.
    return legal(export((reference,), format)).encode()
