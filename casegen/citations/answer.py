"""What the processor answers, as entries and pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from casegen.citations.bibliography import Entry, Piece
from casegen.citations.clusters import BARRIER, Cluster
from casegen.citations.csl import CslItem
from casegen.citations.pandoc import Node, joined, pieces_of
from casegen.citations.styles import Style

__all__ = ["citation_of", "entries_of"]

# What a style sets before an entry, where it does not set it apart: "1. ", "[12] ", "(3) ".
_LABEL = re.compile(r"[\[(]?(\d+)[\])]?[.:]?(?=\s)")
# What is left where a style prints authors alone, and they were suppressed: "(, for review)".
_NOTHING_BEFORE = re.compile(r"(?<=[(\[])[,;:]\s*")
_STOP_AFTER_COMMA = re.compile(r"(,[\u201d\u2019\u00bb])\.")


def entries_of(blocks: Sequence[Node], style: Style, items: Sequence[CslItem]) -> tuple[Entry, ...]:
    """The reference list in *blocks*, and an entry for each of *items* of which *style* prints nothing.

    That one is its title, or else its key.
    """
    found = {e.key: e for e in _entries(blocks, numbered=style.kind in ("numeric", "label"))}
    for item in items:
        entry = found.get(item["id"], Entry(item["id"], "", ()))
        if not entry.pieces:
            said = Piece(str(item.get("title") or item["id"]))
            found[entry.key] = entry._replace(pieces=(said,))
    return tuple(found.values())


def citation_of(block: Node, cluster: Cluster, places: Mapping[str, int]) -> tuple[Piece, ...]:
    """The citation in *block* as pieces; *places* are those of the references in their list.

    What a range covers without printing it is put in, as a link of its own.
    """
    plain = [p._replace(text=p.text.replace(f" {BARRIER}", "")) for p in pieces_of(block["c"])]
    pieces = _trimmed(plain)
    if any(item.suppress_author for item in cluster.items):
        pieces = tuple(p._replace(text=_NOTHING_BEFORE.sub("", p.text)) for p in pieces)
    linked = {piece.key for piece in pieces if piece.key}
    hidden = sorted(places[key] for key in cluster.keys if key not in linked and key in places)
    if not hidden:
        return pieces
    keys = {place: key for key, place in places.items()}
    found: list[Piece] = []
    for piece in pieces:
        found.append(piece)
        # Behind the beginning of the range: up to the next number that is printed.
        after = min((places[key] for key in linked if places[key] > places.get(piece.key, 0)), default=0)
        while piece.key in places and hidden and places[piece.key] < hidden[0] < after:
            place = hidden.pop(0)
            found.append(piece._replace(text=str(place), key=keys[place], covered=True))
    return tuple(found)


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
        pieces[0] = pieces[0]._replace(text=pieces[0].text[match.end() :])
    return Entry(key, label, _trimmed([_mended(piece) for piece in pieces]))


def _mended(piece: Piece) -> Piece:
    """*piece* without the full stop that the processor sets behind a comma in quotation marks."""
    return piece._replace(text=_STOP_AFTER_COMMA.sub(r"\1", piece.text)) if "." in piece.text else piece


def _trimmed(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    trimmed = list(pieces)
    if trimmed:
        trimmed[0] = trimmed[0]._replace(text=trimmed[0].text.lstrip())
        trimmed[-1] = trimmed[-1]._replace(text=trimmed[-1].text.rstrip())
    return joined(trimmed)
