"""Figures and tables as printed: label, caption, credit, width, and the table's cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from casegen import document as d
from casegen.assets import read_image, read_table
from casegen.compose.context import Context, FloatKey, float_anchor, float_key
from casegen.compose.inlines import inline_text
from casegen.compose.licenses import license_short
from casegen.files import Refused
from casegen.model import Figure, Table
from casegen.problem import CasegenError
from casegen.prose import Prose

# A figure this much wider than high deserves the whole page.
_WIDE = 1.9
# A raster narrower than this would be blurred over the whole page (150 dpi on 170 mm).
_PIXELS_FOR_FULL = 1000
# Columns of text, in characters, that fit into one column of a page.
_TABLE_CHARACTERS = 52
_LONGEST_CELL = 28
_NUMBER = re.compile(r"[<>\u2264\u2265~\u2248]?\s*[-+\u2212\u00b1]?\d[\d.,\s\u00a0\u202f]*(?:%|\s*\([^)]*\))?")
_NO_VALUE = ("", "-", "\u2013", "\u2014", "n/a", "na", "nd")


class FloatMaker:
    """Composes the figures and tables of one case, each when its place has come."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._figures = {float_key("fig", figure.id): figure for figure in context.case.figures}
        self._tables = {float_key("tbl", table.id): table for table in context.case.tables}

    def __call__(self, key: FloatKey) -> d.Block:
        """The figure or table *key*. CasegenError where its file cannot be read."""
        return self._figure(key) if key[0] == "fig" else self._table(key)

    def rest(self) -> list[d.Block]:
        """Those that have no place in the text, by number."""
        left = [key for key in self._context.numbers if key not in self._context.placed]
        self._context.placed.update(left)
        return [self(key) for key in sorted(left, key=lambda key: (key[0], self._context.numbers[key]))]

    def _figure(self, key: FloatKey) -> d.Figure:
        figure = self._figures[key]
        number = self._context.numbers[key]
        try:
            image = read_image(self._context.case.folder, figure.file)
        except Refused as refusal:
            raise CasegenError(f"figure {figure.id!r}: {refusal}") from None
        suffix = image.media_type.rsplit("/", 1)[-1].split("+")[0].replace("jpeg", "jpg")
        name = f"{self._context.case.slug}-figure-{number}.{suffix}"
        vector = image.media_type == "image/svg+xml"
        wide = image.width > _WIDE * image.height and (vector or image.width >= _PIXELS_FOR_FULL)
        return d.Figure(
            float_anchor(key),
            f"{self._context.words['figure']}\u00a0{number}",
            d.Asset(name, image.media_type, image.width, image.height, path=image.path),
            figure.alt,
            self._text(figure, "caption"),
            self._credit(figure),
            _width(figure.width, full=wide),
        )

    def _table(self, key: FloatKey) -> d.Table:
        table = self._tables[key]
        try:
            rows = read_table(self._context.case, table)
        except Refused as refusal:
            raise CasegenError(f"table {table.id!r}: {refusal}") from None
        texts = [[cell.text for cell in row] for row in rows]
        aligns = [_align([row[at] for row in texts[1:]]) for at in range(len(texts[0]) if texts else 0)]
        named = bool(aligns) and aligns[0] is d.Align.LEFT
        composed = [
            tuple(
                d.Cell(
                    inline_text(self._context, table.at / "rows" / y / x, cell),
                    header=y == 0 or (x == 0 and named and bool(cell.text.strip())),
                    align=aligns[x],
                )
                for x, cell in enumerate(row)
            )
            for y, row in enumerate(rows)
        ]
        return d.Table(
            tuple(composed[:1]),
            tuple(composed[1:]),
            float_anchor(key),
            f"{self._context.words['table']}\u00a0{self._context.numbers[key]}",
            self._text(table, "caption"),
            self._text(table, "notes"),
            self._credit(table),
            _width(table.width, full=_is_wide(texts)),
        )

    def _text(self, part: Figure | Table, name: str) -> d.Inlines:
        prose = getattr(part, name)
        return inline_text(self._context, part.at / name, prose) if isinstance(prose, Prose) else ()

    def _credit(self, part: Figure | Table) -> d.Inlines:
        """Source, permission and licence, each a sentence."""
        credit = self._text(part, "credit")
        sentences = [part.permission.strip()]
        if part.license:
            sentences.append(f"{self._context.words['licence']}: {license_short(part.license)}")
        ended = [text if text.endswith((".", "!", "?")) else f"{text}." for text in sentences if text]
        if not ended:
            return credit
        if not credit:
            return (d.Text(" ".join(ended)),)
        stop = "" if d.plain(credit).rstrip().endswith((".", "!", "?")) else "."
        return (*credit, d.Text(f"{stop} {' '.join(ended)}"))


def _width(wanted: str | None, *, full: bool) -> d.Width:
    if wanted:
        return d.Width(wanted)
    return d.Width.FULL if full else d.Width.COLUMN


def _align(column: Sequence[str]) -> d.Align:
    """Right for a column of numbers, so that digits stand below digits."""
    values = [text.strip() for text in column if text.strip().lower() not in _NO_VALUE]
    numbers = sum(1 for text in values if _NUMBER.fullmatch(text))
    return d.Align.RIGHT if values and numbers >= 0.8 * len(values) else d.Align.LEFT


def _is_wide(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table needs more than one column of the page for its text."""
    widths = [
        max(min(max(len(row[x]) for row in rows), _LONGEST_CELL), _longest_word(row[x] for row in rows))
        for x in range(len(rows[0]) if rows else 0)
    ]
    return sum(widths) + 2 * len(widths) > _TABLE_CHARACTERS


def _longest_word(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)
