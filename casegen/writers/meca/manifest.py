"""The manifest of a package: what each of its files is (NISO RP-30-2020, manifest 1.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from casegen.media.xml import Maker, serialised
from casegen.values import Value

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Item", "manifest"]

_DOCTYPE = (
    '<!DOCTYPE manifest PUBLIC "-//MECA//DTD Manifest v1.0//en" '
    '"https://www.manuscriptexchange.org/schema/manifest-1.0.dtd">'
)
_XLINK = "http://www.w3.org/1999/xlink"
E = Maker({None: "https://manuscriptexchange.org/schema/manifest", "xlink": _XLINK})


class Item(Value):
    """A file of the package: its path in it, its bytes, and what the manifest says of it.

    *kind* is the type of the item. The Recommended Practice leaves the list of types open; these are of
    its examples, and those that others have added for the source.
    """

    id: str
    kind: str
    name: str
    media_type: str
    data: bytes
    title: str = ""


def manifest(items: Iterable[Item]) -> bytes:
    """The manifest of *items*, in their order, which it states too."""
    listed = [_item(item, number) for number, item in enumerate(items, 1)]
    return serialised(E("manifest", *listed, manifest_version="1"), _DOCTYPE)


def _item(item: Item, number: int) -> etree._Element:
    return E(
        "item",
        E.optional("item-title", item.title),
        E("file-order", str(number)),
        E("instance", media_type=item.media_type, xlink__href=_address(item.name)),
        id_=item.id,
        item_type=item.kind,
    )


def _address(name: str) -> str:
    """*name* as an address: XLink takes all characters but those that mean something else in one."""
    return re.sub(r"[%#?]", lambda match: f"%{ord(match[0]):02X}", name)
