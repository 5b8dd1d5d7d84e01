"""Cross-references as printed: "Figure 1", "Figures 1-3 and 5", "Figure 2B and Table 1"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from casegen import document as d
from casegen.compose.context import Context, float_anchor
from casegen.prose import nodes

_NBSP = "\u00a0"
_WORDS = {"fig": ("figure", "figures"), "tbl": ("table", "tables")}


def cross_reference(context: Context, node: nodes.CrossRef) -> Iterator[d.Inline]:
    """The mentions of *node*, each linked: neighbours of one kind together, in the order of their numbers."""
    groups = [list(group) for _, group in groupby(node.items, key=lambda item: item.kind)]
    for at, group in enumerate(groups):
        yield from _separator(context, at, len(groups))
        yield from _group(context, group, bare=node.bare)


def _separator(context: Context, at: int, count: int) -> Iterator[d.Inline]:
    if at:
        yield d.Text(f" {context.words['and']} " if at == count - 1 else ", ")


def _group(context: Context, group: Sequence[nodes.CrossRefItem], *, bare: bool) -> Iterator[d.Inline]:
    """Mentions of one kind."""
    distinct = {(item.id, item.panel): item for item in group}
    items = sorted(distinct.values(), key=lambda item: _number(context, item))
    one, many = _WORDS[items[0].kind]
    if len(items) == 1:
        word = "" if bare else f"{context.words[one]}{_NBSP}"
        yield _mention(context, items[0], word)
        return
    if not bare:
        yield d.Text(f"{context.words[many]}{_NBSP}")
    runs = _ranges(context, items)
    for at, run in enumerate(runs):
        yield from _separator(context, at, len(runs))
        yield _mention(context, run[0])
        if len(run) > 1:
            yield d.Text("\u2013")
            yield _mention(context, run[-1])


def _ranges(context: Context, items: Sequence[nodes.CrossRefItem]) -> list[list[nodes.CrossRefItem]]:
    """Three or more consecutive whole figures make a range; all else stands alone."""
    runs: list[list[nodes.CrossRefItem]] = []
    for item in items:
        last = runs[-1][-1] if runs else None
        follows = last is not None and _number(context, item) == _number(context, last) + 1
        if last is not None and follows and not (last.panel or item.panel):
            runs[-1].append(item)
        else:
            runs.append([item])
    return [part for run in runs for part in ([run] if len(run) > 2 else [[item] for item in run])]


def _number(context: Context, item: nodes.CrossRefItem) -> int:
    """The number of what *item* mentions; 0 where there is no such figure or table."""
    key = context.floats.find(item.kind, item.id)
    return context.numbers[key] if key else 0


def _mention(context: Context, item: nodes.CrossRefItem, word: str = "") -> d.Inline:
    key = context.floats.find(item.kind, item.id)
    panel = item.panel.replace("-", "\u2013")
    if key is None:  # a blocking problem of its own (FIG002)
        return d.Text(f"{word}?{panel}")
    text = d.Text(f"{word}{context.numbers[key]}{panel}")
    return d.CrossReference(float_anchor(key, context.floats), (text,))
