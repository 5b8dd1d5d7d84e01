"""Pages, editions and numbers as bibliography files write them, turned into what CSL styles expect."""

import re

from casegen.identifiers import normalise_issn

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_EDITION = re.compile(r"([0-9]+)(?:st|nd|rd|th)?\.?(?: ed(?:ition|n)?\.?)?", re.IGNORECASE)


_ISSN = re.compile(r"[0-9]{4}[-–]?[0-9]{3}[0-9Xx](?![0-9])")


def page_range(text: str) -> str:
    """`text` with one hyphen for every dash, or row of them: styles choose the dash."""
    return re.sub(r" ?[-‒–—]+ ?", "-", " ".join(text.split()))


def edition_number(text: str) -> str:
    """A bare number where the edition is one ("2nd ed.", "Second"), for styles to decorate; else as typed."""
    if text.lower() in _ORDINALS:
        return str(_ORDINALS.index(text.lower()) + 1)
    match = _EDITION.fullmatch(text)
    return match[1] if match else text


def first_issn(text: str) -> str | None:
    """The first ISSN in `text`, which may hold several with their kinds: "1878-8750 (Linking)"."""
    return next(filter(None, map(normalise_issn, _ISSN.findall(text))), None)
