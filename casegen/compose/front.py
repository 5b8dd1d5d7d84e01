"""The article's front: journal, dates, how to cite it, running heads."""

from __future__ import annotations

from casegen import document as d
from casegen.citations.names import listed_names
from casegen.compose.context import Context
from casegen.compose.inlines import inline_text, outward_link, without_anchors
from casegen.compose.persons import person
from casegen.compose.words import Words
from casegen.identifiers import doi_url, normalise_doi
from casegen.model import Case, read_date

_LONGEST_RUNNING_TITLE = 64


def compose_journal(case: Case) -> d.Journal | None:
    """The journal with its ISSNs."""
    journal = case.journal
    if journal is None or not (journal.title.strip() or journal.abbreviation.strip()):
        return None
    given = journal.issn
    pairs = (("print", given.print), ("online", given.online)) if given else ()
    issns = tuple((kind, issn) for kind, issn in pairs if issn)
    title = journal.title.strip() or journal.abbreviation
    return d.Journal(title, journal.abbreviation, journal.publisher, outward_link(journal.url) or "", issns)


def compose_history(case: Case, words: Words) -> tuple[d.History, ...]:
    """Received, revised, accepted and published, those that are known.

    A date that is none is printed as typed.
    """
    if case.dates is None:
        return ()
    given = [
        ("received", case.dates.received),
        *(("revised", date) for date in case.dates.revised),
        ("accepted", case.dates.accepted),
        ("published", case.dates.published),
    ]
    return tuple(
        d.History(kind, words[kind], iso, words.date(date) if (date := read_date(iso)) else iso)
        for kind, iso in given
        if iso.strip()
    )


def pages(case: Case) -> str:
    """``739\u2013745``, or the one page that is known."""
    if case.publication is None:
        return ""
    first, last = case.publication.first_page, case.publication.last_page
    return f"{first}\u2013{last}" if first and last and first != last else first or last


def issue_line(case: Case) -> str:
    """``2022;3(2):1\u20133``: year, volume, issue and pages or article number, as citations print them."""
    where = case.publication
    line = _year(case)
    if where is not None:
        volume = where.volume + (f"({where.issue})" if where.issue else "")
        line += (";" if line and volume else "") + volume
        place = pages(case) or where.elocation_id
        line += (":" if line and place else "") + place
    return line


def _year(case: Case) -> str:
    date = read_date(case.dates.published) if case.dates and case.dates.published else None
    return str(date.year) if date else ""


def doi_parts(case: Case) -> tuple[str, str]:
    """The DOI and its address; one that is no DOI is shown as typed, with no link."""
    doi = normalise_doi(case.doi) if case.doi.strip() else None
    return (doi, doi_url(doi)) if doi else (case.doi.strip(), "")


def article_page(case: Case, template: str) -> str:
    """The address of the article's page, by *template* with ``{doi}`` or ``{slug}``; "" where it is none."""
    from urllib.parse import quote

    doi, _ = doi_parts(case)
    filled = template.replace("{doi}", quote(doi, errors="replace"))
    filled = filled.replace("{slug}", quote(case.slug, errors="replace"))
    return outward_link(filled) or ""


def citation_line(context: Context, journal: d.Journal | None, title: d.Inlines) -> d.Inlines:
    """How to cite the article: as typed, or composed in the NLM's form from what is known."""
    case = context.case
    if case.citation is not None:
        return inline_text(context, case.at / "citation", case.citation)
    sentences: list[d.Inlines] = []
    names = listed_names(person(author.name).indexed for author in case.authors)
    if names:
        sentences.append((d.Text(f"{names}."),))
    own_title = without_anchors(title)
    ended = d.plain(own_title).endswith((".", "?", "!"))
    sentences.append(own_title if ended else (*own_title, d.Text(".")))
    if journal is not None:
        sentences.append((d.Emphasis((d.Text(journal.abbreviation or journal.title),)), d.Text(".")))
    if line := issue_line(case):
        sentences.append((d.Text(f"{line}."),))
    doi, url = doi_parts(case)
    if url:
        sentences.append((d.Link(url, (d.Text(url),)),))
    elif doi:
        sentences.append((d.Text(f"doi: {doi}"),))
    spaced = [(d.Text(" "), *sentence) for sentence in sentences]
    return tuple(node for sentence in spaced for node in sentence)[1:]


def running_head(context: Context, journal: d.Journal | None, title: str) -> tuple[str, str]:
    """What stands over every page but the first: who and what; and where it is published."""
    case = context.case
    short = running_title(case.short_title.strip() or title)
    names = [name for author in case.authors if (name := person(author.name).family)]
    who = context.words.listed(names) if len(names) < 3 else f"{names[0]} et al."
    where = (journal.abbreviation or journal.title) if journal else ""
    line = issue_line(case)
    return f"{who}: {short}" if who else short, " ".join(part for part in (where, line) if part)


def running_title(title: str) -> str:
    """*title* as it stands over a page, cut at a word where it is too long."""
    if len(title) <= _LONGEST_RUNNING_TITLE:
        return title
    return title[: _LONGEST_RUNNING_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "\u2026"


def copyright_line(case: Case) -> str:
    """The statement as typed, or year and holder."""
    given = case.copyright
    if given is None:
        return ""
    if given.statement.strip():
        return given.statement.strip()
    known = [part for part in (copyright_year(case), given.holder) if part]
    return " ".join(["\u00a9", *known]) if known else ""


def copyright_year(case: Case) -> str:
    """The year of the copyright: as typed, or that of publication."""
    return (case.copyright.year if case.copyright else "") or _year(case)
