"""What a package holds, and under which names.

``article.xml`` is the JATS; images lie where it says, and so do the supplementary files that can. All that
the article was made from lies in ``source/``, but for supplementary files that are in the package already. A
figure's image in the source is the published one, under the name it is published by, and the case asks for it
by that (`renamed`): what a camera noted, and what a file was called in the hospital, is nobody's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath

from casegen.document import Document, Figure
from casegen.files import Refused, read_inside
from casegen.limits import size
from casegen.load import slug_of
from casegen.media.images import assets, published
from casegen.problem import CasegenError
from casegen.themes import Theme
from casegen.writers import write
from casegen.writers.meca.manifest import Item
from casegen.writers.meca.renamed import case_renamed, text_renamed

__all__ = ["contents"]

# What a name on another system may not hold, or might lead elsewhere there.
_ODD = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\\:*?"<>|]')

_UNKNOWN = "application/octet-stream"
# What a case may be written in.
_CASES = (".yaml", ".yml", ".md")
# What the files of a case are, the same on every machine.
_MEDIA_TYPES = {
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".md": "text/markdown",
    ".json": "application/json",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".csl": "application/vnd.citationstyles.style+xml",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}


def contents(document: Document, theme: Theme) -> list[Item]:
    """The files of the package of *document*, those to be read first.

    CasegenError where one has gone, or the PDF cannot be made.
    """
    jats, pdf = write(document, "jats", theme), write(document, "pdf", theme)
    items = [
        Item("article", "article-metadata", "article.xml", jats.media_type, jats.data),
        Item("manuscript", "manuscript", f"{document.slug}.pdf", pdf.media_type, pdf.data),
        *_figures(document),
    ]
    taken = {"manifest.xml", *(item.name.casefold() for item in items)}
    supplements = _supplements(document, taken)
    return [*items, *supplements.values(), *_source(document, supplements, taken)]


def _figures(document: Document) -> Iterator[Item]:
    labels = {
        block.asset.name: block.label
        for section in document.sections()
        for block in section.children
        if isinstance(block, Figure)
    }
    for number, asset in enumerate(assets(document), 1):
        title = labels.get(asset.name, "")
        yield Item(
            f"figure-{number}", "figure", f"figures/{asset.name}", asset.media_type, published(asset), title
        )


def _supplements(document: Document, taken: set[str]) -> dict[Path, Item]:
    """The supplementary files that can lie where the JATS says, by where they lie now."""
    found: dict[Path, Item] = {}
    for number, given in enumerate(document.supplements, 1):
        name = normpath(given.file)
        if (
            given.path is None
            or _ODD.search(name)
            or name.startswith(("/", ".."))
            or name.casefold() in taken
        ):
            continue
        taken.add(name.casefold())
        title = ". ".join(filter(None, [given.label, given.title]))
        data = _read(given.path, name)
        found[given.path] = Item(f"supplement-{number}", "supplemental", name, given.media_type, data, title)
    return found


def _source(document: Document, supplements: dict[Path, Item], taken: set[str]) -> Iterator[Item]:
    shown = {asset.path: asset for asset in assets(document) if asset.path}
    paths = {path: f"figures/{asset.name}" for path, asset in shown.items()}
    renamed = {file.name: paths[file.path] for file in document.sources if file.path in paths}
    for number, file in enumerate(document.sources, 1):
        if file.path in supplements:
            continue
        asset = shown.get(file.path)
        data = published(asset) if asset else _read(file.path, file.name)
        suffix = Path(file.name).suffix.lower()
        media_type = asset.media_type if asset else _MEDIA_TYPES.get(suffix, _UNKNOWN)
        if suffix in _CASES and slug_of(file.path) == document.slug:
            data = case_renamed(file.path, data, paths)
        elif suffix in _CASES:
            data = text_renamed(data, renamed)
        name = _free(f"source/{_ODD.sub('_', renamed.get(file.name, file.name))}", taken)
        yield Item(f"source-{number}", "article-source", name, media_type, data)


def _free(name: str, taken: set[str]) -> str:
    """*name*, with as many low lines before its last part as it takes to be a new one."""
    while name.casefold() in taken:
        folder, _, last = name.rpartition("/")
        name = f"{folder}/_{last}"
    taken.add(name.casefold())
    return name


def _read(path: Path, name: str) -> bytes:
    try:
        return read_inside(path, size("attached_file"))
    except Refused as refusal:
        raise CasegenError(f"{name} cannot be put into the package: {refusal}") from None
