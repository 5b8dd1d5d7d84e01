"""How the width of a table is dealt to its columns.

Word would do it by itself where it is not told; LibreOffice and others make all columns equal.
"""

from __future__ import annotations

from casegen.document import Table, plain
from casegen.writers.docx.look import Look

__all__ = ["column_widths"]

# In characters: a column's least width, and the most of its longest word and of its longest cell that count.
_LEAST, _WORD, _CELL = 2, 18, 60
# How wide a character is on average, in parts of the size of the type.
_CHARACTER = 0.54
# Room beside the text of a cell, in characters.
_BESIDE = 2


def column_widths(table: Table, look: Look) -> list[float]:
    """The parts of the line that the columns of *table* take; a small table does not fill it.

    Each column gets what its longest word needs, and what is left goes by how much text there is.
    """
    columns = list(zip(*(*table.head, *table.body), strict=True))
    texts = [[plain(cell.children) for cell in column] for column in columns]
    least = [_BESIDE + min(_WORD, max(_LEAST, *(_longest_word(text) for text in column))) for column in texts]
    wanted = [_BESIDE + max(_LEAST, *(min(_CELL, len(text)) for text in column)) for column in texts]
    line = look.text_width / 20 / (_CHARACTER * look.table_size)
    if sum(wanted) <= line:
        return [width / line for width in wanted]
    if sum(least) >= line:
        return [width / sum(least) for width in least]
    # What each column has beyond its least, in the measure of what it wants beyond it.
    wishes = [max(0, want - need) for want, need in zip(wanted, least, strict=True)]
    left = (line - sum(least)) / max(1, sum(wishes))
    return [(need + left * wish) / line for need, wish in zip(least, wishes, strict=True)]


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)
