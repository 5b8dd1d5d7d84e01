"""The styles of a Word document: those that pandoc gives to paragraphs, and those of a manuscript's front.

Names are Word's own where it has the style ("heading 1", "Body Text", "footnote text"), so that a co-author
finds it in Word's language, and a submission system by its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casegen.media.xml import Maker, serialised
from casegen.values import Value

if TYPE_CHECKING:
    from lxml import etree

    from casegen.writers.docx.look import Look

__all__ = ["W", "styles", "w"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
w = Maker({"w": W})
_LINE = 240
_HEADINGS = 6


class _Format(Value):
    """How a style's paragraphs and letters are set; what is None or False is as in the style it is based on.

    Lengths are in twentieths of a point, *line* in 240ths of a line; *size* is in points.
    """

    before: int | None = None
    after: int | None = None
    line: int | None = None
    left: int = 0
    right: int = 0
    hanging: int = 0
    first_line: int | None = None
    align: str = ""
    level: int | None = None
    keep_next: bool = False
    keep_lines: bool = False
    contextual: bool = False
    tab: int = 0
    font: str = ""
    size: float = 0
    bold: bool = False
    italic: bool = False
    raised: bool = False
    underlined: bool = False
    colour: str = ""


def styles(look: Look, language: str, *, right_to_left: bool) -> bytes:
    """The part ``word/styles.xml``."""
    root = w(
        "w:styles",
        _defaults(look, language, right_to_left=right_to_left),
        *(_paragraph(*given) for given in _paragraphs(look)),
        *(_paragraph(*given) for given in _front_and_floats(look)),
        *_letters(look),
        *_tables(),
    )
    return serialised(root)


def _paragraphs(look: Look) -> list[tuple[str, str, str, _Format]]:
    """The styles of the text: identifier, name, what it is based on, and how it differs."""
    double = look.double_spaced
    body = _Format(first_line=720) if double else _Format()
    sizes = (look.size + 3, look.size + 1, look.size, look.size, look.size, look.size)
    headings = [
        (
            f"Heading{level}",
            f"heading {level}",
            "Normal",
            _Format(
                before=360 if level == 1 else 240, after=0 if double else 80, level=level - 1,
                size=sizes[level - 1], bold=level < 4, italic=level > 2, keep_next=True, keep_lines=True,
                colour=look.accent,
            ),
        )
        for level in range(1, _HEADINGS + 1)
    ]  # fmt: skip
    return [
        (
            "Normal",
            "Normal",
            "",
            _Format(after=0 if double else 120, line=2 * _LINE if double else 276),
        ),
        ("BodyText", "Body Text", "Normal", body),
        ("FirstParagraph", "First Paragraph", "BodyText", _Format(first_line=0)),
        ("Compact", "Compact", "Normal", _Format(after=0 if double else 40, contextual=True)),
        *headings,
        ("BlockText", "Block Text", "Normal", _Format(left=720, right=720)),
        (
            "SourceCode",
            "Source Code",
            "Normal",
            _Format(line=_LINE, font="Courier New", size=look.size - 1.5),
        ),
        ("Bibliography", "Bibliography", "Normal", _Format(left=480, hanging=480, tab=480)),
        ("FootnoteText", "footnote text", "Normal", _Format(after=40, line=_LINE, size=look.size - 1.5)),
        ("FootnoteBlockText", "Footnote Block Text", "FootnoteText", _Format(left=480)),
        ("Header", "header", "Normal", _Format(after=0, line=_LINE, size=9)),
        ("Footer", "footer", "Normal", _Format(after=0, line=_LINE, size=9)),
    ]


def _front_and_floats(look: Look) -> list[tuple[str, str, str, _Format]]:
    """The styles of the front, and of figures and tables."""
    double = look.double_spaced
    small = look.size if double else look.size - 1
    tiny = look.table_size
    title = _Format(after=200, line=_LINE, size=look.size + 7, bold=True, keep_lines=True)
    drawing = _Format(before=240, after=80, line=_LINE, keep_next=True)
    note = _Format(before=60, after=200, line=_LINE, size=tiny, contextual=True)
    kind = _Format(after=60, size=small, bold=True, colour=look.accent)
    # Labels and legends stay with what they belong to, and keep together.
    return [
        ("ArticleType", "Article Type", "Normal", kind),
        ("Title", "Title", "Normal", title),
        ("Author", "Author", "Normal", _Format(after=160, line=276)),
        ("Affiliation", "Affiliation", "Normal", _Format(after=20, line=264, size=small, keep_lines=True)),
        ("AuthorNote", "Author Note", "Affiliation", _Format(after=60)),
        ("ArticleInformation", "Article Information", "Affiliation", _Format(after=60)),
        ("AbstractTitle", "Abstract Title", "Heading1", _Format(level=0)),
        ("Abstract", "Abstract", "Normal", _Format()),
        ("Keywords", "Keywords", "Normal", _Format(before=0 if double else 120)),
        ("Caption", "caption", "Normal", _Format(after=120, line=None if double else 264, size=small)),
        ("TableCaption", "Table Caption", "Caption", _Format(before=240, keep_next=True, keep_lines=True)),
        ("ImageCaption", "Image Caption", "Caption", _Format(after=60)),
        ("CaptionedFigure", "Captioned Figure", "Normal", drawing),
        ("Figure", "Figure", "CaptionedFigure", _Format()),
        ("TableText", "Table Text", "Normal", _Format(before=20, after=20, line=_LINE, size=tiny)),
        ("TableNote", "Table Note", "Caption", note),
        ("Credit", "Credit", "Caption", _Format(after=160, line=_LINE, size=tiny)),
    ]  # fmt: skip


def _letters(look: Look) -> list[etree._Element]:
    """The styles of runs of letters."""
    return [
        w(
            "w:style",
            w("w:name", w__val="Default Paragraph Font"),
            w("w:uiPriority", w__val="1"),
            w("w:semiHidden"),
            w__type="character",
            w__default="1",
            w__styleId="DefaultParagraphFont",
        ),
        _character("VerbatimChar", "Verbatim Char", _Format(font="Courier New", size=look.size - 1)),
        _character("FootnoteReference", "footnote reference", _Format(raised=True)),
        _character("Hyperlink", "Hyperlink", _Format(colour=look.link, underlined=True)),
        # What leads to another place of the document would unrest the text if it were underlined.
        _character("InternalLink", "Internal Link", _Format(colour=look.link)),
        _character("LineNumber", "line number", _Format(size=8)),
    ]


def _tables() -> list[etree._Element]:
    """A table with three rules, as journals set them: above and below the header row, and at the end."""
    rules = [
        w(f"w:{side}", w__val="single", w__sz="8", w__space="0", w__color="auto")
        for side in ("top", "bottom")
    ]
    cells = [w(f"w:{side}", w__w=width, w__type="dxa") for side, width in (("left", "80"), ("right", "80"))]
    below = w("w:bottom", w__val="single", w__sz="4", w__space="0", w__color="auto")
    return [
        w(
            "w:style",
            w("w:name", w__val="Normal Table"),
            w("w:uiPriority", w__val="99"),
            w("w:semiHidden"),
            w("w:tblPr", w("w:tblInd", w__w="0", w__type="dxa")),
            w__type="table",
            w__default="1",
            w__styleId="TableNormal",
        ),
        w(
            "w:style",
            w("w:name", w__val="Table"),
            w("w:basedOn", w__val="TableNormal"),
            w("w:qFormat"),
            w("w:tblPr", w("w:tblBorders", *rules), w("w:tblCellMar", *cells)),
            w(
                "w:tblStylePr",
                w("w:rPr", w("w:b"), w("w:bCs")),
                w("w:tcPr", w("w:tcBorders", below), w("w:vAlign", w__val="bottom")),
                w__type="firstRow",
            ),
            w__type="table",
            w__customStyle="1",
            w__styleId="Table",
        ),
    ]


def _defaults(look: Look, language: str, *, right_to_left: bool) -> etree._Element:
    own = {"w__bidi": language} if right_to_left else {"w__val": language, "w__eastAsia": language}
    return w(
        "w:docDefaults",
        w(
            "w:rPrDefault",
            w(
                "w:rPr",
                *_run(_Format(font=look.font, size=look.size)),
                w("w:lang", **{"w__val": "en-US", "w__eastAsia": "en-US", "w__bidi": "ar-SA", **own}),
            ),
        ),
        w("w:pPrDefault"),
    )


def _paragraph(id: str, name: str, based_on: str, given: _Format) -> etree._Element:
    custom = id in _OWN
    return w(
        "w:style",
        w("w:name", w__val=name),
        w("w:basedOn", w__val=based_on) if based_on else None,
        w("w:next", w__val="BodyText") if id.startswith(("Heading", "AbstractTitle")) else None,
        w("w:qFormat"),
        w("w:pPr", *_paragraph_properties(given)),
        w("w:rPr", *_run(given)),
        w__type="paragraph",
        w__default="1" if id == "Normal" else None,
        w__customStyle="1" if custom else None,
        w__styleId=id,
    )


_OWN = frozenset(
    (
        *(
            "FirstParagraph",
            "Compact",
            "SourceCode",
            "FootnoteBlockText",
            "ArticleType",
            "Author",
            "Affiliation",
        ),
        *("AuthorNote", "ArticleInformation", "AbstractTitle", "Abstract", "Keywords", "TableCaption"),
        *("ImageCaption", "CaptionedFigure", "Figure", "TableText", "TableNote", "Credit"),
    )
)


def _character(id: str, name: str, given: _Format) -> etree._Element:
    return w(
        "w:style",
        w("w:name", w__val=name),
        w("w:basedOn", w__val="DefaultParagraphFont"),
        w("w:rPr", *_run(given)),
        w__type="character",
        w__styleId=id,
    )


def _paragraph_properties(given: _Format) -> list[etree._Element]:
    """In the order that the schema wants (ISO/IEC 29500-1, 17.3.1.26)."""
    indent = {
        "w__left": str(given.left) if given.left else None,
        "w__right": str(given.right) if given.right else None,
        "w__hanging": str(given.hanging) if given.hanging else None,
        "w__firstLine": str(given.first_line) if given.first_line is not None else None,
    }
    spacing = {
        "w__before": None if given.before is None else str(given.before),
        "w__after": None if given.after is None else str(given.after),
        "w__line": None if given.line is None else str(given.line),
        "w__lineRule": None if given.line is None else "auto",
    }
    found = (
        w("w:keepNext") if given.keep_next else None,
        w("w:keepLines") if given.keep_lines else None,
        w("w:tabs", w("w:tab", w__val="left", w__pos=str(given.tab))) if given.tab else None,
        w("w:spacing", **spacing) if any(spacing.values()) else None,
        w("w:ind", **indent) if any(indent.values()) else None,
        w("w:contextualSpacing") if given.contextual else None,
        w("w:jc", w__val=given.align) if given.align else None,
        w("w:outlineLvl", w__val=str(given.level)) if given.level is not None else None,
    )
    return [element for element in found if element is not None]


def _run(given: _Format) -> list[etree._Element]:
    """In the order that the schema wants (17.3.2.28); what is for other scripts has names of its own."""
    fonts = {f"w__{script}": given.font for script in ("ascii", "hAnsi", "cs")}
    size = str(round(2 * given.size))
    found = (
        w("w:rFonts", **fonts) if given.font else None,
        *((w("w:b"), w("w:bCs")) if given.bold else ()),
        *((w("w:i"), w("w:iCs")) if given.italic else ()),
        w("w:color", w__val=given.colour) if given.colour else None,
        *((w("w:sz", w__val=size), w("w:szCs", w__val=size)) if given.size else ()),
        w("w:u", w__val="single") if given.underlined else None,
        w("w:vertAlign", w__val="superscript") if given.raised else None,
    )
    return [element for element in found if element is not None]
