"""Images as they are published."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from casegen.document import Asset, Block, Document, Figure, ListBlock, Quote, Section, Timeline
from casegen.files import Refused, read_inside
from casegen.limits import size
from casegen.problem import CasegenError

__all__ = ["assets", "published"]


def published(asset: Asset) -> bytes:
    """The bytes of *asset* that an output carries: upright, and with nothing beside what is shown.

    What casegen drew is as it is. The same bytes each time; what was done once is not done again for the
    next format. CasegenError where its file has gone or is damaged.
    """
    try:
        data = read_inside(asset.path, size("image_file")) if asset.path else asset.data
    except Refused as refusal:
        raise CasegenError(f"the image {asset.name} cannot be read: {refusal}") from None
    try:
        return _without_metadata(data, asset.media_type) if asset.path else data
    except Refused as refusal:
        raise CasegenError(f"the image {asset.name} cannot be published: {refusal}") from None


@lru_cache(maxsize=16)
def _without_metadata(data: bytes, media_type: str) -> bytes:
    from casegen.assets.published import published_drawing, published_picture

    return published_drawing(data) if media_type == "image/svg+xml" else published_picture(data)


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
