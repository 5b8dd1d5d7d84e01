"""Elements of Crossref's deposit schema, and of the vocabularies that it takes in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casegen.media.faces import MATHML
from casegen.media.record import one_line
from casegen.media.xml import Maker
from casegen.model import PartialDate

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["DOI", "MAKE", "YEARS", "date", "element", "line"]

_SCHEMA = "http://www.crossref.org/schema/5.4.0"
_NAMESPACES = {
    None: _SCHEMA,
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "jats": "http://www.ncbi.nlm.nih.gov/JATS1",
    "mml": MATHML,
    "fr": "http://www.crossref.org/fundref.xsd",
    "ai": "http://www.crossref.org/AccessIndicators.xsd",
}
MAKE = Maker(_NAMESPACES)
# What the schema takes as a DOI, and as a year (doi_t, xrefYear).
DOI = re.compile(r"10\.[0-9]{4,9}/.{1,200}")
YEARS = range(1400, 2201)


def element(tag: str, *children: etree._Element | str | None, **attributes: str | None) -> etree._Element:
    """An element with *children* and *attributes*, whose names Crossref writes with underscores."""
    return MAKE.make(tag, children, attributes)


def line(
    tag: str, text: str, longest: int | None = None, shortest: int = 1, **attributes: str | None
) -> etree._Element | None:
    """An element with *text* as one line; None where the schema takes no text of that length."""
    text = one_line(text)
    if len(text) < shortest or (longest is not None and len(text) > longest):
        return None
    return element(tag, text, **attributes)


def date(tag: str, known: PartialDate, **attributes: str | None) -> etree._Element:
    """A date as precisely as it is known; the schema has the year last."""
    month = f"{known.month:02}" if known.month else ""
    day = f"{known.day:02}" if known.day else ""
    return element(tag, line("month", month), line("day", day), line("year", str(known.year)), **attributes)
