"""Where figures and tables come to stand on the page.

The layout engine has no page floats: a figure that does not fit goes on to the next column or page,
and leaves the rest of this one white. A compositor sets the text that follows there instead; so does
this module, which looks at pages as they are laid out and says what to move before they are laid out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

__all__ = ["Floats"]

# What may be set before a float that was cited earlier; of the divisions, what stands in the prose.
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_PROSE = ("p", "ul", "ol", "blockquote", "pre", *_HEADINGS)
_IN_PROSE = frozenset(("table", "equation"))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A column's content: its page, its blocks, where the last one ends, where it could end, its peers."""

    page: int
    blocks: list[Any]
    end: float
    limit: float
    columns: int


class _NotYet(Exception):
    """How high a block is will be known when the next page is laid out."""


class Floats:
    """The floats of an article's text, while its pages are laid out one after the other."""

    def __init__(self, root: Any, largest_gap: float) -> None:
        """*root*: the element of all; *largest_gap*: the part of a page's height that may stay white."""
        self._text: Any = next((e for e in root.iter("div") if e.get("class") == "text"), None)
        self._largest_gap = largest_gap
        self._pieces: list[_Piece] = []
        self._heights: dict[Any, float] = {}
        self._pages = 0
        self._settled = 0

    def settle(self, page: Any, *, last: bool) -> int | None:
        """Let the text that follows a float fill the white left above it, as a compositor would.

        *page* is the box of the page laid out after the one given before. Where elements of the text were
        moved, the number of the first page (from 0) that changes by that: the layout is then of no more use.
        """
        if self._text is None:
            return None
        for piece in _pieces(page, self._text, self._pages):
            self._pieces.append(piece)
            for block in piece.blocks:
                self._heights[block.element] = self._heights.get(block.element, 0) + block.margin_height()
        self._pages += 1
        unknown = self._pieces[-1].blocks[-1].element if self._pieces and not last else None
        allowed = self._largest_gap * page.margin_height()
        while self._settled + 1 < len(self._pieces):
            above, below = self._pieces[self._settled : self._settled + 2]
            try:
                # Only the first: what is moved here changes every page after it.
                if self._gap_filled(above, below, allowed, unknown):
                    return above.page
            except _NotYet:
                return None
            self._settled += 1
        return None

    def _gap_filled(self, above: _Piece, below: _Piece, allowed: float, unknown: Any) -> bool:
        """Whether the float at the head of *below* was moved down: more than *allowed* was white above it."""
        element = below.blocks[0].element
        gap = above.limit - above.end
        if gap < allowed or not _is_float(element) or element is above.blocks[-1].element:
            return False
        wide = below.columns < above.columns
        return self._moved_down(element, gap * above.columns if wide else gap, unknown)

    def _moved_down(self, element: Any, gap: float, unknown: Any) -> bool:
        """Put *element*, and the floats among what follows it, after as much text as fills *gap*.

        False where no text that may be moved comes next. _NotYet, where the blocks that are laid out do not
        fill it; *unknown* is the last of them, of which there may be more.
        """
        blocks = list(self._text)
        start = blocks.index(element)
        floats: list[Any] = []
        filling: list[Any] = []
        filled = 0.0
        for block in blocks[start:]:
            if _is_float(block):
                floats.append(block)
                continue
            if not _leans_on_text(block) and (filled >= gap or block.tag not in _PROSE):
                break
            if unknown is not None and (block is unknown or block not in self._heights):
                raise _NotYet
            filling.append(block)
            filled += self._heights.get(block, 0)
        # A heading must not be the last thing before the float, nor a float go beyond the last text moved.
        while filling and filling[-1].tag in _HEADINGS:
            filling.pop()
        if not filling:
            return False
        end = blocks.index(filling[-1]) + 1
        floats = [block for block in floats if blocks.index(block) < end]
        self._text[start:end] = filling + floats
        return True


def _pieces(page: Any, text: Any, number: int) -> Iterator[_Piece]:
    """The columns of *text* on *page*, in reading order."""
    limit = page.content_box_y() + page.height
    runs = [run for container in _boxes_of(page, text) for run in _runs(container) if run]
    for run in runs:
        ends = [blocks[-1].position_y + blocks[-1].margin_height() for blocks in run]
        for blocks, end in zip(run, ends, strict=True):
            # A run's columns are of one height; only a page's last one could go on to its foot.
            last = run is runs[-1] and blocks is run[-1]
            yield _Piece(number, blocks, end, limit if last else max(ends), len(run))


def _runs(container: Any) -> Iterator[list[list[Any]]]:
    """The blocks of *container* on one page: each run of columns, then what spans them."""
    if not any(child.is_column for child in container.children):
        blocks = [child for child in container.children if child.element is not None]
        yield [blocks] if blocks else []
        return
    for is_column, children in groupby(container.children, key=lambda child: bool(child.is_column)):
        if is_column:
            columns = (
                [block for block in column.children if block.element is not None] for column in children
            )
            yield [blocks for blocks in columns if blocks]
        else:
            yield from ([[child]] for child in children)


def _boxes_of(box: Any, element: Any) -> Iterator[Any]:
    """The boxes of *element* on one page."""
    for child in getattr(box, "children", ()):
        if child.element is element:
            yield child
        else:
            yield from _boxes_of(child, element)


def _is_float(element: Any) -> bool:
    return "float" in element.get("class", "").split()


def _leans_on_text(element: Any) -> bool:
    """Whether *element* is a table or formula that the text before it leads to."""
    classes = element.get("class", "").split()
    return not _is_float(element) and not _IN_PROSE.isdisjoint(classes)
