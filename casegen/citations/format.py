"""A reference as printed, in the manner of the NLM's citation guide (Citing Medicine, 2nd ed.)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from casegen.citations.bibliography import Piece
from casegen.citations.markup import marked
from casegen.citations.names import index_name, listed_names
from casegen.identifiers import doi_url, normalise_doi, normalise_pmid, pmid_url
from casegen.model import CslDate, CslName, PartialDate, Reference
from casegen.model.languages import vocabulary

_PARTS_OF_BOOKS = ("chapter", "paper-conference", "entry", "entry-encyclopedia", "entry-dictionary")
_IN_PERIODICALS = (
    "article-journal", "article-magazine", "article-newspaper", "periodical", "review", "review-book",
)  # fmt: skip
# The types whose number is printed by itself, and what it is called.
_NUMBERS = {"report": "report_number", "standard": "standard_number", "patent": "patent_number"}
# An edition that says in words that it is one, in any of the languages.
_SAYS_EDITION = re.compile(r"\b(?:ed|\u00e9d|aufl|druk)", re.IGNORECASE)
_EDITION_NUMBER = re.compile(r"(\d+)(?:st|nd|rd|th)?", re.IGNORECASE)
_DASHES = re.compile(r"\s*[-\u2010-\u2015]+\s*")
_CLOSING = "\u201d\u2019\u00bb\"')]"


# The words of the reference list in one language.
_Words = Mapping[str, str]


def format_reference(reference: Reference, language: str) -> tuple[Piece, ...]:
    """The printed entry in *language*: authors, title, source, and links for what identifies it.

    What is missing is left out; a reference that says nothing at all is printed as its key.
    """
    tables = vocabulary(language)
    words = tables["references"]
    entry = _Entry()
    entry.sentence([Piece(_authors(reference, words))])
    entry.sentence(_title(reference, tables))
    if reference.type in _IN_PERIODICALS or (reference.container_title and reference.volume):
        container = (
            reference.container_title_short or reference.journalAbbreviation or reference.container_title
        )
        entry.sentence(marked(container, italic=True))
        entry.sentence([Piece(_issue(reference))])
    elif reference.type in _PARTS_OF_BOOKS:
        entry.sentence(_host(reference, words))
        entry.sentence([Piece(_imprint(reference))])
        entry.sentence([Piece(f"{words['pages']} {_range(reference.page)}" if reference.page else "")])
    else:
        entry.sentence(marked(reference.container_title, italic=True))
        entry.sentence([Piece(_imprint(reference))])
        number = _NUMBERS.get(reference.type)
        entry.sentence([Piece(f"{words[number]} {reference.number}" if number and reference.number else "")])
    entry.tail(_links(reference, words))
    return tuple(entry.pieces) or (Piece(reference.id),)


class _Entry:
    """An entry in the making."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []

    def sentence(self, given: Iterable[Piece]) -> None:
        """Add a sentence with a full stop of its own; nothing where it holds nothing."""
        added = [piece for piece in given if piece.text.strip()]
        self.tail(added)
        if added and not added[-1].text.rstrip().rstrip(_CLOSING).endswith((".", "?", "!")):
            self.pieces.append(Piece("."))

    def tail(self, added: Sequence[Piece]) -> None:
        """Add *added* after a space."""
        if added and self.pieces:
            self.pieces.append(Piece(" "))
        self.pieces.extend(added)


# --- titles and sources -----------------------------------------------------------------------------


def _authors(reference: Reference, words: _Words) -> str:
    """The authors; of a book without any, its editors."""
    if reference.author or reference.type in _PARTS_OF_BOOKS:
        return listed_names(map(index_name, reference.author))
    return _editors(reference.editor, words)


def _editors(editors: Sequence[CslName], words: _Words) -> str:
    names = listed_names(map(index_name, editors))
    return f"{names}, {words['editors' if len(editors) > 1 else 'editor']}" if names else ""


def _title(reference: Reference, tables: Mapping[str, _Words]) -> list[Piece]:
    pieces = marked(reference.title)
    words = tables["references"]
    kind = reference.genre or tables["media"].get(reference.type, "")
    if kind and pieces:
        pieces.append(Piece(f" [{kind}]"))
    version = f"{words['version']} {reference.version.strip()}" if reference.version.strip() else ""
    for detail in (_edition(reference.edition.strip(), words), version):
        if detail:
            pieces.append(Piece(f". {detail}" if pieces else detail))
    return pieces


def _edition(text: str, words: _Words) -> str:
    """``9`` and ``9th`` -> ``9th ed``; words that say so themselves stay."""
    if number := _EDITION_NUMBER.fullmatch(text):
        return f"{_ordinal(number[1], words)} {words['edition']}"
    text = text[:1].upper() + text[1:]
    return text if not text or _SAYS_EDITION.search(text) else f"{text} {words['edition']}"


def _ordinal(number: str, words: _Words) -> str:
    printed = words["ordinal"].format(n=number)
    if printed.endswith("th") and number[-2:] not in ("11", "12", "13"):  # English has exceptions
        return number + {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    return printed


def _host(reference: Reference, words: _Words) -> list[Piece]:
    """The book and its editors: ``In: Goodman JL, editor. Tick-borne diseases of humans``."""
    title = marked(reference.container_title, italic=True)
    editors = _editors(reference.editor, words)
    before = f"{editors}. " if editors and title else editors
    return [Piece(f"{words['in']} {before}"), *title] if before or title else []


def _issue(reference: Reference) -> str:
    """``2019;73(6):717-26``; ``2020, in press`` for what has no volume yet."""
    place = reference.volume + (f"({reference.issue})" if reference.issue else "")
    pages = _range(reference.page) or reference.number
    date = _year(reference.issued)
    text = date + (f"{';' if date else ''}{place}" if place else "")
    text += f"{':' if text else ''}{pages}" if pages else ""
    if reference.status and not place:
        text = ", ".join(part for part in (text, reference.status) if part)
    return text


def _imprint(reference: Reference) -> str:
    """Publisher and date: ``Washington, DC: ASM Press; 2005``."""
    source = ": ".join(part for part in (reference.publisher_place, reference.publisher) if part)
    return "; ".join(part for part in (source, _year(reference.issued), reference.status) if part)


def _year(date: CslDate | None) -> str:
    return date.year.strip() if date else ""


def _range(pages: str) -> str:
    return _DASHES.sub("\u2013", pages.strip())


# --- links ------------------------------------------------------------------------------------------


def _links(reference: Reference, words: _Words) -> list[Piece]:
    """The DOI, or else the address, and the PubMed number."""
    links = _doi(reference) or _address(reference, words)
    pmid = normalise_pmid(reference.PMID) if reference.PMID else None
    if pmid:
        links += [Piece(" PMID: " if links else "PMID: "), Piece(pmid, href=pmid_url(pmid))]
    return links


def _doi(reference: Reference) -> list[Piece]:
    typed = reference.DOI.strip()
    doi = normalise_doi(typed) if typed else None
    if doi:
        return [Piece("doi: "), Piece(doi, href=doi_url(doi))]
    return [Piece(f"doi: {typed}")] if typed and not reference.URL else []


def _address(reference: Reference, words: _Words) -> list[Piece]:
    """Where to find it on the web; an address that is not http is not printed, let alone linked."""
    url = reference.URL.strip()
    if not url.lower().startswith(("http://", "https://")) or re.search(r"[\s\x00-\x1f]", url):
        return []
    links = [Piece(f"{words['available_from']} "), Piece(url, href=url)]
    if reference.accessed and reference.accessed.first:
        links.append(Piece(f" [{words['cited']} {_day(reference.accessed.first, words)}]"))
    return links


def _day(date: PartialDate, words: _Words) -> str:
    """``2020 Jan 5``: the year comes first, as in the NLM's dates."""
    month = words["months"].split()[date.month - 1] if date.month else ""
    parts = [str(date.year), month, str(date.day or "")]
    return " ".join(part for part in parts if part)
