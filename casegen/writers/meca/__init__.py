"""The article as a MECA package, to hand a submission on from one system to another.

Manuscript Exchange Common Approach, NISO RP-30-2020: a ZIP archive whose ``manifest.xml`` lists all else.
"""

from __future__ import annotations

from casegen.document import Document
from casegen.themes import Theme
from casegen.writers import writer


@writer(
    "meca",
    suffix=".meca.zip",
    media_type="application/zip",
    description="MECA package with JATS, PDF, figures and source, to hand a submission on (NISO RP-30)",
)
def write_meca(document: Document, theme: Theme) -> bytes:
    """*document* as a package: JATS, PDF, images, supplementary files and source, and the manifest of them.

    There is no ``transfer.xml``: it names the system and the journal that the package is for, which the one
    who sends it knows and a case does not. CasegenError: a file has gone, or the PDF cannot be made.
    """
    from casegen.media.pandoc.package import closed
    from casegen.writers.meca.contents import contents
    from casegen.writers.meca.manifest import manifest

    items = contents(document, theme)
    return closed({"manifest.xml": manifest(items), **{item.name: item.data for item in items}})
