"""The small parts of a Word document: settings, header, footer, fonts, properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casegen.document import Document
from casegen.media.moments import moment
from casegen.media.xml import Maker, serialised
from casegen.writers.docx.look import Look
from casegen.writers.docx.styles import w

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["core", "extended", "fonts", "footer", "header", "settings"]

_OFFICE = "http://schemas.microsoft.com/office/word"
_CORE = Maker(
    {
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
)
_EXTENDED = Maker({None: "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"})
# Word 2013 and later: an older one would open the document as one to be converted.
_WORD = "15"
_DESCRIPTION = 300


def settings(language: str, *, right_to_left: bool) -> bytes:
    """``word/settings.xml``: footnotes with letters, and no mode of an older Word."""
    own = {"w__bidi": language} if right_to_left else {"w__val": language}
    modes = {
        "compatibilityMode": _WORD,
        "overrideTableStyleFontSizeAndJustification": "1",
        "enableOpenTypeFeatures": "1",
        "doNotFlipMirrorIndents": "1",
        "differentiateMultirowTableHeaders": "1",
    }
    return serialised(
        w(
            "w:settings",
            w("w:zoom", w__percent="100"),
            w("w:defaultTabStop", w__val="720"),
            w("w:characterSpacingControl", w__val="doNotCompress"),
            w(
                "w:footnotePr",
                w("w:numFmt", w__val="lowerLetter"),
                w("w:footnote", w__id="-1"),
                w("w:footnote", w__id="0"),
            ),
            w(
                "w:compat",
                *(
                    w("w:compatSetting", w__name=name, w__uri=_OFFICE, w__val=value)
                    for name, value in modes.items()
                ),
            ),
            w("w:themeFontLang", **{"w__val": "en-US", **own}),
            w("w:decimalSymbol", w__val="."),
            w("w:listSeparator", w__val=","),
        )
    )


def fonts(look: Look) -> bytes:
    """``word/fontTable.xml``: the fonts in use, by what may stand in for them."""
    found = {
        look.font: "swiss" if look.font == "Arial" else "roman",
        "Courier New": "modern",
        "Cambria Math": "roman",
    }
    return serialised(
        w(
            "w:fonts",
            *(w("w:font", w("w:family", w__val=family), w__name=name) for name, family in found.items()),
        )
    )


def header(document: Document, *, right_to_left: bool) -> bytes:
    """``word/header1.xml``: who wrote what."""
    runs = [_text(document.running_head[0])]
    return serialised(w("w:hdr", _line("Header", None, runs, right_to_left=right_to_left)))


def footer(document: Document, look: Look, *, right_to_left: bool) -> bytes:
    """``word/footer1.xml``: where it appeared, and at the line's end "page 3 of 12", which Word counts."""
    runs = [_text(document.running_head[1]), w("w:r", w("w:tab"))]
    rest = document.words.get("page_of") or "{page} / {pages}"
    while rest:
        before, brace, rest = rest.partition("{")
        runs.append(_text(before))
        name, _, rest = rest.partition("}") if brace else ("", "", "")
        if name in ("page", "pages"):
            field = "NUMPAGES" if name == "pages" else "PAGE"
            runs.append(w("w:fldSimple", _text("1"), w__instr=f" {field} "))
    stops = w("w:tabs", w("w:tab", w__val="right", w__pos=str(look.text_width)))
    return serialised(w("w:ftr", _line("Footer", stops, runs, right_to_left=right_to_left)))


def core(document: Document) -> bytes:
    """``docProps/core.xml``: what the file says of itself (ISO/IEC 29500-2, 11), with the article's dates."""
    c = _CORE
    at = moment(document)
    dates = [
        c(f"dcterms:{name}", at, xsi__type="dcterms:W3CDTF") if at else None
        for name in ("created", "modified")
    ]
    abstract = str(document.item.get("abstract") or "")
    return serialised(
        c(
            "cp:coreProperties",
            c("dc:title", document.title_text),
            c.optional("dc:subject", document.kind_label),
            c.optional("dc:creator", "; ".join(author.name for author in document.authors)),
            c.optional("cp:keywords", ", ".join(document.keywords)),
            c.optional("dc:description", _shortened(abstract)),
            c.optional("dc:identifier", document.doi_url),
            c("dc:language", document.language),
            *dates,
        )
    )


def extended() -> bytes:
    """``docProps/app.xml``: which program wrote the file, and not which version on which machine."""
    return serialised(_EXTENDED("Properties", _EXTENDED("Application", "casegen")))


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= _DESCRIPTION:
        return words
    return words[:_DESCRIPTION].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def _line(
    style: str, stops: etree._Element | None, runs: list[etree._Element | None], *, right_to_left: bool
) -> etree._Element:
    bidi = w("w:bidi") if right_to_left else None
    return w("w:p", w("w:pPr", w("w:pStyle", w__val=style), stops, bidi), *runs)


def _text(text: str) -> etree._Element | None:
    return w("w:r", w("w:t", text, xml__space="preserve")) if text else None
