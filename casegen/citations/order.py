"""The citations of a case in the order they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casegen.citations.bibliography import Place
from casegen.model import Case, Figure, Table
from casegen.model.outline import outline, texts
from casegen.prose import Prose, nodes
from casegen.source import Pointer


def citations(case: Case) -> Iterator[tuple[Place, nodes.Cite]]:
    """Every citation with its place, in reading order.

    What a caption or table cites is read where the figure or table is first mentioned (ICMJE: such
    references are numbered by the first identification of the figure or table in the text).
    """
    floats = _Floats(case)
    for item in outline(case):
        for at, prose in texts(case, item):
            yield from _in(at, prose, floats)
    for part in (*case.figures, *case.tables):
        yield from floats.first(part)


def _in(at: Pointer, prose: Prose, floats: _Floats) -> Iterator[tuple[Place, nodes.Cite]]:
    for node in prose.walk():
        match node:
            case nodes.Cite():
                yield (at, node.start), node
            case nodes.CrossRef(items=items):
                for item in items:
                    yield from floats.mentioned(item.kind, item.id)
            case nodes.Image(src=src) if src.startswith("#fig-"):
                yield from floats.mentioned("fig", src.removeprefix("#fig-"))


class _Floats:
    """Figures and tables whose captions have not been read yet."""

    def __init__(self, case: Case) -> None:
        self._parts: Mapping[tuple[str, str], Figure | Table] = {
            **{("fig", f.id.removeprefix("fig-")): f for f in case.figures},
            **{("tbl", t.id.removeprefix("tbl-")): t for t in case.tables},
        }
        self._read: set[Pointer] = set()

    def mentioned(self, kind: str, name: str) -> Iterator[tuple[Place, nodes.Cite]]:
        part = self._parts.get((kind, name))
        if part is not None:
            yield from self.first(part)

    def first(self, part: Figure | Table) -> Iterator[tuple[Place, nodes.Cite]]:
        """The citations in *part*, the first time it is asked for."""
        if part.at in self._read:
            return
        self._read.add(part.at)
        for at, prose in _texts(part):
            yield from _in(at, prose, self)


def _texts(part: Figure | Table) -> Iterator[tuple[Pointer, Prose]]:
    for name in ("caption", "notes", "credit"):
        prose = getattr(part, name, None)
        if prose is not None:
            yield part.at / name, prose
    if isinstance(part, Table):
        for row_at, row in enumerate(part.rows):
            for cell_at, cell in enumerate(row):
                yield part.at / "rows" / row_at / cell_at, cell
