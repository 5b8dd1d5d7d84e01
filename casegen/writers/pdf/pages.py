"""The pages of an article, laid out until its floats are settled.

To move a float changes the pages from there on. The engine can be asked for a whole layout only, which costs
as much as the first. But it makes its pages one after the other, and has a record of where each began, by
which it makes single pages again when a page's number was not known. So its function for that is put behind
one that stops it at the first change, and hands it the pages before that the next time.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from casegen.writers.pdf.elements import renew
from casegen.writers.pdf.floats import Floats

__all__ = ["lay_out"]

# The part of a page's height that may stay white above a float: each further layout must be worth more.
_LARGEST_GAPS = (0.1, 0.15, 0.25)

_MakePages = Callable[[Any, Any, Any, Sequence[Any]], Iterator[Any]]


class _MovedError(Exception):
    """Elements of the text were moved: the layout goes on with other ones."""


def lay_out(page: Any, **options: Any) -> Any:
    """*page*, an HTML of the engine, laid out with *options*; its elements are moved to settle its floats."""
    _let_watch()
    renew(page)
    kept = _Kept()
    for largest_gap in _LARGEST_GAPS:
        watch = page.watch = _Watch(kept, Floats(page.etree_element, largest_gap))
        try:
            return page.render(**options)
        except _MovedError:
            renew(page)
            kept = watch.kept
            # The boxes of the other pages hold each other: they go before as many are made again.
            gc.collect(0)
    page.watch = _Watch(kept, None)
    return page.render(**options)


class _Kept:
    """The first pages of a layout, which the next one begins with: their boxes, and the engine's record."""

    def __init__(self) -> None:
        self.boxes: list[Any] = []
        self._record: list[Any] = []
        self._sizes: dict[str, Any] = {}

    def keep(self, context: Any, boxes: list[Any]) -> None:
        self.boxes = boxes
        self._record = context.page_maker[: len(boxes) + 1]
        self._sizes = context.style_for.initial_page_sizes

    def begin(self, context: Any, html: Any) -> None:
        """Let the layout of *context* go on after these pages."""
        if not self.boxes:
            return
        from weasyprint.layout.page import set_page_type_computed_styles

        context.page_maker[:] = self._record
        context.page_maker[-1][-1]["content_changed"] = True
        context.style_for.initial_page_sizes.update(self._sizes)
        # What stands in their margins is made at the end, by the styles of this layout.
        for box in self.boxes:
            set_page_type_computed_styles(box.page_type, html, context.style_for)


class _Watch:
    """Watches the pages of one layout."""

    def __init__(self, kept: _Kept, floats: Floats | None) -> None:
        self._before = kept
        self._floats = floats
        self.kept = _Kept()

    def pages(
        self, make: _MakePages, context: Any, root: Any, html: Any, made: Sequence[Any]
    ) -> Iterator[Any]:
        """What *make* makes of *context*; it is asked again, with all that were *made*, for their numbers."""
        if made:
            yield from make(context, root, html, made)
            return
        apart = _stand_apart(context)
        self._before.begin(context, html)
        boxes: list[Any] = []
        for box in make(context, root, html, self._before.boxes):
            last = context.page_maker[len(boxes) + 1][0] is None
            if self._floats and (first := self._floats.settle(box, last=last)) is not None:
                if apart:
                    self.kept.keep(context, boxes[:first])
                raise _MovedError
            boxes.append(box)
            # Nothing of it goes on to the next page but the text.
            running = any(any(pages.values()) for pages in context.running_elements.values())
            apart = apart and not (running or context.broken_out_of_flow)
            yield box


def _stand_apart(context: Any) -> bool:
    """Whether the pages of *context* know of each other only where the text goes on.

    They know more where there are footnotes or numbers of pages in the text, as a workspace's theme may have.
    """
    return not (context.footnotes or context.target_collector.counter_lookup_items)


@cache
def _let_watch() -> None:
    """Put the watch before the engine's function that makes pages; it is of no effect on others' layouts."""
    from weasyprint import layout

    make: _MakePages = layout.make_all_pages

    def make_all_pages(context: Any, root: Any, html: Any, made: Sequence[Any]) -> Iterator[Any]:
        watch = getattr(html, "watch", None)
        return watch.pages(make, context, root, html, made) if watch else make(context, root, html, made)

    layout.make_all_pages = make_all_pages
