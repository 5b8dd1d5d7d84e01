"""Counting words as journals do: what stands between spaces and holds a letter or digit."""

from __future__ import annotations

from collections.abc import Iterable

from casegen.reading import Flow

__all__ = ["count_words"]


def count_words(flows: Iterable[Flow]) -> int:
    """The words of *flows*. A citation or a formula is none."""
    return sum(any(map(str.isalnum, word)) for flow in flows for word in flow.text.split())
