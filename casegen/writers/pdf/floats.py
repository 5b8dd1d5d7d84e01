"""Where figures and tables come to stand on the page.

The layout engine has no page floats: a figure that does not fit goes on to the next column or page,
and leaves the rest of this one white. A compositor sets the text that follows there instead; so does
this module, which looks at a finished layout and says what to move for the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

__all__ = ["settle_floats"]

# What may be set before a float that was cited earlier; of the divisions, what stands in the prose.
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_PROSE = ("p", "ul", "ol", "blockquote", "pre", *_HEADINGS)
_IN_PROSE = frozenset(("table", "equation"))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A column's content: the blocks in it, where the last one ends, where it could end, and its peers."""

    blocks: list[Any]
    end: float
    limit: float
    columns: int


def settle_floats(laid_out: Any, page: Any, largest_gap: float) -> bool:
    """Let the text that follows a float fill the white left above it, as a compositor would.

    *largest_gap* is the part of a page's height that may stay white. Moves elements of *page*, which is
    then to be laid out again; False where nothing was to do.
    """
    text = next((e for e in page.etree_element.iter("div") if e.get("class") == "text"), None)
    if text is None:
        return False
    heights: dict[Any, float] = {}
    pieces = list(_pieces(laid_out, text))
    for piece in pieces:
        for block in piece.blocks:
            heights[block.element] = heights.get(block.element, 0) + block.margin_height()
    for above, below in pairwise(pieces):
        element = below.blocks[0].element
        gap = above.limit - above.end
        if gap < largest_gap * laid_out.pages[0].height or not _is_float(element):
            continue
        wide = below.columns < above.columns
        needed = gap * above.columns if wide else gap
        # Only the first: what is moved here changes every page after it.
        if element is not above.blocks[-1].element and _move_down(text, element, needed, heights):
            renew(page)
            return True
    return False


def renew(page: Any) -> None:
    """Let the engine see that the elements of *page* were changed."""
    from cssselect2 import ElementWrapper  # type: ignore[import-untyped]

    page.wrapper_element = ElementWrapper.from_html_root(page.etree_element, content_language=None)


def _pieces(laid_out: Any, text: Any) -> Iterator[_Piece]:
    """The columns of *text* in reading order, over all pages."""
    for page in laid_out.pages:
        box = page._page_box  # noqa: SLF001 -- the layout has no public form
        limit = box.content_box_y() + box.height
        runs = [run for container in _boxes_of(box, text) for run in _runs(container) if run]
        for run in runs:
            ends = [blocks[-1].position_y + blocks[-1].margin_height() for blocks in run]
            for blocks, end in zip(run, ends, strict=True):
                # A run's columns are of one height; only a page's last one could go on to its foot.
                last = run is runs[-1] and blocks is run[-1]
                yield _Piece(blocks, end, limit if last else max(ends), len(run))


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


def _move_down(text: Any, element: Any, gap: float, heights: dict[Any, float]) -> bool:
    """Put *element*, and the floats among what follows it, after as much text as fills *gap*.

    False where no text that may be moved comes next.
    """
    blocks = list(text)
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
        filling.append(block)
        filled += heights.get(block, 0)
    # A heading must not be the last thing before the float, nor a float go beyond the last text moved.
    while filling and filling[-1].tag in _HEADINGS:
        filling.pop()
    if not filling:
        return False
    end = blocks.index(filling[-1]) + 1
    floats = [block for block in floats if blocks.index(block) < end]
    text[start:end] = filling + floats
    return True
