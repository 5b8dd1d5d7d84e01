"""The article itself as an item of CSL-JSON: how others cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from casegen import document as d
from casegen.compose.front import doi_parts, pages
from casegen.compose.inlines import without_anchors
from casegen.document import plain
from casegen.model import Case, read_date

_MARKUP: Mapping[type, tuple[str, str]] = {
    d.Emphasis: ("<i>", "</i>"),
    d.Strong: ("<b>", "</b>"),
    d.Superscript: ("<sup>", "</sup>"),
    d.Subscript: ("<sub>", "</sub>"),
    d.SmallCaps: ('<span style="font-variant:small-caps;">', "</span>"),
}


def own_item(
    case: Case,
    title: d.Inlines,
    authors: Sequence[d.Author],
    journal: d.Journal | None,
    abstract: Sequence[d.AbstractPart],
) -> dict[str, Any]:
    """The item of CSL-JSON 1.0.2 that cites the article; what is not known is left out."""
    where = case.publication
    doi, url = doi_parts(case)
    issns = dict(journal.issns) if journal else {}
    published = case.dates.published if case.dates else ""
    item: dict[str, Any] = {
        "id": case.slug,
        "type": "article-journal",
        "title": _marked_up(without_anchors(title)),
        "author": [_name(author) for author in authors],
        "container-title": journal.title if journal else "",
        "container-title-short": journal.abbreviation if journal else "",
        "publisher": journal.publisher if journal else "",
        "ISSN": issns.get("online") or issns.get("print") or "",
        "volume": where.volume if where else "",
        "issue": where.issue if where else "",
        "page": pages(case).replace("\u2013", "-"),
        "number": where.elocation_id if where else "",
        "issued": _date(published),
        "DOI": doi if url else "",
        "URL": url,
        "language": case.language,
        "keyword": ", ".join(keyword.strip() for keyword in case.keywords if keyword.strip()),
        "abstract": " ".join(_abstract(abstract)),
    }
    return {key: value for key, value in item.items() if value}


def _name(author: d.Author) -> dict[str, str]:
    if author.group:
        return {"literal": author.name}
    words = author.family.split()
    particles = list(takewhile(str.islower, words[:-1]))
    parts = {
        "family": " ".join(words[len(particles) :]),
        "given": author.given,
        "non-dropping-particle": " ".join(particles),
        "suffix": author.suffix,
    }
    return {key: value for key, value in parts.items() if value}


def _date(iso: str) -> dict[str, list[list[int]]]:
    date = read_date(iso)
    parts = [part for part in (date.year, date.month, date.day) if part] if date else []
    return {"date-parts": [parts]} if parts else {}


def _abstract(parts: Sequence[d.AbstractPart]) -> list[str]:
    texts = []
    for part in parts:
        body = " ".join(plain(block.children) for block in part.children if isinstance(block, d.Paragraph))
        texts.append(f"{part.title}: {body}" if part.title else body)
    return texts


def _marked_up(nodes: d.Inlines) -> str:
    """*nodes* with the markup that CSL-JSON has for texts."""
    out = []
    for node in nodes:
        before, after = _MARKUP.get(type(node), ("", ""))
        children = getattr(node, "children", None)
        out.append(f"{before}{plain((node,)) if children is None else _marked_up(children)}{after}")
    return "".join(out)
