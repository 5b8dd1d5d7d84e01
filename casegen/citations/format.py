"""A reference as plain text in the manner of the NLM's citation guide (Citing Medicine, 2nd ed.)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from casegen.citations.bibliography import Piece
from casegen.identifiers import doi_url, normalise_doi, normalise_pmid, pmid_url
from casegen.model import CslName, PartialDate, Reference

# ICMJE's sample references list six authors, then "et al."
_MOST_AUTHORS = 6
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MARKUP = re.compile(r"<(/?)(i|b|sup|sub|span)(?:\s[^>]*)?>", re.IGNORECASE)
_STYLES = {"i": "italic", "b": "bold", "sup": "superscript", "sub": "subscript"}
_PARTS_OF_BOOKS = ("chapter", "paper-conference", "entry", "entry-encyclopedia", "entry-dictionary")
_IN_PERIODICALS = ("article-journal", "article-magazine", "article-newspaper", "review", "review-book")


def format_reference(reference: Reference) -> tuple[Piece, ...]:
    """The printed entry: authors, title, source, and links for what identifies it."""
    pieces: list[Piece] = []
    _sentence(pieces, [Piece(_names(reference.author))])
    _sentence(pieces, _title(reference))
    if reference.type in _PARTS_OF_BOOKS:
        _sentence(pieces, _host(reference))
        _sentence(pieces, [Piece(_imprint(reference))])
        _sentence(pieces, [Piece(f"p. {_range(reference.page)}" if reference.page else "")])
    elif reference.type in _IN_PERIODICALS or (reference.container_title and reference.volume):
        container = reference.container_title_short or reference.container_title
        _sentence(pieces, _marked(container, italic=True))
        _sentence(pieces, [Piece(_issue(reference))])
    else:
        _sentence(pieces, _marked(reference.container_title, italic=True))
        _sentence(pieces, [Piece(_imprint(reference))])
        _sentence(pieces, [Piece(f"Report No.: {reference.number}" if reference.number else "")])
    _links(pieces, reference)
    return tuple(pieces)


def short_authors(reference: Reference) -> str:
    """The authors as a sentence names them: "Kim", "Kim and Lee", "Kim et al."; else the title."""
    names = [_surname(name) for name in reference.author or reference.editor]
    match names:
        case []:
            return f"\u201c{reference.title}\u201d" if reference.title else reference.id
        case [one]:
            return one
        case [one, other]:
            return f"{one} and {other}"
    return f"{names[0]} et al."


# --- names ------------------------------------------------------------------------------------------


def _names(names: Iterable[CslName]) -> str:
    printed = [_name(name) for name in names]
    if len(printed) > _MOST_AUTHORS:
        printed = [*printed[:_MOST_AUTHORS], "et al"]
    return ", ".join(printed)


def _name(name: CslName) -> str:
    parts = (_surname(name), _initials(f"{name.given} {name.dropping_particle}"), name.suffix)
    return " ".join(part for part in parts if part)


def _surname(name: CslName) -> str:
    if not name.family:
        return name.literal or name.given
    return f"{name.non_dropping_particle} {name.family}".strip()


def _initials(given: str) -> str:
    """``Joel J.`` -> ``JJ``, ``Jean-Paul`` -> ``JP``; initials typed together ("JH") stay."""
    out = ""
    for word in re.split(r"[\s.\-\u2010\u2011]+", given):
        if word.isupper() and len(word) <= 3:
            out += word
        elif word[:1].isupper() or not word.isascii():
            out += word[:1]
    return out


# --- titles and sources -----------------------------------------------------------------------------


def _title(reference: Reference) -> list[Piece]:
    pieces = _marked(reference.title)
    medium = {"webpage": "Internet", "post-weblog": "Internet", "dataset": "dataset"}
    kind = reference.genre or medium.get(reference.type, "")
    if reference.type == "article" and not kind:
        kind = "preprint"
    if kind and pieces:
        pieces.append(Piece(f" [{kind}]"))
    if reference.edition:
        edition = reference.edition
        pieces.append(Piece(f". {_ordinal(edition)} ed" if edition.isdigit() else f". {edition}"))
    return pieces


def _host(reference: Reference) -> list[Piece]:
    pieces = [Piece("In: ")]
    if reference.editor:
        role = "editors" if len(reference.editor) > 1 else "editor"
        pieces.append(Piece(f"{_names(reference.editor)}, {role}. "))
    title = _marked(reference.container_title, italic=True)
    return [*pieces, *title] if title else []


def _issue(reference: Reference) -> str:
    """``2019 Feb 19;73(6):717-26``"""
    place = reference.volume + (f"({reference.issue})" if reference.issue else "")
    pages = _range(reference.page) or reference.number
    year = _date(reference)
    text = year + (f";{place}" if place else "") + (f":{pages}" if pages else "")
    if reference.status and not place:
        text = f"{text}, {reference.status}" if text else reference.status
    return text.lstrip(";:")


def _imprint(reference: Reference) -> str:
    """``Washington, DC: ASM Press; 2005``"""
    source = ": ".join(part for part in (reference.publisher_place, reference.publisher) if part)
    return "; ".join(part for part in (source, _date(reference)) if part)


def _date(reference: Reference) -> str:
    return reference.issued.year if reference.issued else ""


def _range(pages: str) -> str:
    return re.sub(r"\s*[-\u2010-\u2015]+\s*", "\u2013", pages)


def _ordinal(number: str) -> str:
    tens = number[-2:] in ("11", "12", "13")
    return number + ("th" if tens else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def _links(pieces: list[Piece], reference: Reference) -> None:
    doi = normalise_doi(reference.DOI) if reference.DOI else None
    pmid = normalise_pmid(reference.PMID) if reference.PMID else None
    links: list[Piece] = []
    if doi:
        links += [Piece("doi: "), Piece(doi, href=doi_url(doi))]
    elif reference.URL.startswith(("http://", "https://")):
        links += [Piece("Available from: "), Piece(reference.URL, href=reference.URL)]
        if reference.accessed and reference.accessed.first:
            links.append(Piece(f" [cited {_day(reference.accessed.first)}]"))
    if pmid:
        links += [Piece(" PMID: " if links else "PMID: "), Piece(pmid, href=pmid_url(pmid))]
    if links:
        pieces += [Piece(" "), *links]


def _day(date: PartialDate) -> str:
    parts = [str(date.year), _MONTHS[date.month - 1] if date.month else "", str(date.day or "")]
    return " ".join(part for part in parts if part)


# --- text -------------------------------------------------------------------------------------------


def _sentence(pieces: list[Piece], sentence: Iterable[Piece]) -> None:
    """Add *sentence* with a full stop of its own, and a space before it."""
    added = [piece for piece in sentence if piece.text]
    if not added:
        return
    if pieces:
        pieces.append(Piece(" "))
    pieces.extend(added)
    if not added[-1].text.rstrip("\u201d\"')").endswith((".", "?", "!")):
        pieces.append(Piece("."))


def _marked(text: str, *, italic: bool = False) -> list[Piece]:
    """*text* with CSL's markup (``<i>``, ``<b>``, ``<sup>``, ``<sub>``, ``<span>``) as styles."""
    pieces: list[Piece] = []
    styles = {"italic": italic, "bold": False, "superscript": False, "subscript": False}
    at = 0
    for match in _MARKUP.finditer(text):
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()], **styles))
        style = _STYLES.get(match.group(2).lower())
        if style:
            opening = not match.group(1)
            # Italics inside italics stand upright.
            styles[style] = (opening != italic) if style == "italic" else opening
        at = match.end()
    if at < len(text):
        pieces.append(Piece(text[at:], **styles))
    return pieces
