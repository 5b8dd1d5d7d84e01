"""Where figures and tables come to stand on the page.

The layout engine knows no floats, but for two things it does know: a footnote goes to the foot of
its page, across all columns, and a block that may not be divided goes on to the next column whole.
Print style sheets use the first for what is as wide as the page; this module looks at the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

__all__ = ["FLOATS_IN_PLACE", "floats_are_sound", "settle_floats"]

FLOATS_IN_PLACE = "floats-in-place"
"""The root's class under which a print style sheet leaves wide floats where they are cited."""

# The part of a page's text area that wide floats may take together.
_LARGEST_FOOT = 0.8
# The part of a page's height that may stay white above a float before text is moved up to fill it.
_LARGEST_GAP = 0.08
# What may be set before a float that was cited earlier.
_MOVABLE = frozenset(("p", "ul", "ol", "blockquote", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A column's content: the blocks in it, where the last one ends, and where the column could end."""

    blocks: list[Any]
    end: float
    limit: float


def floats_are_sound(laid_out: Any, root: Any) -> bool:
    """Whether what floats to the foot of a page stands in order, and leaves room for text.

    The engine moves what does not fit to later pages, at times out of order or past the page's head.
    """
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    order = {element: place for place, element in enumerate(root.iter())}
    seen: list[int] = []
    for page in laid_out.pages:
        box = page._page_box  # noqa: SLF001 -- the layout has no public form
        for area in box.children:
            if isinstance(area, FootnoteAreaBox):
                if area.margin_height() > _LARGEST_FOOT * box.height:
                    return False
                seen.extend(order[note.element] for note in area.children)
    return seen == sorted(seen)


def settle_floats(laid_out: Any, page: Any) -> bool:
    """Let the text that follows a float fill the white left above it, as a compositor would.

    Moves elements of *page*, which is then to be laid out again; False where nothing was to do.
    """
    from cssselect2 import ElementWrapper

    text = next((e for e in page.etree_element.iter("div") if e.get("class") == "text"), None)
    if text is None:
        return False
    heights: dict[Any, float] = {}
    pieces = [piece for piece in _pieces(laid_out, text) if piece.blocks]
    for piece in pieces:
        for block in piece.blocks:
            heights[block.element] = heights.get(block.element, 0) + block.margin_height()
    moved = False
    for above, below in zip(pieces, pieces[1:], strict=False):
        element = below.blocks[0].element
        gap = above.limit - above.end
        height = laid_out.pages[0].height
        if _is_float(element) and element is not above.blocks[-1].element and gap > _LARGEST_GAP * height:
            moved |= _move_down(text, element, gap, heights)
    if moved:
        page.wrapper_element = ElementWrapper.from_html_root(page.etree_element, content_language=None)
    return moved


def _pieces(laid_out: Any, text: Any) -> Iterator[_Piece]:
    """The columns of *text* in reading order, over all pages."""
    for page in laid_out.pages:
        box = page._page_box  # noqa: SLF001 -- the layout has no public form
        limit = box.content_box_y() + box.height
        for area in box.children[1:]:
            if type(area).__name__ == "FootnoteAreaBox":
                limit = area.position_y
        for container in _boxes_of(box, text):
            for run in _runs(container):
                ends = [blocks[-1].position_y + blocks[-1].margin_height() for blocks in run]
                for blocks, end in zip(run, ends, strict=True):
                    # Columns are of one height; only the page itself may end lower than its last one.
                    yield _Piece(blocks, end, limit if blocks is run[-1] else max(ends))


def _runs(container: Any) -> Iterator[list[list[Any]]]:
    """The blocks of *container* on one page: each run of columns, then what spans them."""
    if not any(child.is_column for child in container.children):
        yield [[child for child in container.children if child.element is not None]]
        return
    for is_column, children in groupby(container.children, key=lambda child: bool(child.is_column)):
        if is_column:
            columns = ([block for block in column.children if block.element is not None] for column in children)
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
    classes = element.get("class", "").split()
    return "figure" in classes or ("table" in classes and "short" in classes)


def _move_down(text: Any, element: Any, gap: float, heights: dict[Any, float]) -> bool:
    """Put *element* after as much of what follows it as fills *gap*; False where that cannot be."""
    blocks = list(text)
    place = blocks.index(element)
    filled, count = 0.0, 0
    for block in blocks[place + 1 :]:
        if filled >= gap or block.tag not in _MOVABLE:
            break
        filled += heights.get(block, 0)
        count += 1
    # A heading must not be the last thing before the float.
    while count and blocks[place + count].tag.startswith("h"):
        count -= 1
    if not count:
        return False
    text.remove(element)
    text.insert(place + count, element)
    return True
