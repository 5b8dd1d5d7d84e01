"""Case and bibliography -> `Document`: the article, decided once."""

from __future__ import annotations

from casegen import document as d
from casegen.citations import Bibliography
from casegen.compose.back import compose_declaration, compose_supplements
from casegen.compose.blocks import Blocker
from casegen.compose.byline import compose_byline
from casegen.compose.context import Context, reference_anchor
from casegen.compose.floats import FloatMaker
from casegen.compose.front import (
    citation_line,
    compose_history,
    compose_journal,
    copyright_line,
    doi_parts,
    issue_line,
    pages,
    running_head,
)
from casegen.compose.inlines import inline_text, styled
from casegen.compose.licenses import compose_license
from casegen.compose.numbering import number_floats
from casegen.compose.timeline import compose_timeline
from casegen.compose.words import words
from casegen.document import plain
from casegen.model import Case
from casegen.model.outline import Item, outline
from casegen.prose import Prose
from casegen.source import Pointer


def compose(case: Case, bibliography: Bibliography) -> d.Document:
    """Compose *case*, which has no blocking problem.

    CasegenError where a file it shows cannot be read (any more).
    """
    numbers, explicit = number_floats(case)
    context = Context(case, bibliography, words(case.language), numbers, explicit=explicit)
    floats = FloatMaker(context)
    title = inline_text(context, case.at / "title", case.title)
    title_text = plain(title)
    parts = outline(case)
    abstract = _abstract(context)
    body = _body(context, parts, floats)
    supplements = compose_supplements(context)
    back = [
        section
        for item in parts
        if item.kind == "declaration" and (section := compose_declaration(context, item.name))
    ]
    closing = [_section(context, item, None) for item in parts if item.kind == "closing"]
    authors, affiliations, author_notes = compose_byline(context)
    doi, doi_url = doi_parts(case)
    where = case.publication
    return d.Document(
        slug=case.slug,
        language=case.language,
        kind=case.type,
        kind_label=context.words[case.type],
        title=title,
        title_text=title_text,
        short_title=case.short_title,
        authors=authors,
        affiliations=affiliations,
        author_notes=author_notes,
        journal=compose_journal(case),
        volume=where.volume if where else "",
        issue=where.issue if where else "",
        pages=pages(case),
        elocation_id=where.elocation_id if where else "",
        issue_line=issue_line(case),
        doi=doi,
        doi_url=doi_url,
        history=compose_history(case, context.words),
        citation_line=citation_line(context, title),
        copyright=copyright_line(case),
        license=compose_license(case),
        keywords=case.keywords,
        abstract=abstract,
        body=body,
        back=tuple(back),
        references=_references(context),
        notes=tuple(context.notes),
        supplements=supplements,
        closing=tuple(closing),
        running_head=running_head(context, title_text),
        words=context.words.words,
    )


def _abstract(context: Context) -> tuple[d.AbstractPart, ...]:
    abstract = context.case.abstract
    at = Pointer(("abstract",))
    if isinstance(abstract, Prose):
        return (d.AbstractPart("", Blocker(context, at, abstract).plain(abstract.blocks)),)
    return tuple(
        d.AbstractPart(_label(context, name), Blocker(context, at / name, part).plain(part.blocks))
        for name, part in (abstract or {}).items()
    )


def _label(context: Context, name: str) -> str:
    """The printed label of an abstract's part: ``case_presentation`` -> Case presentation."""
    text = name.replace("_", " ").replace("-", " ").strip()
    return context.words.words.get(f"abstract_{name}", text[:1].upper() + text[1:])


def _body(
    context: Context, parts: tuple[Item, ...], floats: FloatMaker
) -> tuple[d.Section, ...]:
    """The sections of the text. Floats that no text cites follow the presentation, else the last section."""
    kinds = ("main", "section", "timeline", "learning_points")
    items = [item for item in parts if item.kind in kinds]
    sections = [_section(context, item, floats) for item in items]
    rest = floats.rest()
    if not rest:
        return tuple(sections)
    at = next((i for i, item in enumerate(items) if item.name == "presentation"), len(sections) - 1)
    if at < 0:
        title = (d.Text(context.words["figures_and_tables"]),)
        return (d.Section(context.anchor("sec", "figures"), title, 2, tuple(rest)),)
    host = sections[at]
    sections[at] = d.Section(host.id, host.title, host.level, (*host.children, *rest))
    return tuple(sections)


def _section(context: Context, item: Item, floats: FloatMaker | None) -> d.Section:
    anchor = context.anchor("sec", item.name)
    if item.section is not None:
        title = inline_text(context, item.section.at / "title", item.section.title)
        body = Blocker(context, item.section.at / "body", item.section.body, floats)
        return d.Section(anchor, title, 2, body.section(2))
    title = (d.Text(context.words[item.name]),)
    at = Pointer((item.name,))
    if item.kind == "timeline":
        return d.Section(anchor, title, 2, (compose_timeline(context),))
    if item.kind == "learning_points":
        points = tuple(
            Blocker(context, at / index, point).plain(point.blocks)
            for index, point in enumerate(context.case.learning_points)
        )
        return d.Section(anchor, title, 2, (d.ListBlock(points),))
    prose = getattr(context.case, item.name)
    return d.Section(anchor, title, 2, Blocker(context, at, prose, floats).section(2))


def _references(context: Context) -> tuple[d.ReferenceEntry, ...]:
    return tuple(
        d.ReferenceEntry(
            reference_anchor(entry.key),
            entry.key,
            entry.label,
            styled(entry.pieces),
            tuple(context.cited_from.get(entry.key, ())),
        )
        for entry in context.bibliography.entries
    )
