"""What pandoc wrote, finished: metadata, landmarks, direction, our style sheet, the images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from casegen.media.pandoc.front import word
from casegen.media.pandoc.package import closed, exchanged, opened
from casegen.media.xml import Maker, legal, serialised
from casegen.writers.epub.package import PREFIXES, metadata
from casegen.writers.epub.text import Book

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["finished"]

_XHTML = "http://www.w3.org/1999/xhtml"
_OPS = "http://www.idpf.org/2007/ops"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_h = Maker({None: _XHTML, "epub": _OPS})
_OPF = "{http://www.idpf.org/2007/opf}"
_FOLDER = "EPUB/"
_DOCTYPE = "<!DOCTYPE html>"
_STYLE = "styles/stylesheet1.css"


def finished(archive: bytes, book: Book) -> bytes:
    """The EPUB that pandoc made of *book*, as casegen hands it on."""
    parts = exchanged(opened(archive), book.images)
    pages = {name: _read(data) for name, data in parts.items() if name.endswith(".xhtml")}
    for name, page in pages.items():
        _finish_page(page, book)
        if name.endswith("nav.xhtml"):
            _finish_navigation(page, book, _page_of(pages))
    package = _read(parts[f"{_FOLDER}content.opf"])
    _finish_package(package, book, pages)
    parts |= {name: serialised(page, _DOCTYPE) for name, page in pages.items()}
    parts[f"{_FOLDER}content.opf"] = serialised(package)
    parts[_FOLDER + _STYLE] = Path(__file__).with_name("book.css").read_bytes()
    return closed(parts)


def _read(data: bytes) -> etree._Element:
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _page_of(pages: dict[str, etree._Element]) -> str:
    """The address of the page that the article is on, from the package document."""
    return next(name.removeprefix(_FOLDER) for name in pages if "/text/" in name)


def _finish_page(page: etree._Element, book: Book) -> None:
    """Title and direction; a header cell with nothing in it names nothing and is none."""
    for title in page.iter(f"{{{_XHTML}}}title"):
        title.text = legal(book.document.title_text)
    if book.document.direction == "rtl":
        page.set("dir", "rtl")
    for cell in page.iter(f"{{{_XHTML}}}th"):
        if not len(cell) and not (cell.text or "").strip():
            cell.tag = f"{{{_XHTML}}}td"
        else:
            in_head = next(cell.iterancestors(f"{{{_XHTML}}}thead"), None) is not None
            cell.set("scope", "col" if in_head else "row")


def _finish_navigation(page: etree._Element, book: Book, article: str) -> None:
    """Landmarks: where the article begins, and its references."""
    marks = [("bodymatter", "article", book.document.title_text)]
    if book.document.references:
        marks.append(("bibliography", "references", word(book.document, "references")))
    items = [
        _h("li", _h("a", text, href=f"{article}#{anchor}", epub__type=kind)) for kind, anchor, text in marks
    ]
    landmarks = _h(
        "nav", _h("h2", word(book.document, "contents")), _h("ol", *items), epub__type="landmarks", hidden=""
    )
    next(page.iter(f"{{{_XHTML}}}body")).append(landmarks)


def _finish_package(package: etree._Element, book: Book, pages: dict[str, etree._Element]) -> None:
    document = book.document
    own = package.get("unique-identifier", "")
    for old in (*package.findall(f"{_OPF}metadata"), *package.findall(f"{_OPF}guide")):
        package.remove(old)
    told = metadata(document, own, has_maths=book.has_maths, undescribed=book.undescribed)
    package.insert(0, told)
    package.set("prefix", PREFIXES)
    for item in package.iter(f"{_OPF}item"):
        page = pages.get(_FOLDER + item.get("href", ""))
        if page is not None and next(page.iter(f"{{{_MATHML}}}math"), None) is not None:
            item.set("properties", " ".join(dict.fromkeys((*item.get("properties", "").split(), "mathml"))))
    if document.direction == "rtl":
        for spine in package.iter(f"{_OPF}spine"):
            spine.set("page-progression-direction", "rtl")
