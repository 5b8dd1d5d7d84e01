"""Images as they are published."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.document import Asset, Block, Document, Figure, ListBlock, Quote, Section, Timeline
from casegen.problem import CasegenError

__all__ = ["assets", "published"]


def published(asset: Asset) -> bytes:
    """The bytes of *asset* that an output carries. CasegenError where its file has gone."""
    try:
        return asset.read()
    except OSError as error:
        raise CasegenError(f"the image {asset.name} cannot be read: {error.strerror}") from None


def assets(document: Document) -> tuple[Asset, ...]:
    """Every image of *document*, in reading order."""
    return tuple(_assets((*document.body, *document.back, *document.closing)))


def _assets(blocks: tuple[Block, ...]) -> Iterator[Asset]:
    for block in blocks:
        match block:
            case Figure(asset=asset) | Timeline(drawing=asset):
                yield asset
            case Section(children=children) | Quote(children=children):
                yield from _assets(children)
            case ListBlock(items=items):
                for item in items:
                    yield from _assets(item)
