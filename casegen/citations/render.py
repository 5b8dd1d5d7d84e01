"""References and citations printed in a style by the processor."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from casegen.citations.answer import citation_of, entries_of
from casegen.citations.bibliography import Piece
from casegen.citations.clusters import Cluster, Item, as_cite, sorted_like
from casegen.citations.csl import CslItem
from casegen.citations.pandoc import Node
from casegen.citations.prepare_items import prepared_items
from casegen.citations.prepare_sorting import CITED_ORDER
from casegen.citations.prepare_style import (
    citations_are_sorted,
    locale_for,
    names_authors,
    prepared_style,
)
from casegen.citations.processor import processor
from casegen.citations.supplements import numbered_as_pages, unprinted_status
from casegen.citations.work import Printed, Work

__all__ = ["render"]


def render(work: Work) -> Printed:
    """Print *work*. CasegenError where the processor cannot."""
    work = work._replace(items=_in_cited_order(prepared_items(work.items, work.style), work.clusters))
    printed, alone = _ask(work, shadows=_to_be_sorted(work))
    items = numbered_as_pages(work.items, printed.entries)
    clusters = [
        sorted_like(cluster, [piece.key for piece in alone[at]]) if at in alone else cluster
        for at, cluster in enumerate(work.clusters)
    ]
    if items != list(work.items) or clusters != list(work.clusters):
        printed, _ = _ask(work._replace(items=items, clusters=clusters), shadows=())
    return Printed(unprinted_status(work.items, printed.entries), printed.citations)


def _in_cited_order(items: Sequence[CslItem], clusters: Sequence[Cluster]) -> list[CslItem]:
    """*items*, each with its place in the order of first citation; those never cited come last."""
    cited = dict.fromkeys(key for cluster in clusters for key in cluster.keys)
    keys = {**cited, **dict.fromkeys(item["id"] for item in items)}
    places = {key: place for place, key in enumerate(keys)}
    return [{**item, CITED_ORDER: f"{places[item['id']]:06}"} for item in items]


def _to_be_sorted(work: Work) -> tuple[int, ...]:
    """The clusters that the processor leaves as typed, because of an affix, though the style sorts them."""
    places = tuple(
        at
        for at, cluster in enumerate(work.clusters)
        if len(cluster.items) > 1
        and not cluster.narrative
        and any(item.prefix or item.suffix for item in cluster.items)
    )
    return places if places and citations_are_sorted(work.style.text) else ()


def _ask(work: Work, shadows: Sequence[int]) -> tuple[Printed, dict[int, tuple[Piece, ...]]]:
    """Have *work* printed; the clusters at *shadows* once more at the end, without their words."""
    style, clusters = work.style, work.clusters
    in_text = names_authors(style)
    bare = [Cluster(tuple(Item(key) for key in clusters[at].keys)) for at in shadows]
    asked = [*clusters, *bare]
    text = prepared_style(style.text, references=len(work.items))
    cited = {key for cluster in asked for key in cluster.keys}
    uncited = Cluster(tuple(Item(item["id"]) for item in work.items if item["id"] not in cited))
    meta: dict[str, Any] = {
        "csl": _text("data:application/xml;base64," + base64.b64encode(text.encode()).decode("ascii")),
        "lang": _text(locale_for(work.language, style)),
        "link-citations": {"t": "MetaBool", "c": True},
    }
    if uncited.items:
        meta["nocite"] = {"t": "MetaInlines", "c": as_cite(uncited, 0, in_text=False)["c"]}
    document = {
        "pandoc-api-version": [1, 23, 1],
        "meta": meta,
        "blocks": [as_cite(cluster, n, in_text=in_text) for n, cluster in enumerate(asked, 1)],
    }
    blocks = processor().ask({"document": json.dumps(document), "references": json.dumps(work.items)})
    entries = entries_of(blocks[len(asked) :], style, work.items)
    places = {entry.key: place for place, entry in enumerate(entries, 1)}
    citations = [citation_of(block, cluster, places) for block, cluster in zip(blocks, asked, strict=False)]
    printed = Printed(entries, tuple(citations[: len(clusters)]))
    return printed, dict(zip(shadows, citations[len(clusters) :], strict=True))


def _text(value: str) -> Node:
    return {"t": "MetaString", "c": value}
