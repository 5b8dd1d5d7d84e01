"""Footnotes: lettered in the order they are first marked, each set once however often it is marked."""

from __future__ import annotations

from casegen import document as d
from casegen.compose.context import Context, MarkedNote
from casegen.prose import Prose
from casegen.source import Pointer


def note_mark(context: Context, at: Pointer, prose: Prose, label: str) -> d.NoteMark:
    """The mark of *prose*'s note *label*. The note's text is composed later, by `blocks.compose_notes`."""
    note = context.note_at.get((at, label))
    if note is None:
        note = MarkedNote(at, prose, label, _letters(len(context.notes) + 1))
        context.note_at[at, label] = note
        context.notes.append(note)
    anchor = f"{note.anchor}-mark" + (f"-{len(note.marks) + 1}" if note.marks else "")
    note.marks.append(anchor)
    return d.NoteMark(anchor, note.anchor, note.letter)


def _letters(number: int) -> str:
    """The letters a, b, ... z, aa: numbers are the citations'."""
    mark = ""
    while number:
        number, rest = divmod(number - 1, 26)
        mark = chr(ord("a") + rest) + mark
    return mark
