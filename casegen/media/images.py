"""Images as they are published."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from threading import Lock

from casegen.document import Asset, Block, Document, Figure, ListBlock, Quote, Section, Timeline
from casegen.files import Refused, after_case, read_inside
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


def _without_metadata(data: bytes, media_type: str) -> bytes:
    key = sha256(media_type.encode() + data).digest()
    if (made := _latest.get(key)) is None:
        from casegen.assets.published import published_drawing, published_picture

        made = published_drawing(data) if media_type == "image/svg+xml" else published_picture(data)
        _latest.put(key, made)
    return made


class _Latest:
    """What images became, by digests of what they were: all of a case, and the latest of those before it.

    All images of a case are asked for by each format in turn. To drop one for another would be to keep none.
    """

    def __init__(self, of_case: int, of_others: int) -> None:
        """*of_case* and *of_others*: so many bytes at most."""
        self._most, self._rest = of_case, of_others
        self._held = 0
        self._made: dict[bytes, bytes] = {}
        self._changing = Lock()

    def get(self, key: bytes) -> bytes | None:
        with self._changing:
            made = self._made.pop(key, None)
            if made is not None:
                self._made[key] = made  # it is now the latest
            return made

    def put(self, key: bytes, made: bytes) -> None:
        with self._changing:
            if key not in self._made and self._held + len(made) <= self._most:
                self._made[key] = made
                self._held += len(made)

    def shrink(self) -> None:
        """Another case comes."""
        with self._changing:
            while self._held > self._rest:
                self._held -= len(self._made.pop(next(iter(self._made))))


# An image is written in several formats, and may stand in several cases.
_latest = _Latest(64 * 2**20, 2**20)
after_case(_latest.shrink)


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
