"""Which addresses a page may link to."""

from __future__ import annotations

import re

__all__ = ["safe_href"]

_SAFE = re.compile(r"(?:https?|mailto|ftp):|#", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
# What no address may hold as it is (RFC 3986, 2). Old DOIs do: "10.1002/(SICI)…17<1661::AID-SIM968>3.0".
_ILLEGAL = re.compile(r'[<>"\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})')
# The one place for square brackets: around the address of a host.
_HOST = re.compile(r"\w+://\[[0-9A-Fa-f:.]+\]")


def safe_href(href: str) -> str | None:
    """*href* where it is http, https, mailto, ftp or an anchor; None (no link at all) otherwise.

    What an address may not hold as it is comes percent-encoded.
    """
    if not _SAFE.match(href) or _CONTROL.search(href):
        return None
    start = host.end() if (host := _HOST.match(href)) else 0
    return href[:start] + _ILLEGAL.sub(lambda found: f"%{ord(found[0]):02X}", href[start:])
