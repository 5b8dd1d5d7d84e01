"""Figures and tables as printed: label, caption, credit, width, and the table's cells."""

from __future__ import annotations

from casegen import document as d
from casegen.assets import is_wide, read_image, read_table
from casegen.compose.context import Context, float_anchor
from casegen.compose.inlines import inline_text
from casegen.compose.licenses import license_short, license_url
from casegen.compose.shape import column_align, needs_full_width
from casegen.files import Refused
from casegen.model import Figure, Table
from casegen.model.mentions import FloatKey
from casegen.problem import CasegenError
from casegen.prose import Prose

_NBSP = "\u00a0"


class FloatMaker:
    """Composes the figures and tables of one case, each when its place has come."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __call__(self, key: FloatKey) -> d.Block:
        """The figure or table *key*. CasegenError where its file cannot be read."""
        part = self._context.floats.parts[key]
        return self._figure(key, part) if isinstance(part, Figure) else self._table(key, part)

    def rest(self) -> list[d.Block]:
        """Those that have no place in the text, by number."""
        numbers = self._context.numbers
        left = [key for key in numbers if key not in self._context.placed]
        self._context.placed.update(left)
        return [self(key) for key in left]

    def _figure(self, key: FloatKey, figure: Figure) -> d.Figure:
        number = self._context.numbers[key]
        try:
            image = read_image(self._context.case.folder, figure.file)
        except Refused as refusal:
            raise CasegenError(f"figure {figure.id!r}: {refusal}") from None
        suffix = image.media_type.rsplit("/", 1)[-1].split("+")[0].replace("jpeg", "jpg")
        name = f"{self._context.case.slug}-figure-{number}.{suffix}"
        return d.Figure(
            float_anchor(key, self._context.floats),
            f"{self._context.words['figure']}{_NBSP}{number}",
            d.Asset(name, image.media_type, image.width, image.height, path=image.path),
            figure.alt,
            self._text(figure, "caption"),
            self._credit(figure),
            _width(figure.width, full=is_wide(image)),
            license_url(figure.license),
        )

    def _table(self, key: FloatKey, table: Table) -> d.Table:
        try:
            rows = read_table(self._context.case, table)
        except Refused as refusal:
            raise CasegenError(f"table {table.id!r}: {refusal}") from None
        texts = [[cell.text for cell in row] for row in rows]
        aligns = [column_align(column[1:]) for column in zip(*texts, strict=True)]
        named = aligns[0] is d.Align.LEFT
        caption = self._text(table, "caption")
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
            float_anchor(key, self._context.floats),
            f"{self._context.words['table']}{_NBSP}{self._context.numbers[key]}",
            caption,
            self._text(table, "notes"),
            self._credit(table),
            _width(table.width, full=needs_full_width(texts)),
            license_url(table.license),
        )

    def _text(self, part: Figure | Table, name: str) -> d.Inlines:
        prose = getattr(part, name)
        return inline_text(self._context, part.at / name, prose) if isinstance(prose, Prose) else ()

    def _credit(self, part: Figure | Table) -> d.Inlines:
        """Source, permission and licence, each a sentence."""
        credit = self._text(part, "credit")
        sentences = [part.permission.strip()]
        if part.license.strip():
            sentences.append(
                f"{self._context.words['licence']}: {license_short(part.license).replace(' ', _NBSP)}"
            )
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
