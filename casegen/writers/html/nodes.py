"""Nodes of the composed article to HTML: one function a family, everything escaped.

Screen page and print source come from the same markup; they differ only in how an image or a formula
is carried, which `Media` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

from markupsafe import Markup, escape

from casegen.document import (
    Align,
    Asset,
    Block,
    Cell,
    Citation,
    Code,
    CodeBlock,
    CrossReference,
    Emphasis,
    Figure,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Math,
    MathBlock,
    NoteMark,
    Paragraph,
    Quote,
    ReferenceLink,
    Section,
    SmallCaps,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    Timeline,
    plain,
)
from casegen.writers.html.together import Clinging, Range, grouped
from casegen.writers.html.urls import safe_href

__all__ = ["LONG_TABLE", "Media", "NodeRenderer"]

LONG_TABLE = 14
"""Rows above which a table may be divided between pages; a shorter one is kept whole."""

_TAGS: dict[type, str] = {
    Emphasis: "em",
    Strong: "strong",
    Strikethrough: "s",
    Superscript: "sup",
    Subscript: "sub",
}
# What is not divided at the end of a line: a unit such as mg/dL or /min, with the number before it where
# both are short; a number and the sign of its unit; a range of numbers.
_UNIT_SIGNS = (
    "%|°C|[mkM]?(?:g|L|m|s|V|A|W|Hz|Pa|Bq|Gy|Sv|mol|cal|Da)|[cd][mL]|[µμn](?:g|L|m|s|V|mol)|"
    "min|h|mmHg|bpm|dB|I?U|mm²|cm²|m²|mm³|cm³|m³"
)
_WHOLE = re.compile(
    r"((?<!\S)\(?(?:\d[\d.,]{0,3} [^\s/()]{0,4}|[^\s/()]{0,8})/[^\s/()]{1,8}\)?"
    rf"|(?<![\w.,])\d[\d.,]{{0,7}} (?:{_UNIT_SIGNS})(?![\w/])"
    r"|(?<![\w\u2013])[A-Za-z]?\d{1,5}\u2013[A-Za-z]?\d{1,5}(?![\w\u2013]))"
)
# An address is divided at its own marks alone: a hyphen would become a part of it.
_ADDRESS = re.compile(r"(?<!\S)(\(?(?:https?://|www\.|(?:doi:)?10\.\d{4,9}/)\S+)")
# How a paragraph may end: with a last word that is neither divided nor, where it is short, alone.
_LAST_WORD = re.compile(r"(?<!\S)(?<!\d )[^\s/]{1,8} $")
_LAST_WORDS = re.compile(r"(?<!\S)(?<!\d )(?:[^\s/]{1,8} [^\s/]{1,4}|[^\s/]{5,12})$")
_STUB = 3
# The cells of a table that are too short to be broken into lines.
_SHORT_CELL = 8
# In a cell, a longer word may be broken anywhere.
_LONGEST_WORD = 30
_SPACES = (" ", "\xa0")


class Media(Protocol):
    """How images and formulas are carried by the page being made."""

    def image(self, asset: Asset) -> str:
        """The address at which the page finds *asset*."""

    def formula(self, tex: str, *, display: bool) -> Markup:
        """*tex* as markup."""


class NodeRenderer:
    """Renders nodes.

    *words* are the article language's labels; *peeks* maps a reference's anchor to the text that a
    citation shows while it is pointed at. *numbered*: the references have numbers, by which a citation calls
    them ("2001" is a year elsewhere). *printed* humours the PDF engine, which lets a float span
    the columns only where it stands in the column box itself (sections leave no element), and breaks a
    line after its first word where text fits it but for a last space (which gets an element).
    """

    def __init__(
        self,
        media: Media,
        words: Mapping[str, str],
        peeks: Mapping[str, str],
        *,
        numbered: bool = True,
        printed: bool = False,
    ) -> None:
        self._media = media
        self._printed = printed
        self._words = words
        self._peeks = peeks
        self._numbered = numbered

    def word(self, key: str) -> str:
        """The printed label *key* in the article's language; else the key made readable."""
        return self._words.get(key) or key.replace("_", " ").capitalize()

    def inline(self, nodes: Iterable[Inline]) -> Markup:
        """Inline nodes, in order."""
        parts = list(grouped(tuple(nodes)))
        last = len(parts) - 1
        return Markup("").join(self._part(part, last=at == last) for at, part in enumerate(parts))

    def _part(self, part: Inline | Range | Clinging, *, last: bool) -> Markup:
        match part:
            case Range():
                return self._range(part)
            case Clinging(before=before, citation=citation):
                return _element("span", escape(before) + self._inline(citation), class_="unit")
            case _:
                return self._inline(part, last=last)

    def blocks(self, nodes: Iterable[Block]) -> Markup:
        """Block nodes, in order."""
        return Markup("\n").join(self._block(node) for node in nodes)

    def item(self, nodes: Iterable[Block]) -> Markup:
        """Blocks as the content of a list item, its first paragraph bare."""
        return Markup("").join(
            self._prose(node.children) if isinstance(node, Paragraph) and index == 0 else self._block(node)
            for index, node in enumerate(nodes)
        )

    def _prose(self, nodes: tuple[Inline, ...]) -> Markup:
        """A paragraph's text; in print its end is kept whole, lest a stub stand on its last line."""
        if not self._printed:
            return self.inline(nodes)
        match nodes:
            case (*before, Text(text=text), Citation() as citation, Text(text=stop)) if len(stop) < _STUB:
                end: tuple[Inline, ...] = (citation, nodes[-1])
                word = _LAST_WORD.search(text) if len(plain(end)) <= _SHORT_CELL else None
            case (*before, Text(text=text)):
                end, word = (), _LAST_WORDS.search(text)
            case _:
                word = None
        if word is None:
            return self.inline(nodes)
        start = (*before, Text(text[: word.start()]))
        kept = Markup("").join(self._inline(node) for node in (Text(word[0]), *end))
        return Markup("").join(map(self._inline, start)) + _element("span", kept, class_="unit")

    def _inline(self, node: Inline, *, last: bool = False) -> Markup:
        match node:
            case Text(text=text):
                return self._text(text, last=last)
            case Code() | LineBreak() | Math() | NoteMark():
                return self._leaf(node)
            case Link(href=href, children=children):
                return _element("a", self._bare(children), href=safe_href(href))
            case Citation(id=anchor, children=children):
                return _element("span", self.inline(children), id=anchor, class_="citation")
            case ReferenceLink():
                return self._link(node)
            case CrossReference(target=target, children=children):
                return _element("a", self.inline(children), href=f"#{target}", class_="cross")
            case SmallCaps(children=children):
                return _element("span", self.inline(children), class_="small-caps")
            case _:
                return _element(_TAGS[type(node)], self.inline(node.children))

    def _bare(self, nodes: Iterable[Inline]) -> Markup:
        """The text of a link, bare: the PDF engine makes one more link of every element inside one."""
        return Markup("").join(
            escape(node.text) if isinstance(node, Text) else self._inline(node) for node in nodes
        )

    def _text(self, text: str, *, last: bool) -> Markup:
        """Plain text: a short "4 mg/dL" is not divided at the end of a line, nor an address with a hyphen."""
        if "/" in text and _ADDRESS.search(text):
            pieces = _ADDRESS.split(text)
            ends = len(pieces) - 1
            return Markup("").join(
                _element("span", escape(piece), class_="address")
                if index % 2
                else self._words_of(piece, last=last and index == ends)
                for index, piece in enumerate(pieces)
            )
        return self._words_of(text, last=last)

    def _words_of(self, text: str, *, last: bool) -> Markup:
        parts = _WHOLE.split(text)
        shown = Markup("")
        for index, part in enumerate(parts):
            if index % 2:
                shown += _element("span", escape(part), class_="unit")
            elif self._printed and part[-1:] in _SPACES and not (last and index == len(parts) - 1):
                shown += escape(part[:-1]) + _element("span", escape(part[-1:]))
            else:
                shown += escape(part)
        return shown

    def _leaf(self, node: Code | LineBreak | Math | NoteMark) -> Markup:
        match node:
            case Code(text=text):
                return _element("code", escape(text))
            case LineBreak():
                return Markup("<br>")
            case Math(tex=tex):
                return self._media.formula(tex, display=False)
            case NoteMark(id=anchor, target=target, mark=mark):
                link = _element("a", escape(mark), href=f"#{target}", class_="note-mark")
                return _element("sup", link, id=anchor, class_="note")

    def _link(self, link: ReferenceLink, **attributes: str) -> Markup:
        """A link to a reference; one of figures alone has a name that is understood by itself."""
        shown = plain(link.children)
        bare = self._numbered and any(map(str.isdigit, shown)) and not any(map(str.isalpha, shown))
        given = {
            "class_": "reference",
            "role": None if self._printed else "doc-biblioref",
            "aria_label": f"{self.word('reference')} {shown}" if bare and not self._printed else None,
            "data_peek": self._peeks.get(link.target),
        }
        return _element("a", self._bare(link.children), href=f"#{link.target}", **{**given, **attributes})

    def _range(self, range: Range) -> Markup:
        """A range, not divided: the sign between its ends leads to the first reference it covers.

        On screen a list of all it covers stands before the sign, for the keyboard and for who listens, and
        shown to who points at the range. Where no style is applied, "1-4" reads "1, 2, 3-4".
        """
        first, last = self._link(range.first), self._link(range.last)
        through = range.covered[0].replace(children=(Text(range.between),))
        if self._printed:
            return _element("span", first + self._link(through) + last, class_="range")
        sign = self._link(through, tabindex="-1", aria_hidden="true")
        covered = Markup("").join(", " + self._link(one) for one in range.covered)
        return _element(
            "span", first + _element("span", covered, class_="covered") + sign + last, class_="range"
        )

    def _block(self, node: Block) -> Markup:
        match node:
            case Paragraph(children=children):
                return _element("p", self._prose(children))
            case Section():
                return self._section(node)
            case Figure() | Table() | Timeline():
                return self._float(node)
            case ListBlock():
                return self._list(node)
            case Quote(children=children):
                return _element("blockquote", self.blocks(children))
            case CodeBlock(text=text):
                return _element("pre", _element("code", escape(text)), tabindex="0")
            case MathBlock(tex=tex):
                formula = self._media.formula(tex, display=True)
                return _element("div", formula, class_="equation", tabindex="0")
            case ThematicBreak():
                return Markup("<hr>")

    def _float(self, node: Figure | Table | Timeline) -> Markup:
        match node:
            case Figure():
                return self._figure(node)
            case Table():
                return self._table(node)
            case Timeline():
                return self._timeline(node)

    def _section(self, section: Section) -> Markup:
        level = min(max(section.level, 2), 6)
        heading = _element(f"h{level}", self.inline(section.title), id=section.id)
        content = Markup("\n").join((heading, self.blocks(section.children)))
        return content if self._printed else _element("section", content)

    def _list(self, node: ListBlock) -> Markup:
        items = Markup("\n").join(
            _element("li", self.item(item) if node.tight else self.blocks(item)) for item in node.items
        )
        start = str(node.start) if node.ordered and node.start != 1 else None
        tag = "ol" if node.ordered else "ul"
        return _element(tag, items, start=start, class_="tight" if node.tight else "loose")

    def _figure(self, figure: Figure) -> Markup:
        # An image without a description must at least say which one it is.
        image = self._image(figure.asset, figure.alt or figure.label)
        caption = self._caption(figure.label, figure.caption)
        legend = _element("figcaption", caption + self._credit(figure.credit))
        kinds = f"figure float {figure.width.value}"
        return _element("figure", image + legend, id=figure.id, class_=kinds)

    def _timeline(self, timeline: Timeline) -> Markup:
        caption = self.inline(timeline.caption) or escape(self.word("timeline"))
        image = self._image(timeline.drawing, timeline.alt)
        legend = _element("figcaption", _element("p", caption))
        drawing = _element("figure", image + legend, id=timeline.id, class_="figure float column timeline")
        return drawing + "\n" + self._table(timeline.table, extra="timeline-table")

    def _image(self, asset: Asset, alt: str) -> Markup:
        return _element(
            "img",
            None,
            src=self._media.image(asset),
            alt=alt,
            width=str(max(1, round(asset.width))),
            height=str(max(1, round(asset.height))),
        )

    def _caption(self, label: str, caption: Iterable[Inline]) -> Markup:
        text = self.inline(caption)
        if not label:
            return _element("p", text)
        stop = "." if text else ""
        return _element("p", _element("span", escape(label + stop), class_="label") + " " + text)

    def _credit(self, credit: tuple[Inline, ...]) -> Markup:
        return _element("p", self.inline(credit), class_="credit") if credit else Markup("")

    def _table(self, table: Table, extra: str = "") -> Markup:
        named = bool(table.label or table.caption)
        caption_id = f"{table.id}-caption" if table.id and named else None
        caption = Markup("")
        if named:
            caption = _element("caption", self._caption(table.label, table.caption), id=caption_id)
        head = self._rows(table.head, "col")
        body = self._rows(table.body, "row")
        inside = caption + (_element("thead", head) if table.head else head) + _element("tbody", body)
        scroll = _element(
            "div",
            _element("table", inside),
            class_="scroll",
            role="group",
            tabindex="0",
            aria_labelledby=caption_id,
            aria_label=None if caption_id else self.word("table"),
        )
        notes = _element("p", self.inline(table.notes), class_="table-notes") if table.notes else ""
        # A table without a number stands in the prose: what is before it leads to it.
        kinds = ["table", "float" if table.label else "", table.width.value, extra]
        kinds.append("long" if len(table.body) > LONG_TABLE else "short")
        return _element(
            "div",
            scroll + notes + self._credit(table.credit),
            id=table.id or None,
            class_=" ".join(filter(None, kinds)),
        )

    def _rows(self, rows: Iterable[tuple[Cell, ...]], scope: str) -> Markup:
        return Markup("\n").join(
            _element("tr", Markup("").join(self._cell(cell, scope) for cell in row)) for row in rows
        )

    def _cell(self, cell: Cell, scope: str) -> Markup:
        text = self.inline(cell.children)
        words = plain(cell.children)
        short = " " in words and len(words) <= _SHORT_CELL
        align = None if cell.align is Align.LEFT else cell.align.value
        # Of the printed page, which cannot be scrolled.
        endless = self._printed and max(map(len, words.split()), default=0) > _LONGEST_WORD
        kinds = (
            " ".join(filter(None, (align, "unit" if short else None, "endless" if endless else None))) or None
        )
        # An empty header, such as a table's corner, names nothing.
        if cell.header and text:
            return _element("th", text, scope=scope, class_=kinds)
        return _element("td", text, class_=kinds)


def _element(name: str, content: Markup | str | None, **attributes: str | None) -> Markup:
    """An HTML element; *content* None makes a void one. ``class_`` is class, ``aria_label`` aria-label."""
    opening = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    start = Markup(f"<{name}{opening}>")  # noqa: S704 -- names are ours, values are escaped
    return start if content is None else start + content + Markup(f"</{name}>")  # noqa: S704
