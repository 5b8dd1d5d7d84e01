"""Which addresses a page may link to."""

from __future__ import annotations

import re

__all__ = ["safe_href"]

_SAFE = re.compile(r"(?:https?|mailto|ftp):|#", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def safe_href(href: str) -> str | None:
    """*href* where it is http, https, mailto, ftp or an anchor; None (no link at all) otherwise."""
    return href if _SAFE.match(href) and not _CONTROL.search(href) else None
