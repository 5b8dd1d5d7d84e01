"""What prose mentions: references it cites, and the figures and tables of a case by what they are called."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Literal
from urllib.parse import unquote

from casegen.model.case import Case
from casegen.model.content import Figure, Table, figure_id
from casegen.prose import Prose, nodes, walk
from casegen.prose.keys import KEY

FloatKind = Literal["fig", "tbl"]
# A figure or table: its kind, and its id as declared.
FloatKey = tuple[FloatKind, str]
Mark = nodes.Cite | nodes.CrossRef | nodes.Image

_KINDS: tuple[FloatKind, ...] = ("fig", "tbl")
_KEY = re.compile(KEY)
_CROSS = re.compile(r"(?:fig|tbl)-.")


def can_be_mentioned(id: str) -> bool:
    """Whether ``@fig-<id>`` in prose would be read as a mention of all of *id*."""
    return _KEY.fullmatch(id) is not None


def can_be_cited(key: str) -> bool:
    """Whether ``[@key]`` in prose would be read as a citation of all of *key*, and not as a mention."""
    return _KEY.fullmatch(key) is not None and not _CROSS.match(key)


def marks(prose: Prose) -> Iterator[Mark]:
    """The citations, cross-references and images of *prose* in reading order.

    What a footnote holds is read after the block that first marks the note.
    """
    if "@" not in prose.text and "![" not in prose.text:
        return
    seen: set[str] = set()
    for block in prose.blocks:
        yield from marks_in(block, prose, seen)


def marks_in(block: nodes.Block, prose: Prose, seen: set[str]) -> Iterator[Mark]:
    """The marks of one *block* of *prose*, and of the notes marked in it but for those already *seen*."""
    blocks = deque([block])
    while blocks:
        for node in walk(blocks.popleft()):
            if isinstance(node, Mark):
                yield node
            elif isinstance(node, nodes.NoteRef) and node.label not in seen:
                seen.add(node.label)
                blocks.extend(prose.notes.get(node.label, ()))


class Floats:
    """The figures and tables of a case."""

    def __init__(self, case: Case) -> None:
        self.parts: Mapping[FloatKey, Figure | Table] = {
            **{("tbl", table.id): table for table in reversed(case.tables)},
            **{("fig", figure.id): figure for figure in reversed(case.figures)},
        }
        figures: list[FloatKey] = [("fig", figure.id) for figure in case.figures]
        tables: list[FloatKey] = [("tbl", table.id) for table in case.tables]
        self.keys: tuple[FloatKey, ...] = tuple(dict.fromkeys([*figures, *tables]))

    def find(self, kind: FloatKind, name: str) -> FloatKey | None:
        """The one that a mention calls *name*: by its id, which may carry the mention's ``fig-`` itself."""
        prefix = f"{kind}-"
        for known in (name, prefix + name, name.removeprefix(prefix)):
            if (kind, known) in self.parts:
                return kind, known
        return None

    def of_anchor(self, href: str) -> FloatKey | None:
        """The one that ``#fig-ct`` leads to."""
        kind, _, name = unquote(href.removeprefix("#")).partition("-")
        return next((self.find(known, name) for known in _KINDS if known == kind and href[:1] == "#"), None)

    def of_image(self, image: nodes.Image) -> FloatKey | None:
        """The one that an image in prose places or declares."""
        if image.src.startswith("#"):
            return self.of_anchor(image.src)
        return self.find("fig", figure_id(image.id, image.src))

    def of_mark(self, mark: Mark) -> tuple[FloatKey, ...]:
        """Those that *mark* mentions or places, in order; none for a citation."""
        match mark:
            case nodes.CrossRef(items=items):
                found = [self.find(item.kind, item.id) for item in items]
            case nodes.Image():
                found = [self.of_image(mark)]
            case _:
                found = []
        return tuple(key for key in found if key is not None)
