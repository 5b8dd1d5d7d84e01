"""Web addresses typed as they are, without brackets, in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ADDRESS = re.compile(r"(?<!\w)https?://\w[^\s<>\"\u201c\u201d\u00ab\u00bb]*", re.IGNORECASE)
# What ends a sentence rather than an address; a bracket does where the address did not open it.
_AFTER = ".,;:!?'\u2018\u2019*\u2026"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def split_addresses(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of *text* in order, none of them empty: each with whether it is a web address."""
    at = 0
    if "://" in text:
        for match in _ADDRESS.finditer(text):
            address = _without_what_follows(match.group())
            if match.start() > at:
                yield text[at : match.start()], False
            yield address, True
            at = match.start() + len(address)
    if at < len(text):
        yield text[at:], False


def _without_what_follows(typed: str) -> str:
    surplus = {close: typed.count(close) - typed.count(open_) for close, open_ in _BRACKETS.items()}
    end = len(typed)
    while typed[end - 1] in _AFTER or surplus.get(typed[end - 1], 0) > 0:
        end -= 1
        if typed[end] in surplus:
            surplus[typed[end]] -= 1
    return typed[:end]
