"""Case and bibliography -> `Document`: the article, decided once."""

from __future__ import annotations

from casegen import document as d
from casegen.citations import Bibliography
from casegen.compose.back import compose_awards, compose_declaration, compose_supplements
from casegen.compose.blocks import Blocker, compose_notes
from casegen.compose.byline import compose_byline
from casegen.compose.context import Context
from casegen.compose.floats import FloatMaker
from casegen.compose.front import (
    article_page,
    citation_line,
    compose_history,
    compose_journal,
    copyright_line,
    copyright_year,
    doi_parts,
    issue_line,
    pages,
    running_head,
)
from casegen.compose.inlines import inline_text, without_anchors
from casegen.compose.item import own_item
from casegen.compose.licenses import compose_license
from casegen.compose.numbering import explicit_floats, number_floats
from casegen.compose.references import compose_references
from casegen.compose.sources import source_files
from casegen.compose.timeline import compose_timeline
from casegen.compose.words import direction, words
from casegen.model import Case
from casegen.model.mentions import Floats
from casegen.model.outline import BODY, Item, float_host, has_content, outline, texts
from casegen.prose import Prose
from casegen.source import Pointer


def compose(case: Case, bibliography: Bibliography) -> d.Document:
    """Compose *case*, which has no blocking problem. *bibliography* holds all of its citations.

    CasegenError where a file it shows cannot be read (any more).
    """
    floats = Floats(case)
    context = Context(
        case, bibliography, words(case.language), floats, number_floats(case), explicit_floats(case, floats)
    )
    items = outline(case)
    # What is composed first gets the first anchors, letters and back-links: the order is the page's.
    title = inline_text(context, case.at / "title", case.title)
    title_text = d.plain(without_anchors(title))
    journal = compose_journal(case)
    authors, affiliations, author_notes = compose_byline(context)
    cite_as = citation_line(context, journal, title)
    abstract = _abstract(context)
    body = _body(context, items)
    declared = [compose_declaration(context, item.name) for item in items if item.kind == "declaration"]
    supplements = compose_supplements(context)
    closing = tuple(_section(context, item) for item in items if item.kind == "closing")
    notes = compose_notes(context)
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
        journal=journal,
        volume=where.volume if where else "",
        issue=where.issue if where else "",
        pages=pages(case),
        elocation_id=where.elocation_id if where else "",
        issue_line=issue_line(case),
        doi=doi,
        doi_url=doi_url,
        history=compose_history(case, context.words),
        citation_line=cite_as,
        copyright=copyright_line(case),
        license=compose_license(case, context.words),
        keywords=tuple(keyword.strip() for keyword in case.keywords if keyword.strip()),
        abstract=abstract,
        body=body,
        back=tuple(section for section in declared if section is not None),
        references=compose_references(context),
        notes=notes,
        supplements=supplements,
        closing=closing,
        running_head=running_head(context, journal, title_text),
        words=context.words.words,
        direction=direction(case.language),
        first_page=where.first_page if where else "",
        last_page=where.last_page if where else "",
        copyright_year=copyright_year(case),
        copyright_holder=case.copyright.holder.strip() if case.copyright else "",
        awards=compose_awards(case),
        item=own_item(case, title, authors, journal, abstract),
        sources=source_files(case),
        depositor=_depositor(case),
    )


def _depositor(case: Case) -> d.Depositor | None:
    given = case.house.depositor
    if given is None:
        return None
    return d.Depositor(
        given.name, given.email, given.registrant or given.name, article_page(case, given.resource)
    )


def _abstract(context: Context) -> tuple[d.AbstractPart, ...]:
    abstract = context.case.abstract
    at = Pointer(("abstract",))
    if isinstance(abstract, Prose):
        return (d.AbstractPart("", Blocker(context, at, abstract).plain()),) if has_content(abstract) else ()
    return tuple(
        d.AbstractPart(_label(context, name), Blocker(context, at / name, part).plain())
        for name, part in (abstract or {}).items()
        if has_content(part)
    )


def _label(context: Context, name: str) -> str:
    """The printed label of an abstract's part: ``case_presentation`` -> Case presentation."""
    text = " ".join(name.replace("_", " ").replace("-", " ").split())
    known = context.words.words.get(f"abstract_{text.lower().replace(' ', '_')}")
    return known or text[:1].upper() + text[1:]


def _body(context: Context, items: tuple[Item, ...]) -> tuple[d.Section, ...]:
    """The sections of the text, figures and tables in their places."""
    make_float = FloatMaker(context)
    host = float_host(items)
    sections = []
    for item in items:
        if item.kind in BODY:
            sections.append(_section(context, item, make_float))
            if item is host:
                at = len(sections) - 1
    rest = make_float.rest()
    if rest and host is None:
        title = (d.Text(context.words["figures_and_tables"]),)
        sections.append(d.Section(context.anchor("sec", "figures"), title, 2, tuple(rest)))
    elif rest:
        sections[at] = sections[at].replace(children=(*sections[at].children, *rest))
    return tuple(sections)


def _section(context: Context, item: Item, make_float: FloatMaker | None = None) -> d.Section:
    given = item.section
    if given is not None:
        title = inline_text(context, given.at / "title", given.title)
        anchor = context.anchor("sec", d.plain(without_anchors(title)))
    else:
        title = (d.Text(context.words[item.name]),)
        anchor = context.anchor("sec", item.name)
    blockers = [Blocker(context, at, prose) for at, prose in texts(context.case, item)]
    blocks: d.Blocks
    match item.kind:
        case "timeline":
            blocks = (compose_timeline(context),)
        case "learning_points":
            points = (point.plain() for point in blockers)
            blocks = (d.ListBlock(tuple(filter(None, points))),)
        case _:  # of a custom section, the title comes before the body
            blocks = blockers[-1].section(2, make_float)
    if make_float is not None:
        blocks = (*blocks, *(block for text in blockers for block in text.floats(make_float)))
    return d.Section(anchor, title, 2, blocks, "" if given is not None else item.name)
