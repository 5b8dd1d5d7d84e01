"""The article's front: journal, dates, how to cite it, running heads."""

from __future__ import annotations

from casegen import document as d
from casegen.compose.context import Context
from casegen.compose.inlines import inline_text
from casegen.compose.words import Words
from casegen.identifiers import doi_url, normalise_doi
from casegen.model import Case, Name, read_date

_LONGEST_RUNNING_TITLE = 64
# The NLM's form lists all authors; beyond six, journals print "et al." (ICMJE's sample references).
_MOST_AUTHORS = 6


def compose_journal(case: Case) -> d.Journal | None:
    """The journal with its ISSNs."""
    journal = case.journal
    if journal is None:
        return None
    given = journal.issn
    issns = (("print", given.print), ("online", given.online)) if given else ()
    issns = tuple((kind, issn) for kind, issn in issns if issn)
    return d.Journal(journal.title, journal.abbreviation, journal.publisher, journal.url, issns)


def compose_history(case: Case, words: Words) -> tuple[d.History, ...]:
    """Received, revised, accepted and published, those that are known. A date that is none is printed as typed."""
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


def citation_line(context: Context, title: d.Inlines) -> d.Inlines:
    """How to cite the article: as typed, or composed in the NLM's form."""
    case = context.case
    if case.citation is not None:
        return inline_text(context, case.at / "citation", case.citation)
    names = [_citation_name(author.name) for author in case.authors]
    if len(names) > _MOST_AUTHORS:
        names = [*names[:_MOST_AUTHORS], "et al"]
    out: list[d.Inline] = [d.Text(f"{', '.join(names)}. "), *title]
    if not d.plain(title).endswith((".", "?", "!")):
        out.append(d.Text("."))
    if case.journal is not None:
        name = case.journal.abbreviation or case.journal.title
        out += [d.Text(" "), d.Emphasis((d.Text(name),)), d.Text(". ")]
    line = issue_line(case)
    if line:
        out.append(d.Text(f"{'' if case.journal else ' '}{line}."))
    doi, url = doi_parts(case)
    if doi:
        shown = d.Text(url or f"doi: {doi}")
        out += [d.Text(" "), d.Link(url, (shown,)) if url else shown]
    return tuple(out)


def _citation_name(name: Name) -> str:
    """``Silva A``: surname and initials, as indexes print them."""
    initials = "".join(
        part[0] for word in name.forenames.replace(".", " ").split() for part in word.split("-") if part
    )
    return " ".join(part for part in (name.surname, initials, name.suffix) if part)


def running_head(context: Context, title: str) -> tuple[str, str]:
    """What stands over every page but the first: who and what; and where it is published."""
    case = context.case
    short = case.short_title.strip() or title
    if len(short) > _LONGEST_RUNNING_TITLE:
        short = short[: _LONGEST_RUNNING_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "\u2026"
    names = [author.name.surname for author in case.authors]
    who = names[0] if len(names) == 1 else f"{names[0]} et al."
    if len(names) == 2:
        who = context.words.listed(names)
    journal = case.journal
    where = [journal.abbreviation or journal.title] if journal else []
    line = issue_line(case)
    return f"{who}: {short}" if who else short, " ".join([*where, line] if line else where)


def copyright_line(case: Case) -> str:
    """The statement as typed, or year and holder."""
    given = case.copyright
    if given is None:
        return ""
    if given.statement:
        return given.statement
    return " ".join(part for part in ("\u00a9", given.year or _year(case), given.holder) if part)
