"""References as BibTeX, with BibLaTeX's types and fields where BibTeX has none.

Types and fields are those of the BibLaTeX manual (sections 2.1 and 2.2) and of classic BibTeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from casegen.citations.csl import CslItem, as_csl
from casegen.model import Reference
from casegen.refs.export.latex import plain_latex, rich_latex, title_latex
from casegen.refs.export.texts import as_iso, unique

__all__ = ["write_bibtex"]

_TYPES = {
    "article": "preprint",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "classic": "book",
    "collection": "collection",
    "dataset": "dataset",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "figure": "image",
    "graphic": "image",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "motion_picture": "movie",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "report": "report",
    "review": "review",
    "review-book": "review",
    "software": "software",
    "song": "audio",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "online",
}
# What a type of entry says by itself, and so no field must.
_GENRES = {
    ("thesis", "PhD thesis"): "phdthesis",
    ("thesis", "Master's thesis"): "mastersthesis",
    ("report", "Technical report"): "techreport",
}
_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
_PERIODICALS = (
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "periodical",
    "review",
    "review-book",
)
_NAMES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "container-author": "bookauthor",
}
_TITLES = {"title": "title", "title-short": "shorttitle"}
_RICH = {"collection-title": "series", "note": "note"}
_PLAIN = {
    "container-title-short": "shortjournal",
    "edition": "edition",
    "volume": "volume",
    "number-of-volumes": "volumes",
    "chapter-number": "chapter",
    "version": "version",
}
_LAST = {
    "number-of-pages": "pagetotal",
    "event-title": "eventtitle",
    "event-place": "venue",
    "language": "language",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "keyword": "keywords",
    "abstract": "abstract",
}
_PUBLISHERS = {"thesis": "school", "report": "institution"}
_STATES = {
    "in press": "inpress",
    "in preparation": "inpreparation",
    "submitted": "submitted",
    "forthcoming": "forthcoming",
    "published ahead of print": "prepublished",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"1": "Spring", "2": "Summer", "3": "Autumn", "4": "Winter"}

# What a key may not hold for one or the other of the programs that read the file.
_NOT_IN_KEY = re.compile(r"[\s{}()\"'#%,=~\\@]+")
_PAGE_RANGE = re.compile(r"(?<=\w)-(?=\w)")
_JOINS_NAMES = re.compile(r"\band\b", re.IGNORECASE)


def write_bibtex(references: Iterable[Reference]) -> str:
    """An entry for each of *references*, in UTF-8 with LaTeX's special characters escaped.

    A key that BibTeX cannot hold is made one that it can.
    """
    items = [as_csl(reference) for reference in references]
    keys = unique(_NOT_IN_KEY.sub("-", item["id"]) for item in items)
    return "\n".join(_entry(key, item) for key, item in zip(keys, items, strict=True))


def _entry(key: str, item: CslItem) -> str:
    entry_type = _GENRES.get((item["type"], item.get("genre", "")), _TYPES.get(item["type"], "misc"))
    lines = "".join(f"  {name} = {value},\n" for name, value in _fields(item) if value not in ("", "{}"))
    return f"@{entry_type}{{{key},\n{lines}}}\n"


def _fields(item: CslItem) -> Iterator[tuple[str, str]]:
    """Each field with its value, braces and all."""
    csl_type = item["type"]
    for key, name in _NAMES.items():
        yield name, _braced(" and ".join(map(_name, item.get(key, ()))))
    for key, name in _TITLES.items():
        yield name, _braced(title_latex(item.get(key, ""), item.get("language", "")))
    for key, name in _RICH.items():
        yield name, _braced(rich_latex(item.get(key, "")))
    container = "journal" if csl_type in _PERIODICALS else "booktitle"
    yield container, _braced(rich_latex(item.get("container-title", "")))
    if csl_type in _SUBTYPES:
        yield "entrysubtype", _braced(_SUBTYPES[csl_type])
    for key, name in _PLAIN.items():
        yield name, _braced(plain_latex(item.get(key, "")))
    yield from _numbers(item)
    yield "pages", _braced(_PAGE_RANGE.sub("--", plain_latex(item.get("page", ""))))
    yield from _dates(item)
    yield _PUBLISHERS.get(csl_type, "publisher"), _braced(_one(item.get("publisher", "")))
    yield "address", _braced(_one(item.get("publisher-place", "")))
    if (csl_type, item.get("genre", "")) not in _GENRES:
        yield "type", _braced(plain_latex(item.get("genre", "")))
    status = item.get("status", "")
    yield "pubstate", _braced(_STATES.get(status, plain_latex(status)))
    for key, name in _LAST.items():
        yield name, _braced(plain_latex(item.get(key, "")))
    for key in ("DOI", "URL"):
        yield key.lower(), _braced(_verbatim(item.get(key, "")))


def _braced(latex: str) -> str:
    return f"{{{latex}}}"


def _one(name: str) -> str:
    """*name* as the only one of a list, which BibLaTeX would cut at "and"."""
    return _braced(plain_latex(name)) if _JOINS_NAMES.search(name) else plain_latex(name)


def _verbatim(address: str) -> str:
    """An address or DOI: LaTeX takes it as it stands, but braces must match."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _numbers(item: CslItem) -> Iterator[tuple[str, str]]:
    """What "number" means depends on the type: an issue, a place in a series, the number of a report."""
    if item["type"] in _PERIODICALS:
        yield "number", _braced(plain_latex(item.get("issue", "")))
        yield "eid", _braced(plain_latex(item.get("number", "")))
    else:
        number = item.get("number") or item.get("collection-number") or item.get("issue", "")
        yield "number", _braced(plain_latex(number))


def _dates(item: CslItem) -> Iterator[tuple[str, str]]:
    issued = item.get("issued", {})
    parts = issued.get("date-parts", [])
    if season := str(issued.get("season", "")):
        yield "year", _braced(str(parts[0][0])) if parts else ""
        yield "month", _braced(_SEASONS.get(season, plain_latex(season)))
    elif len(parts) == 1 and not issued.get("circa"):
        yield from zip(("year", "month", "day"), _calendar(parts[0]), strict=False)
    elif parts:
        yield "date", _braced(as_iso(issued))
    else:
        yield "year", _braced(plain_latex(issued.get("literal", "")))
    for key, name in (("accessed", "urldate"), ("event-date", "eventdate")):
        date = item.get(key, {})
        yield name, _braced(as_iso(date) or plain_latex(date.get("literal", "")))


def _calendar(parts: list[int]) -> Iterator[str]:
    """The year, the month as BibTeX's macro, and the day."""
    year, *rest = parts
    yield _braced(f"{year:04}")
    if rest:
        yield _MONTHS[rest[0] - 1] if 1 <= rest[0] <= 12 else _braced(str(rest[0]))
    if rest[1:]:
        yield _braced(str(rest[1]))


def _name(name: Mapping[str, Any]) -> str:
    """``von Last, Jr, First``; a group in braces."""
    family, given = name.get("family", ""), name.get("given", "")
    if not family:
        literal = name.get("literal") or given
        return "others" if literal == "et al." else _braced(plain_latex(literal))
    particle = " ".join(filter(None, (name.get("dropping-particle"), name.get("non-dropping-particle"))))
    last = _part(family, is_family=True)
    if particle:
        # BibTeX knows a particle by its small letters; any other is part of the name.
        whole = f"{particle} {family}"
        is_small = all(word[0].islower() for word in particle.split())
        last = f"{plain_latex(particle)} {last}" if is_small else _braced(plain_latex(whole))
    suffix = name.get("suffix", "")
    if not (given or suffix or particle or " " in last or last.startswith("{") or last.lower() == "others"):
        return last
    # Without a comma, the first word would be the given name.
    return ", ".join((last, *([_part(suffix)] if suffix else ()), _part(given) or "{}"))


def _part(text: str, *, is_family: bool = False) -> str:
    """A part of a name, in braces where BibTeX would cut it or take it for a particle."""
    latex = plain_latex(text)
    words = text.split()
    small = is_family and (len(words) > 1 and any(word[0].islower() for word in words[:-1]))
    return _braced(latex) if "," in text or _JOINS_NAMES.search(text) or small else latex
