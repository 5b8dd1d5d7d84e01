"""Pages and editions as bibliography files write them, turned into what CSL styles expect."""

import re

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_EDITION = re.compile(r"([0-9]+)(?:st|nd|rd|th)?\.?(?: ed(?:ition|n)?\.?)?", re.IGNORECASE)


def page_range(text: str) -> str:
    """`text` with one hyphen for every dash, or row of them: styles choose the dash."""
    return re.sub(r" ?[-‒–—]+ ?", "-", " ".join(text.split()))


def edition_number(text: str) -> str:
    """A bare number where the edition is one ("2nd ed.", "Second"), for styles to decorate; else as typed."""
    if text.lower() in _ORDINALS:
        return str(_ORDINALS.index(text.lower()) + 1)
    match = _EDITION.fullmatch(text)
    return match[1] if match else text
