"""References made fit for the processor, whose defects are worked around here.

Each was measured against citeproc-js, the reference implementation of CSL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from casegen.citations.csl import CslItem
from casegen.citations.prepare_style import names_authors
from casegen.citations.styles import Style
from casegen.identifiers import normalise_doi
from casegen.model.names import apart, is_east_asian

__all__ = ["prepared_items"]

# Between initials, not inside a name: the first of "J.-P.", none of "Jean-Pierre".
_BETWEEN_INITIALS = re.compile(r"(?<=\.)-(?=\w\.)")
_HYPHEN = re.compile("-")
_LONGEST_LABEL = 4
# Markup, and what is shielded already, is passed over.
_SHIELDED = re.compile(
    r"<span[^>]*>.*?</span>|<[^>]*>|(?<![\w-])([\u03b1-\u03c9\u00b5](?!\w)|[a-z]{1,2}[0-9]+(?!\w))", re.DOTALL
)


def prepared_items(items: Iterable[CslItem], style: Style) -> list[CslItem]:
    """*items* as the processor prints them right in *style*."""
    manner = _Manner(
        hyphen=_hyphen(style.text),
        stops='initialize-with=""' not in style.text,
        whole_names=not names_authors(style),
    )
    return [_prepared(item, manner, labelled=style.kind == "label") for item in items]


class _Manner(NamedTuple):
    """How a style prints names: what it wants out of initials, and whether "Jr." keeps its stop.

    *whole_names*: a name without initials may be given in one piece, since the style shortens none.
    """

    hyphen: re.Pattern[str] | None
    stops: bool
    whole_names: bool


def _prepared(item: CslItem, manner: _Manner, *, labelled: bool) -> CslItem:
    prepared = {key: _prepared_value(value, manner) for key, value in item.items()}
    if "title" in item:
        prepared["title"] = _SHIELDED.sub(_shield, item["title"])
    if doi := normalise_doi(item.get("DOI", "")):
        prepared["DOI"] = doi
    if labelled and "citation-label" not in item and (label := _label(item)):
        prepared["citation-label"] = label
    return prepared


def _prepared_value(value: Any, manner: _Manner) -> Any:
    if isinstance(value, list):
        return [_prepared_name(name, manner) if isinstance(name, dict) else name for name in value]
    if isinstance(value, dict) and "date-parts" in value:
        return _prepared_date(value)
    return value


def _prepared_name(name: dict[str, str], manner: _Manner) -> dict[str, str]:
    name = dict(name)
    # Initials typed together, "JH", are one name to CSL, of which the first letter is printed.
    if given := name.get("given", ""):
        given = apart(given, name.get("family", ""))
        name["given"] = manner.hyphen.sub(" ", given) if manner.hyphen and "-" in given else given
    if not manner.stops and "suffix" in name:
        name["suffix"] = name["suffix"].rstrip(".")
    if manner.whole_names and _is_without_initials(name):
        name["literal"] = name.pop("family") + name.pop("given")
    return name


def _prepared_date(date: CslItem) -> CslItem:
    """A season as the processor reads it, a month beyond the twelfth: 21 is spring."""
    season = str(date.get("season", ""))
    if season in ("1", "2", "3", "4") and len(date["date-parts"]) == 1 and len(date["date-parts"][0]) == 1:
        date = {**date, "date-parts": [[*date["date-parts"][0], 20 + int(season)]]}
        del date["season"]
    return date


def _shield(match: re.Match[str]) -> str:
    """A Greek letter, or a name such as p53, kept from the capitals that some styles give to titles."""
    return f'<span class="nocase">{match[1]}</span>' if match[1] else match[0]


def _is_without_initials(name: dict[str, str]) -> bool:
    """Whether the name is Chinese, Japanese or Korean; the processor would set a stop behind it."""
    parts = name.get("family", ""), name.get("given", "")
    return all(parts) and is_east_asian("".join(parts))


def _hyphen(style: str) -> re.Pattern[str] | None:
    """The hyphens that *style* wants out of initials, which the processor would leave in."""
    if 'initialize-with-hyphen="false"' not in style:
        return None
    return _BETWEEN_INITIALS if 'initialize="false"' in style else _HYPHEN


def _label(item: CslItem) -> str:
    """A label such as "Worl23", where the processor knows none: of a group, or of nobody."""
    authors = item.get("author") or item.get("editor") or []
    if any(name.get("family") for name in authors):
        return ""
    words = (authors[0].get("literal") or authors[0].get("given", "")) if authors else item.get("title", "")
    letters = "".join(character for character in words if character.isalnum())[:_LONGEST_LABEL]
    return letters + _year(item.get("issued", {}))[-2:]


def _year(date: CslItem) -> str:
    parts = date.get("date-parts")
    return str(parts[0][0]) if parts and parts[0] else str(date.get("literal", ""))
