"""A composed article as text that people can read and tests can compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casegen import document as d
from casegen.values import Value

_AROUND = {
    d.Emphasis: "*", d.Strong: "**", d.Strikethrough: "~~", d.Superscript: "^", d.Subscript: "~",
    d.SmallCaps: "%",
}  # fmt: skip


def parts(document: d.Document) -> dict[str, str]:
    """The article part by part, each as lines of text, in the order of the page."""
    written = ((name, "\n".join(line.rstrip() for line in lines)) for name, lines in _parts(document))
    return {name: text for name, text in written if text}


def dump(document: d.Document) -> str:
    """The whole article."""
    return "".join(f"== {name}\n{text}\n\n" for name, text in parts(document).items())


def inline(nodes: Iterable[d.Inline]) -> str:
    """Inline nodes, marked up; what has an anchor shows it after ``#``, a link its target after ``>``."""
    return "".join(_inline(node) for node in nodes)


def anchors(document: d.Document) -> list[str]:
    """Every anchor of the article, in the order of the nodes."""
    found = ("" if isinstance(node, d.License) else str(getattr(node, "id", "")) for node in walk(document))
    return [anchor for anchor in found if anchor]


def targets(document: d.Document) -> list[str]:
    """Every anchor that something in the article leads to."""
    found = (getattr(node, "target", None) for node in walk(document))
    return [str(target) for target in found if target is not None]


def walk(node: object) -> Iterator[object]:
    """*node* and every value inside it."""
    if isinstance(node, tuple):
        for item in node:
            yield from walk(item)
    elif isinstance(node, Value):
        yield node
        for name in node.field_names:
            yield from walk(getattr(node, name))


def _inline(node: d.Inline) -> str:
    match node:
        case d.Text(text=text):
            return text
        case d.Code(text=text):
            return f"`{text}`"
        case d.Math(tex=tex):
            return f"${tex}$"
        case d.LineBreak():
            return " / "
        case d.NoteMark(id=anchor, target=target, mark=mark):
            return f"{{{mark} #{anchor} >{target}}}"
        case d.Link(href=href, children=children):
            return f"[{inline(children)}]({href})"
        case d.ReferenceLink(target=target, children=children, covered=covered):
            return f"{{{inline(children)} {'covered ' if covered else ''}>{target}}}"
        case d.CrossReference(target=target, children=children):
            return f"{{{inline(children)} >{target}}}"
        case d.Citation(id=anchor, children=children):
            return f"{{#{anchor} {inline(children)}}}"
        case _:
            mark = _AROUND[type(node)]
            return f"{mark}{inline(node.children)}{mark}"


def _parts(document: d.Document) -> Iterator[tuple[str, Iterable[str]]]:
    yield "title", [inline(document.title)]
    yield "head", [f"{document.language} {document.kind_label}", *filter(None, document.running_head)]
    yield "authors", map(_author, document.authors)
    yield "affiliations", (f"{a.mark or '-'} #{a.id} {a.text}" for a in document.affiliations)
    yield "author notes", (f"{n.mark or '-'} #{n.id} {inline(n.children)}" for n in document.author_notes)
    yield "journal", _journal(document)
    yield "history", (f"{h.label}: {h.text} ({h.iso})" for h in document.history)
    yield "citation", filter(None, [inline(document.citation_line)])
    yield "copyright", filter(None, [document.copyright])
    if document.license:
        yield "license", [f"{document.license.id} <{document.license.url}>", document.license.statement]
    yield "keywords", document.keywords
    yield "abstract", (line for p in document.abstract for line in _titled(p.title, p.children))
    yield "body", _blocks(document.body)
    yield "back", _blocks(document.back)
    yield (
        "supplements",
        (f"#{s.id} {s.label}. {s.title} ({s.file}): {inline(s.description)}" for s in document.supplements),
    )
    yield "notes", (line for note in document.notes for line in _note(note))
    yield "references", map(_reference, document.references)
    yield "closing", _blocks(document.closing)


def _author(author: d.Author) -> str:
    marks = " ".join(f"{mark.text}>{mark.target}" for mark in author.marks)
    name = f"{author.name} [{author.family} | {author.given} | {author.suffix}]"
    facts = [
        marks and f"marks {marks}",
        ", ".join(author.degrees),
        author.orcid,
        author.email,
        "corresponding" if author.corresponding else "",
        "equal" if author.equal else "",
        "group" if author.group else "",
        "; ".join(role.text for role in author.roles),
    ]
    return " | ".join([f"#{author.id} {name}", *filter(None, facts)])


def _journal(document: d.Document) -> Iterator[str]:
    journal = document.journal
    if journal is not None:
        issns = ", ".join(f"{kind} {issn}" for kind, issn in journal.issns)
        yield " | ".join(
            filter(None, [journal.title, journal.abbreviation, journal.publisher, journal.url, issns])
        )
    line = " | ".join(filter(None, [document.issue_line, document.doi, document.doi_url]))
    if line:
        yield line


def _reference(entry: d.ReferenceEntry) -> str:
    back = " ".join(link.target for link in entry.backlinks) or "-"
    return f"{entry.label} #{entry.id} {inline(entry.children)} < {back}"


def _note(note: d.Note) -> Iterator[str]:
    yield f"{note.mark}. #{note.id} < {' '.join(link.target for link in note.backlinks)}"
    yield from _indented(_blocks(note.children))


def _titled(title: str, blocks: d.Blocks) -> Iterator[str]:
    if title:
        yield f"[{title}]"
    yield from _blocks(blocks)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _blocks(blocks: Iterable[d.Block]) -> Iterator[str]:
    for block in blocks:
        yield from _block(block)


def _block(block: d.Block) -> Iterator[str]:
    match block:
        case d.Paragraph(children=children):
            yield inline(children)
        case d.Section(id=anchor, title=title, level=level, children=blocks):
            yield f"{'#' * level} {inline(title)} #{anchor}"
            yield from _blocks(blocks)
        case d.ListBlock(items=items, ordered=ordered, start=start):
            for number, item in enumerate(items, start):
                yield f"{number}." if ordered else "-"
                yield from _indented(_blocks(item))
        case d.Quote(children=blocks):
            yield "quote"
            yield from _indented(_blocks(blocks))
        case d.CodeBlock(text=text):
            yield f"code {text!r}"
        case d.MathBlock(tex=tex):
            yield f"formula {tex!r}"
        case d.ThematicBreak():
            yield "---"
        case _:
            yield from _float(block)


def _float(block: d.Block) -> Iterator[str]:
    match block:
        case d.Figure():
            yield f"{block.label} #{block.id} {block.width} {block.asset.name}: {inline(block.caption)}"
            yield from _indented(
                filter(None, [f"alt: {block.alt}" if block.alt else "", inline(block.credit)])
            )
        case d.Table():
            yield f"{block.label or 'table'} #{block.id} {block.width}: {inline(block.caption)}"
            yield from _indented(map(_row, (*block.head, *block.body)))
            yield from _indented(filter(None, [inline(block.notes), inline(block.credit)]))
        case d.Timeline(id=anchor, caption=caption, table=table):
            yield f"timeline #{anchor}: {inline(caption)}"
            yield from _indented(map(_row, (*table.head, *table.body)))


def _row(row: Iterable[d.Cell]) -> str:
    aligned = {d.Align.LEFT: "", d.Align.CENTER: "^", d.Align.RIGHT: ">"}
    return " | ".join(("!" if c.header else "") + aligned[c.align] + inline(c.children) for c in row)
