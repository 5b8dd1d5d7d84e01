"""Documents for the writers' tests, built by hand: a full one, and one with nothing in it."""

from __future__ import annotations

from casegen.document import (
    AbstractPart,
    Affiliation,
    Asset,
    Author,
    AuthorNote,
    BackLink,
    Cell,
    Citation,
    CrossReference,
    Document,
    Emphasis,
    Figure,
    History,
    Inline,
    Journal,
    License,
    Link,
    Mark,
    Math,
    MathBlock,
    Note,
    NoteMark,
    Paragraph,
    ReferenceEntry,
    ReferenceLink,
    Section,
    Supplement,
    Table,
    Text,
    Timeline,
    Width,
)

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40">'
    b'<path d="M0 0h60v40z"/></svg>'
)


def text(*parts: str | Inline) -> tuple[Inline, ...]:
    """Inline nodes; a string is plain text."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def paragraph(*parts: str | Inline) -> Paragraph:
    return Paragraph(text(*parts))


def asset(name: str = "figure-1.svg") -> Asset:
    return Asset(name, "image/svg+xml", 60, 40, data=SVG)


def table(rows: int = 2, label: str = "Table 1", width: Width = Width.COLUMN) -> Table:
    return Table(
        head=((Cell((), header=True), Cell(text("CRP (mg/L)"), header=True)),),
        body=tuple((Cell(text(f"Day {day}"), header=True), Cell(text("4"))) for day in range(rows)),
        id="tbl-labs" if label else "",
        label=label,
        caption=text("Laboratory values") if label else (),
        notes=text("CRP, C-reactive protein."),
        width=width,
    )


def empty(**parts: object) -> Document:
    """A document with a title and nothing else, but for *parts*."""
    fields: dict[str, object] = {
        "slug": "a-case",
        "language": "en",
        "kind": "case-report",
        "kind_label": "Case report",
        "title": text("A case"),
        "title_text": "A case",
        "short_title": "A case",
        "journal": None,
        "license": None,
        "running_head": ("A case", ""),
    }
    tuples = (
        *("authors", "affiliations", "author_notes", "history", "citation_line", "keywords"),
        *("abstract", "body", "back", "references", "notes", "supplements", "closing"),
    )
    strings = (*("volume", "issue", "pages", "elocation_id", "issue_line", "doi", "doi_url", "copyright"),)
    fields |= dict.fromkeys(tuples, ()) | dict.fromkeys(strings, "") | parts
    return Document(**fields)  # type: ignore[arg-type] # the fields are Document's own


def full() -> Document:
    """A short article with every part and every kind of float."""
    citation = Citation("cite-1", text("[", ReferenceLink("ref-tang", text("1")), "]"))
    figure = Figure(
        "fig-ct", "Figure 1", asset(), "A bright fragment", text("CT, axial cut"), text("Drawn for this.")
    )
    timeline = Timeline(
        "timeline", text("Course of events"), asset("timeline.svg"), "Events on a line", table(label="")
    )
    body = (
        Section(
            "sec-case",
            text("Case"),
            2,
            (
                paragraph(
                    "A man ", Emphasis(text("of note")), " ", citation, NoteMark("mark-a", "note-a", "a")
                ),
                paragraph("See ", CrossReference("fig-ct", text("Figure 1")), " and ", Math("x^2"), "."),
                figure,
                table(rows=30, width=Width.FULL),
                timeline,
                MathBlock(r"\frac{a}{b}"),
                Section("sec-exam", text("Examination"), 3, (paragraph("Normal."),)),
            ),
        ),
    )
    doi = "10.1234/abcd.1"
    return empty(
        title=text("A case of ", Emphasis(text("Borrelia"))),
        title_text="A case of Borrelia",
        journal=Journal(
            "A Journal of Cases", "J Cases", "A Press", "https://example.org/", (("online", "2768-2757"),)
        ),
        volume="3",
        issue="2",
        pages="1–3",
        first_page="1",
        last_page="3",
        issue_line="2022;3(2):1–3",
        doi=doi,
        doi_url=f"https://doi.org/{doi}",
        authors=(
            Author(
                *("author-1", "Ana Silva", "Ana", "Silva"),
                degrees=("MD",),
                marks=(Mark("1", "aff-1"), Mark("*", "note-corresponding")),
                affiliations=("aff-1",),
                orcid="0000-0002-1825-0097",
                corresponding=True,
            ),
            Author("author-2", "Bo Ek", "Bo", "Ek", marks=(Mark("1", "aff-1"),), affiliations=("aff-1",)),
        ),
        affiliations=(Affiliation("aff-1", "1", "A Hospital, Lisbon, Portugal"),),
        author_notes=(
            AuthorNote("note-corresponding", "*", "corresponding", text("Correspondence: Ana Silva")),
        ),
        history=(History("published", "Published", "2022-01-10", "10 January 2022"),),
        citation_line=text("Silva A, Ek B. A case of Borrelia. ", Link(f"https://doi.org/{doi}", text(doi))),
        copyright="© 2022 The Authors",
        license=License("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "Open."),
        keywords=("borrelia", "heart"),
        abstract=(AbstractPart("Background", (paragraph("What is known."),)),),
        body=body,
        back=(Section("sec-consent", text("Consent"), 2, (paragraph("Given."),)),),
        references=(
            ReferenceEntry("ref-tang", "tang", "1", text("Tang S. A study."), (BackLink("cite-1", "1"),)),
        ),
        notes=(Note("note-a", "a", (paragraph("A note."),), (BackLink("mark-a", "1"),)),),
        supplements=(Supplement("supplement-1", "File 1", "Data", text("All of it."), "data.csv"),),
        running_head=("Silva and Ek: A case", "J Cases 2022"),
        words={"page_of": "page {page} of {pages}", "abstract": "Abstract", "references": "References"},
    )
