"""What a page says of its article to search engines, indexes and reference managers.

Four vocabularies say much the same, each to readers of its own: Highwire Press tags to Google Scholar and
Zotero, Dublin Core to libraries, Open Graph to whoever shows a link to the page, schema.org to search
engines.
"""

from __future__ import annotations

from collections.abc import Iterable

from casegen.document import Document
from casegen.values import Value
from casegen.writers.html.metadata import dublin_core, highwire, open_graph, schema_org
from casegen.writers.html.metadata.facts import created, description, pdf_address, permanent_address

__all__ = ["Head", "Pairs", "head"]

Pairs = tuple[tuple[str, str], ...]


class Head(Value):
    """What stands in a page's head beside its title.

    *names* and *properties* are the pairs of ``<meta name content>`` and ``<meta property content>``, *links*
    those of ``<link rel href>``; *pdf* is the address of the PDF; *data* the content of a script of JSON-LD.
    """

    names: Pairs = ()
    properties: Pairs = ()
    links: Pairs = ()
    pdf: str = ""
    data: str = ""


def head(document: Document, *, printed: bool = False) -> Head:
    """The head of *document*'s page; nothing in it is empty.

    The source of a PDF (*printed*) has only what the PDF engine reads. A blind copy has less, and is not to
    be found: dates, journal and cited works tell who wrote it.
    """
    standard = [
        ("description", description(document)),
        *(("author", author.name) for author in document.authors),
        ("keywords", ", ".join(document.keywords)),
    ]
    if document.blind:
        return Head(_said([*standard, ("robots", "noindex")]))
    if printed:
        return Head(_said([*standard, ("dcterms.created", created(document))]))
    licence = document.license.url if document.license else ""
    links = [("canonical", permanent_address(document)), ("license", licence)]
    return Head(
        _said([*standard, *highwire.names(document), *dublin_core.names(document)]),
        _said(open_graph.properties(document)),
        _said([*links, *dublin_core.VOCABULARIES]),
        pdf_address(document),
        schema_org.data(document),
    )


def _said(pairs: Iterable[tuple[str, str]]) -> Pairs:
    return tuple((name, " ".join(content.split())) for name, content in pairs if content.strip())
