"""The page as the layout engine's selectors see it.

For a selector such as ``p:has(+ h2)``, they make all elements beside each ``p`` anew: a paragraph with
thousands of citations took as long as a hundred pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]

__all__ = ["renew"]

# Elements with fewer children make them anew: to keep them all would cost memory.
_MANY = 50


class _Element(ElementWrapper):  # type: ignore[misc] # the library has no types
    """An element that makes its children once, where it has many."""

    _children: list[Any] | None = None

    def iter_children(self) -> Iterator[Any]:
        if len(self.etree_children) < _MANY:
            return super().iter_children()  # type: ignore[no-any-return]
        if self._children is None:
            self._children = list(super().iter_children())
        return iter(self._children)

    def iter_next_siblings(self) -> Iterator[Any]:
        if len(self.etree_siblings) < _MANY:
            return super().iter_next_siblings()  # type: ignore[no-any-return]
        self.parent.iter_children()
        return iter(self.parent._children[self.index + 1 :])  # noqa: SLF001 -- one of its own kind


def renew(page: Any) -> None:
    """Let the engine see the elements of *page*, one of its pages, as they are now."""
    page.wrapper_element = _Element.from_html_root(page.etree_element)
