"""Footnotes: marked in the order they are read, each set once however often it is marked."""

from __future__ import annotations

from dataclasses import replace

from casegen import document as d
from casegen.compose.context import Context
from casegen.prose import Prose
from casegen.source import Pointer


def note_mark(context: Context, at: Pointer, prose: Prose, label: str) -> d.NoteMark:
    """The mark of *prose*'s note *label*; the first mark of a note also composes its text."""
    from casegen.compose.blocks import Blocker  # blocks hold inlines, and notes hold blocks

    key = (at, label)
    index = context.note_index.get(key)
    if index is None:
        index = context.note_index[key] = len(context.notes)
        mark = _letters(index + 1)
        context.notes.append(d.Note(f"note-{mark}", mark, ()))
        children = Blocker(context, at, prose).plain(prose.notes.get(label, ()))
        context.notes[index] = replace(context.notes[index], children=children)
    note = context.notes[index]
    anchor = f"{note.id}-mark" + (f"-{len(note.backlinks) + 1}" if note.backlinks else "")
    link = d.BackLink(anchor, str(len(note.backlinks) + 1))
    context.notes[index] = replace(note, backlinks=(*note.backlinks, link))
    return d.NoteMark(anchor, note.id, note.mark)


def _letters(number: int) -> str:
    """a, b, ... z, aa: letters, since numbers are citations'."""
    mark = ""
    while number:
        number, rest = divmod(number - 1, 26)
        mark = chr(ord("a") + rest) + mark
    return mark
