"""Crossref: what its REST API answers of a work, as an item of CSL-JSON, and the notices on the work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from casegen.identifiers import doi_key, normalise_isbn, normalise_issn
from casegen.load.bibliography.languages import language_tag
from casegen.load.bibliography.values import edition_number, page_range
from casegen.refs.client import Service
from casegen.refs.texts import filled, first, marked_up, name, parts_of_date, plain
from casegen.values import Value

__all__ = [
    "CROSSREF", "Kind", "Message", "Notice", "csl_item", "is_marked_retracted", "notices_on", "path_of",
    "titles_of", "years_of",
]  # fmt: skip

Message = Mapping[str, Any]
"""What Crossref answers of a work, under "message"."""

# The public pool has five questions a second, the polite one ten (those who give `mailto`).
CROSSREF = Service("Crossref", "CASEGEN_CROSSREF", "https://api.crossref.org", 0.2, ("application/json",))

# Crossref's types (https://api.crossref.org/types) that are something to CSL; any other is a document.
_TYPES = {
    "book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-series": "book",
    "book-set": "book",
    "book-track": "chapter",
    "database": "dataset",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal": "periodical",
    "journal-article": "article-journal",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
    "monograph": "book",
    "peer-review": "review",
    "posted-content": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "proceedings-series": "book",
    "reference-book": "book",
    "reference-entry": "entry",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "standard": "standard",
}
_IN_A_SERIES = frozenset(("chapter", "entry", "paper-conference"))
_WITHOUT_PUBLISHER = frozenset(("article-journal", "periodical", "review"))
# The first that is known is the date of a reference. That of the issue comes first: it is the year that goes
# with the volume and the pages (Citing Medicine, chapter 1), though the article was online months before.
_DATES = ("published-print", "published", "issued", "published-online", "posted")
_AHEAD = "advance online publication"
_ENDS_ITSELF = ("?", "!", ":", "\u2026", "..")

Kind = Literal["retracted", "corrected", "expression-of-concern"]
_NATURES: dict[str, Kind] = {
    "retraction": "retracted",
    "partial-retraction": "retracted",
    "removal": "retracted",
    "withdrawal": "retracted",
    "expression-of-concern": "expression-of-concern",
    "addendum": "corrected",
    "clarification": "corrected",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
}
_TAKEN_BACK = "reinstatement"
_MARKS_OF_RETRACTION = ("retracted", "withdrawn", "removed")


class Notice(Value):
    """A notice about a work: what it says happened, and its DOI; *partly*: only a part was retracted.

    *about* is the DOI of the work where it is another than the one that was looked up: this is the notice.
    """

    kind: Kind
    doi: str = ""
    partly: bool = False
    about: str = ""


def path_of(doi: str) -> str:
    """Where Crossref tells of *doi*."""
    from urllib.parse import quote

    return f"/works/{quote(doi, safe='', errors='replace')}"


def csl_item(message: Message) -> dict[str, Any]:
    """The CSL item of *message*, without an id, and without what is empty.

    An article number is its `number`. What is in no issue yet has a `status` that says so.
    """
    kind = _type(message)
    containers = _texts(message.get("container-title"))
    # A chapter's series stands before its book.
    series = containers[0] if kind in _IN_A_SERIES and len(containers) > 1 else ""
    short = plain(first(message.get("short-container-title")))
    container = containers[1 if series else 0] if containers else ""
    event = message.get("event")
    event = event if isinstance(event, dict) else {}
    item = {
        "type": kind,
        "title": _title(message),
        "original-title": _original_title(message),
        "author": _names(message.get("author")),
        "editor": _names(message.get("editor")),
        "translator": _names(message.get("translator")),
        "container-title": container,
        "container-title-short": "" if short == container or series else short,
        "collection-title": series,
        "event-title": plain(event.get("name")),
        "event-place": plain(event.get("location")),
        "issued": _date(message),
        "volume": plain(message.get("volume")),
        "issue": plain(message.get("issue")),
        "page": page_range(plain(message.get("page"))),
        "number": plain(message.get("article-number")),
        "edition": edition_number(plain(message.get("edition-number"))),
        "publisher": _publisher(message, kind),
        "publisher-place": "" if kind in _WITHOUT_PUBLISHER else plain(message.get("publisher-location")),
        "genre": plain(first(message.get("degree"))) or ("preprint" if _is_preprint(message) else ""),
        "DOI": doi_key(plain(message.get("DOI"))),
        "ISSN": _issn(message),
        "ISBN": _isbn(message),
        "language": language_tag(plain(message.get("language"))),
    }
    if kind == "article-journal" and not any(item[key] for key in ("volume", "issue", "page", "number")):
        item["status"] = "" if parts_of_date(message.get("published-print")) else _AHEAD
    return filled(item)


def titles_of(message: Message) -> list[str]:
    """What the work is called, in every form that *message* has; its title first."""
    titles = [plain(first(message.get(key))) for key in ("title", "original-title", "short-title")]
    subtitle = plain(first(message.get("subtitle")))
    with_subtitle = [f"{titles[0]} {subtitle}"] if subtitle else []
    return [title for title in (*titles, *with_subtitle) if title]


def years_of(message: Message) -> set[int]:
    """The years in which the work appeared: in print, online, or as a preprint."""
    dates = [message.get(key) for key in _DATES]
    issue = message.get("journal-issue")
    if isinstance(issue, dict):
        dates += [issue.get(key) for key in _DATES]
    return {parts[0] for date in dates if (parts := parts_of_date(date))}


def notices_on(message: Message) -> list[Notice]:
    """The notices on the work: those that Crossref has as its updates, and what its title says.

    A notice names what it updates under `update-to`; the work has its notices under `updated-by`, those of
    Retraction Watch too. Some publishers write the notice into the work itself: then it updates itself.
    """
    own = doi_key(plain(message.get("DOI"))) or ""
    found = [_notice(update) for update in _updates(message, "updated-by")]
    for update in _updates(message, "update-to"):
        about = doi_key(plain(update.get("DOI"))) or ""
        found.append(_notice(update).replace(doi=own, about="" if about == own else about))
    if _nature_of(message, _TAKEN_BACK):
        found = [notice for notice in found if notice.kind != "retracted"]
    elif is_marked_retracted(plain(first(message.get("title")))):
        found.append(Notice("retracted"))
    return found


def is_marked_retracted(title: str) -> bool:
    """Whether *title* says of its work that it was retracted: "RETRACTED: ...", "Retracted article: ..."."""
    words = title[:40].lower().lstrip("[(* ")
    return words.startswith(_MARKS_OF_RETRACTION) and (":" in words or "]" in words)


def _updates(message: Message, key: str) -> Iterator[Mapping[str, Any]]:
    """The updates under *key* that are notices: a new version or edition is not."""
    listed = message.get(key)
    for update in listed if isinstance(listed, list) else ():
        if isinstance(update, dict) and _nature(update) in _NATURES:
            yield update


def _nature(update: Mapping[str, Any]) -> str:
    return plain(update.get("type")).lower().replace("_", "-").replace(" ", "-")


def _nature_of(message: Message, nature: str) -> bool:
    listed = message.get("updated-by")
    return isinstance(listed, list) and any(_nature(u) == nature for u in listed if isinstance(u, dict))


def _notice(update: Mapping[str, Any]) -> Notice:
    nature = _nature(update)
    doi = doi_key(plain(update.get("DOI"))) or ""
    return Notice(_NATURES[nature], doi, partly=nature.startswith("partial"))


def _type(message: Message) -> str:
    return _TYPES.get(plain(message.get("type")), "document")


def _is_preprint(message: Message) -> bool:
    return plain(message.get("subtype")) == "preprint"


def _title(message: Message) -> str:
    """The title and its subtitles, without the full stop that styles add."""
    title = marked_up(first(message.get("title"))) or marked_up(first(message.get("original-title")))
    for subtitle in filter(None, map(marked_up, _listed(message.get("subtitle")))):
        title = _unstopped(title)
        if not plain(title).lower().endswith(_unstopped(plain(subtitle)).lower()):
            between = " " if title.endswith(_ENDS_ITSELF) else ": "
            title = f"{title}{between}{subtitle}" if title else subtitle
    return _unstopped(title)


def _unstopped(title: str) -> str:
    return title if title.endswith("..") else title.removesuffix(".")


def _original_title(message: Message) -> str:
    """The title in the language of the work, where another stands as its title."""
    title, original = (marked_up(first(message.get(key))) for key in ("title", "original-title"))
    return original if title and original != title else ""


def _names(listed: Any) -> list[dict[str, str]]:
    people = (person for person in _listed(listed) if isinstance(person, dict))
    names = (name(p.get("family"), p.get("given"), p.get("suffix"), p.get("name")) for p in people)
    return [each for each in names if each]


def _date(message: Message) -> dict[str, Any] | None:
    parts = next(filter(None, (parts_of_date(message.get(key)) for key in _DATES)), None)
    return {"date-parts": [parts]} if parts else None


def _publisher(message: Message, kind: str) -> str:
    """The publisher, but of an article in a journal; of a preprint, a thesis or a report, the institution."""
    if kind in _WITHOUT_PUBLISHER:
        return ""
    institution = first(message.get("institution"))
    institution = plain(institution.get("name")) if isinstance(institution, dict) else ""
    return institution or plain(message.get("publisher"))


def _issn(message: Message) -> str | None:
    """The ISSN by which most readers reach the journal: electronic before printed."""
    typed = [entry for entry in _listed(message.get("issn-type")) if isinstance(entry, dict)]
    electronic = [entry.get("value") for entry in typed if entry.get("type") == "electronic"]
    listed = (*electronic, *_listed(message.get("ISSN")))
    return next(filter(None, (normalise_issn(plain(value)) for value in listed)), None)


def _isbn(message: Message) -> str | None:
    listed = (plain(value).rpartition("/")[2] for value in _listed(message.get("ISBN")))
    return next(filter(None, map(normalise_isbn, listed)), None)


def _texts(value: Any) -> list[str]:
    return [text for text in map(plain, _listed(value)) if text]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
