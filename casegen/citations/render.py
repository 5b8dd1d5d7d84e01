"""References and citations printed in a style, by the processor or as they were printed before."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from casegen.caches import cache_folder, recall, remember
from casegen.citations.bibliography import Entry, Piece
from casegen.citations.clusters import BARRIER, Cluster, Item, as_cite, sorted_like
from casegen.citations.csl import CslItem
from casegen.citations.pandoc import Node, joined, pieces_of
from casegen.citations.prepare_style import (
    citations_are_sorted,
    locale_for,
    names_authors,
    prepared_style,
)
from casegen.citations.processor import find_pandoc, processor
from casegen.citations.styles import Style
from casegen.citations.supplements import numbered_as_pages, unprinted_status

__all__ = ["Printed", "Work", "nothing_kept", "render", "rendered"]

_KEPT = "bibliographies"
# What a style sets before an entry, where it does not set it apart: "1. ", "[12] ", "(3) ".
_LABEL = re.compile(r"[\[(]?(\d+)[\])]?[.:]?(?=\s)")
_STOP_AFTER_COMMA = re.compile(r"(,[\u201d\u2019\u00bb])\.")
# How a piece is styled, in the cache.
_FLAGS = {"i": "italic", "b": "bold", "p": "superscript", "s": "subscript", "c": "small_caps", "v": "covered"}


class Work(NamedTuple):
    """What is to be printed: *items* in the order they were given in, *clusters* in that of reading."""

    style: Style
    language: str
    items: Sequence[CslItem]
    clusters: Sequence[Cluster]


class Printed(NamedTuple):
    """The entries of the reference list in its order, and the citations in that of the clusters."""

    entries: tuple[Entry, ...]
    citations: tuple[tuple[Piece, ...], ...]


def rendered(work: Work) -> Printed | None:
    """*work* as it was printed before; None where it was not.

    The same style, language, references and citations are printed the same.
    """
    kept = recall(_KEPT, _key(work))
    return None if kept is None else _unpacked(kept)


def render(work: Work) -> Printed:
    """Print *work*, and keep it for the next time. CasegenError where the processor cannot."""
    printed = _print(work)
    remember(_KEPT, _key(work), _packed(printed))
    return printed


def nothing_kept() -> bool:
    """Whether nothing was printed before: a new machine, or one without a cache."""
    folder = cache_folder(_KEPT)
    return folder is None or not any(folder.iterdir())


def _key(work: Work) -> str:
    style = hashlib.sha256(work.style.text.encode()).hexdigest()
    locale = locale_for(work.language, work.style)
    said = [_engine(), style, locale, work.items, work.clusters]
    return hashlib.sha256(json.dumps(said).encode("ascii")).hexdigest()


@cache
def _engine() -> str:
    """What prints: this package and its pandoc, of which another version is another size."""
    modules = sorted(Path(__file__).parent.iterdir())
    code = b"".join(module.read_bytes() for module in modules if module.suffix in (".py", ".lua"))
    return f"{hashlib.sha256(code).hexdigest()} {find_pandoc().stat().st_size}"


def _print(work: Work) -> Printed:
    printed, alone = _ask(work, shadows=_to_be_sorted(work))
    items = numbered_as_pages(work.items, printed.entries)
    clusters = [
        sorted_like(cluster, [piece.key for piece in alone[at]]) if at in alone else cluster
        for at, cluster in enumerate(work.clusters)
    ]
    if items != list(work.items) or clusters != list(work.clusters):
        printed, _ = _ask(work._replace(items=items, clusters=clusters), shadows=())
    return Printed(unprinted_status(work.items, printed.entries), printed.citations)


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
    bare = [
        Cluster(
            tuple(item._replace(prefix="", locator="", label="", suffix="") for item in clusters[at].items)
        )
        for at in shadows
    ]
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
    entries = _complete(
        _entries(blocks[len(asked) :], numbered=style.kind in ("numeric", "label")), work.items
    )
    places = {entry.key: place for place, entry in enumerate(entries, 1)}
    printed = [_citation(block["c"], cluster, places) for block, cluster in zip(blocks, asked, strict=False)]
    return Printed(entries, tuple(printed[: len(clusters)])), dict(
        zip(shadows, printed[len(clusters) :], strict=True)
    )


def _text(value: str) -> Node:
    return {"t": "MetaString", "c": value}


# --- the reference list ------------------------------------------------------------------------------


def _entries(blocks: Sequence[Node], *, numbered: bool) -> Iterator[Entry]:
    """The entries in the ``Div`` of the reference list, however deep it stands in *blocks*."""
    for block in blocks:
        if block["t"] != "Div":
            continue
        (identifier, classes, _), inside = block["c"]
        if "csl-entry" in classes:
            yield _entry(identifier.removeprefix("ref-"), inside, numbered=numbered)
        else:
            yield from _entries(inside, numbered=numbered)


def _complete(entries: Iterable[Entry], items: Sequence[CslItem]) -> tuple[Entry, ...]:
    """*entries*, and one for each of *items* of which the style prints nothing: its title, or else its key."""
    found = {entry.key: entry for entry in entries}
    for item in items:
        entry = found.get(item["id"], Entry(item["id"], "", ()))
        if not entry.pieces:
            said = Piece(str(item.get("title") or item["id"]))
            found[entry.key] = replace(entry, pieces=(said,))
    return tuple(found.values())


def _entry(key: str, blocks: Sequence[Node], *, numbered: bool) -> Entry:
    nodes: list[Node] = []
    label = ""
    for block in blocks:
        for node in block["c"] if block["t"] in ("Para", "Plain") else ():
            if node["t"] == "Span" and "csl-left-margin" in node["c"][0][1]:
                label = "".join(piece.text for piece in pieces_of(node["c"][1])).strip()
            else:
                nodes.append(node)
    pieces = list(pieces_of(nodes))
    if numbered and not label and pieces and (match := _LABEL.match(pieces[0].text)):
        label = match[0]
        pieces[0] = replace(pieces[0], text=pieces[0].text[match.end() :])
    return Entry(key, label, _trimmed([_mended(piece) for piece in pieces]))


def _mended(piece: Piece) -> Piece:
    """*piece* without the full stop that the processor sets behind a comma in quotation marks."""
    return replace(piece, text=_STOP_AFTER_COMMA.sub(r"\1", piece.text)) if "." in piece.text else piece


def _trimmed(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    trimmed = list(pieces)
    if trimmed:
        trimmed[0] = replace(trimmed[0], text=trimmed[0].text.lstrip())
        trimmed[-1] = replace(trimmed[-1], text=trimmed[-1].text.rstrip())
    return joined(trimmed)


# --- citations ---------------------------------------------------------------------------------------


def _citation(nodes: Sequence[Node], cluster: Cluster, places: Mapping[str, int]) -> tuple[Piece, ...]:
    """A citation as pieces: what a range covers without printing it is put in, as a link of its own."""
    pieces = list(_trimmed(replace(p, text=p.text.replace(f" {BARRIER}", "")) for p in pieces_of(nodes)))
    linked = {piece.key for piece in pieces if piece.key}
    hidden = sorted(
        {key for key in cluster.keys if key not in linked and key in places}, key=places.__getitem__
    )
    for key in hidden:
        # Behind the last one before it in the list: where the range that covers it begins.
        before = [
            at for at, piece in enumerate(pieces) if piece.key in places and places[piece.key] < places[key]
        ]
        at = before[-1] if before else next((at for at, piece in enumerate(pieces) if piece.key), -1)
        style = pieces[at] if at >= 0 else Piece("")
        pieces.insert(at + 1, replace(style, text=str(places[key]), key=key, covered=True))
    return tuple(pieces)


# --- the cache ---------------------------------------------------------------------------------------


def _packed(printed: Printed) -> bytes:
    entries = [[entry.key, entry.label, _flat(entry.pieces)] for entry in printed.entries]
    return json.dumps([entries, [_flat(pieces) for pieces in printed.citations]]).encode("ascii")


def _flat(pieces: Sequence[Piece]) -> list[list[str]]:
    return [
        [
            piece.text,
            "".join(flag for flag, name in _FLAGS.items() if getattr(piece, name)),
            piece.key,
            piece.href,
        ]
        for piece in pieces
    ]


def _unpacked(data: bytes) -> Printed | None:
    """What `_packed` packed; None where *data* is anything else."""
    try:
        entries, citations = json.loads(data)
        return Printed(
            tuple(Entry(str(key), str(label), _full(pieces)) for key, label, pieces in entries),
            tuple(_full(pieces) for pieces in citations),
        )
    except (ValueError, TypeError, KeyError):
        return None


def _full(pieces: Sequence[Sequence[str]]) -> tuple[Piece, ...]:
    return tuple(
        Piece(text, key=key, href=href, **dict.fromkeys((_FLAGS[flag] for flag in flags), True))
        for text, flags, key, href in pieces
    )
