"""The Word document of hand-built articles: every part, in its style, and nothing of the machine."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from lxml import etree

from casegen.document import (
    Asset,
    Author,
    Cell,
    Document,
    Figure,
    Link,
    ListBlock,
    Math,
    Note,
    NoteMark,
    ReferenceEntry,
    ReferenceLink,
    Section,
    Table,
    Text,
    Width,
)
from casegen.media.pandoc.package import opened
from casegen.themes import Theme, load_theme, shipped_templates
from casegen.writers import write
from tests.writers.articles import empty, full, paragraph, text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EMU = 914400


def theme(name: str = "classic", **options: object) -> Theme:
    return load_theme(name, [shipped_templates()], options)


def parts_of(document: Document, look: Theme | None = None) -> dict[str, bytes]:
    return opened(write(document, "docx", look or theme()).data)


def tree(parts: dict[str, bytes], name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts[name])


def shown(element: etree._Element) -> str:
    return "".join(found.text or "" for found in element.iter(f"{W}t"))


def styled(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Style and text of each paragraph."""
    for found in root.iter(f"{W}p"):
        style = found.find(f"{W}pPr/{W}pStyle")
        yield "" if style is None else style.get(f"{W}val", ""), shown(found)


def section(*blocks: object) -> tuple[Section, ...]:
    return (Section("sec-a", text("A"), 2, blocks),)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    return parts_of(full())


@pytest.fixture(scope="module")
def root(parts: dict[str, bytes]) -> etree._Element:
    return tree(parts)


def test_each_part_has_its_style_in_order(root: etree._Element) -> None:
    assert [line for line in styled(root) if line[0] != "TableText"][:20] == [
        ("ArticleType", "Case report"),
        ("Title", "A case of Borrelia"),
        ("Author", "Ana Silva, MD1,*, Bo Ek1"),
        ("Affiliation", "1 A Hospital, Lisbon, Portugal"),
        ("AuthorNote", "* Correspondence: Ana Silva"),
        ("AuthorNote", "ORCID: Ana Silva https://orcid.org/0000-0002-1825-0097"),
        ("ArticleInformation", "A Journal of Cases. 2022;3(2):1–3. DOI 10.1234/abcd.1"),
        ("ArticleInformation", "Published 10 January 2022"),
        ("ArticleInformation", "How to cite: Silva A, Ek B. A case of Borrelia. 10.1234/abcd.1"),
        ("ArticleInformation", "© 2022 The Authors. Open. https://creativecommons.org/licenses/by/4.0/"),
        ("AbstractTitle", "Abstract"),
        ("Abstract", "Background: What is known."),
        ("Keywords", "Keywords: borrelia; heart"),
        ("Heading1", "Case"),
        ("FirstParagraph", "A man of note [1]"),
        ("BodyText", "See Figure 1 and ."),
        ("CaptionedFigure", ""),
        ("ImageCaption", "Figure 1. CT, axial cut"),
        ("Credit", "Drawn for this."),
        ("TableCaption", "Table 1. Laboratory values"),
    ]
    assert [line for line in styled(root) if line[0] in ("TableNote", "Heading2", "Bibliography")] == [
        ("TableNote", "CRP, C-reactive protein."),
        ("TableNote", "CRP, C-reactive protein."),
        ("Heading2", "Examination"),
        ("Bibliography", "1Tang S. A study."),
    ]


def test_every_style_in_use_is_defined(parts: dict[str, bytes], root: etree._Element) -> None:
    defined = {style.get(f"{W}styleId") for style in tree(parts, "word/styles.xml").iter(f"{W}style")}
    used = {
        element.get(f"{W}val")
        for part in (root, tree(parts, "word/footnotes.xml"), tree(parts, "word/header1.xml"))
        for kind in ("pStyle", "rStyle", "tblStyle")
        for element in part.iter(W + kind)
    }
    assert used <= defined
    assert {"Title", "Heading1", "BodyText", "Bibliography", "Hyperlink", "FootnoteText", "Table"} <= used


def test_links_lead_somewhere(parts: dict[str, bytes], root: etree._Element) -> None:
    marks = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    inside = [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink") if link.get(f"{W}anchor")]
    assert inside == ["aff-1", "note-corresponding", "aff-1", "ref-tang", "fig-ct"]
    assert set(inside) <= marks
    relations = parts["word/_rels/document.xml.rels"].decode()
    assert 'Target="https://doi.org/10.1234/abcd.1"' in relations


def test_the_sign_of_a_range_leads_to_what_it_covers() -> None:
    links = [ReferenceLink(f"ref-{n}", text(str(n)), covered=n == 2) for n in (1, 2, 3)]
    document = empty(body=section(paragraph(links[0], "–", *links[1:])))
    found = tree(parts_of(document)).iter(f"{W}hyperlink")
    assert [(link.get(f"{W}anchor"), shown(link)) for link in found] == [
        ("ref-1", "1"),
        ("ref-2", "–"),
        ("ref-3", "3"),
    ]


def test_an_address_that_a_package_cannot_hold_is_encoded() -> None:
    link = Link("https://example.org/a b|100%[c]", (Text("there"),))
    relations = parts_of(empty(body=section(paragraph(link))))["word/_rels/document.xml.rels"].decode()
    assert 'Target="https://example.org/a%20b%7C100%25%5Bc%5D"' in relations


def test_a_footnote_is_words_own_and_set_once() -> None:
    mark, again = NoteMark("m-1", "note-a", "a"), NoteMark("m-2", "note-a", "a")
    note = Note("note-a", "a", (paragraph("Its text.", NoteMark("m-3", "note-a", "a")),))
    found = parts_of(empty(body=section(paragraph("One", mark, " two", again)), notes=(note,)))
    root, notes = tree(found), tree(found, "word/footnotes.xml")
    assert len(list(root.iter(f"{W}footnoteReference"))) == 1
    assert [shown(each) for each in notes][-1] == " Its text.a"
    assert [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")] == ["m-1"]
    assert root.find(f".//{W}sectPr/{W}footnotePr/{W}numFmt").get(f"{W}val") == "lowerLetter"  # type: ignore[union-attr]


def test_tables_are_tables(root: etree._Element) -> None:
    large, timeline = root.iter(f"{W}tbl")
    rows = large.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * 30
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert [len(row.findall(f"{W}tc")) for row in rows] == [2] * 31
    # A short table stays on its page.
    assert not list(large.iter(f"{W}keepNext"))
    assert list(timeline.iter(f"{W}keepNext"))


def test_cells_are_aligned_and_columns_fit_their_words() -> None:
    from casegen.document import Align

    row = (Cell(text("x"), header=True), Cell(text("12"), align=Align.RIGHT), Cell(text("many words " * 30)))
    (table,) = tree(parts_of(empty(body=section(Table((), (row,)))))).iter(f"{W}tbl")
    assert [cell.get(f"{W}val") for cell in table.iter(f"{W}jc")] == ["right"]
    widths = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
    assert widths[2] > 5 * widths[0]


@pytest.mark.parametrize(
    ("width", "height", "wide", "inches"),
    [
        (48, 96, Width.COLUMN, (0.5, 1)),  # never larger than it is
        (12000, 6000, Width.FULL, (5.8, 2.9)),  # as wide as the text
        (2000, 1000, Width.COLUMN, (4.75, 2.375)),
        (1000, 9000, Width.FULL, (0.611, 5.5)),  # with room for the caption
    ],
)
def test_a_figure_has_a_sensible_size(
    width: float, height: float, wide: Width, inches: tuple[float, float]
) -> None:
    asset = Asset("f.png", "image/png", width, height, data=b"\x89PNG as published")
    figure = Figure("fig-1", "Figure 1", asset, "What it shows", text("Its caption"), width=wide)
    found = parts_of(empty(body=section(figure)))
    (extent,) = tree(found).iter(f"{WP}extent")
    assert tuple(round(int(extent.get(side, "")) / EMU, 3) for side in ("cx", "cy")) == pytest.approx(
        inches, abs=0.002
    )
    (drawing,) = tree(found).iter(f"{WP}docPr")
    assert drawing.get("descr") == "What it shows"
    assert [data for name, data in found.items() if "/media/" in name] == [asset.data]


def test_a_drawing_is_a_picture_that_every_word_shows(parts: dict[str, bytes]) -> None:
    media = {name: data for name, data in parts.items() if "/media/" in name}
    assert len(media) == 2
    assert all(name.endswith(".png") and data.startswith(b"\x89PNG") for name, data in media.items())
    assert b"base64" not in parts["word/document.xml"]


def test_formulas_are_native_and_others_as_typed() -> None:
    formulas = (
        Math("x^2"),
        Math(r"\begin{matrix}a&b\end{matrix}"),
        Math(r"\text{so }y"),
        Math(r"\nonsense{"),
        Math("95%"),
    )
    root = tree(parts_of(empty(body=section(paragraph(*formulas)))))
    assert len(list(root.iter(f"{M}oMath"))) == 3
    assert shown(root).endswith("\\nonsense{95%")
    # The order that the schema has.
    assert [each.tag for each in next(root.iter(f"{M}mcPr"))] == [f"{M}count", f"{M}mcJc"]
    assert not [each for each in root.iter(f"{M}rPr") if len(each) > 1]


def test_the_theme_s_options() -> None:
    plain = parts_of(full())
    assert tree(plain).find(f".//{W}lnNumType") is None
    assert b'w:line="480"' not in plain["word/styles.xml"]
    given = parts_of(full(), theme("manuscript", paper="letter"))
    lines = tree(given).find(f".//{W}sectPr/{W}lnNumType")
    assert lines is not None
    assert lines.get(f"{W}restart") == "continuous"
    assert tree(given).find(f".//{W}pgSz").get(f"{W}w") == "12240"  # type: ignore[union-attr]
    assert b'w:line="480"' in given["word/styles.xml"]
    begins = [
        shown(found)
        for found in tree(given).iter(f"{W}p")
        if found.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]
    assert begins == ["Abstract", "Case", "References"]


def test_figures_at_the_end_have_a_page_each() -> None:
    figures = [
        Figure(f"fig-{n}", f"Figure {n}", Asset(f"{n}.png", "image/png", 9, 9, data=b"x"), "alt", text("c"))
        for n in (1, 2)
    ]
    closing = (
        Section("sec-f", text("Figures and tables"), 2, tuple(figures), "figures_and_tables"),
        Section("sec-z", text("Appendix"), 2, (paragraph("End."),)),
    )
    root = tree(parts_of(empty(closing=closing), theme("manuscript")))
    begins = [found for found in root.iter(f"{W}p") if found.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert [shown(found) for found in begins] == ["Figures and tables", "", "Appendix"]
    assert b"NewPage" not in etree.tostring(root)


def test_right_to_left_and_language() -> None:
    found = parts_of(full().replace(language="ar", direction="rtl", references=()))
    root = tree(found)
    assert all(each.find(f"{W}pPr/{W}bidi") is not None for each in root.iter(f"{W}p") if shown(each))
    assert root.find(f".//{W}sectPr/{W}bidi") is not None
    assert root.find(f".//{W}tbl/{W}tblPr/{W}bidiVisual") is not None
    assert b'w:bidi="ar"' in found["word/styles.xml"]
    assert b'w:val="fr"' in parts_of(full().replace(language="fr"))["word/styles.xml"]


def test_a_reference_in_another_script_runs_its_own_way() -> None:
    entry = ReferenceEntry("ref-1", "1", "1.", text("In English"), direction="ltr", language="en")
    root = tree(parts_of(empty(language="ar", direction="rtl", references=(entry,))))
    (found,) = (each for each in root.iter(f"{W}p") if "In English" in shown(each))
    assert found.find(f"{W}pPr/{W}bidi") is None
    assert {each.get(f"{W}val") for each in found.iter(f"{W}lang")} == {"en"}


def test_properties_are_the_articles(parts: dict[str, bytes]) -> None:
    core = parts["docProps/core.xml"].decode()
    assert "<dc:title>A case of Borrelia</dc:title>" in core
    assert "<dc:creator>Ana Silva; Bo Ek</dc:creator>" in core
    assert "<cp:keywords>borrelia, heart</cp:keywords>" in core
    assert core.count("2022-01-10T00:00:00Z") == 2
    assert "<Application>casegen</Application>" in parts["docProps/app.xml"].decode()


def test_nothing_is_said_that_is_not_known() -> None:
    found = parts_of(empty())
    assert b"dcterms:created" not in found["docProps/core.xml"]
    assert b"dc:creator" not in found["docProps/core.xml"]
    assert [line for line in styled(tree(found)) if line[1]] == [
        ("ArticleType", "Case report"),
        ("Title", "A case"),
    ]


def test_a_blind_copy_names_nobody() -> None:
    blind = full().replace(
        authors=(), affiliations=(), author_notes=(), citation_line=(), running_head=("", "")
    )
    assert not re.search(b"Silva|Ana |Bo Ek", b"".join(parts_of(blind.replace(blind=True, item={})).values()))


def test_the_same_bytes_each_time_and_no_clock() -> None:
    first, second = (write(full(), "docx", theme()).data for _ in range(2))
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_any_text_is_legal() -> None:
    odd = "\x00 \ud800 ]]> <b> \u202e \ufffe \U0001f600 &amp;"
    authors = tuple(Author(f"author-{n}", odd, odd, odd) for n in range(60))
    rows = tuple((Cell(text(str(n))), Cell(text(odd))) for n in range(400))
    asset = Asset("a.png", "image/png", 9, 9, data=b"x")
    figure = Figure("fig-1", odd, asset, odd, text("word " * 5000), text(odd))
    lists = ListBlock(((),), ordered=True)
    document = empty(
        title=text(odd), title_text=odd, authors=authors, keywords=(odd,), language="x-odd",
        body=section(paragraph(odd), figure, Table((), rows), Table((), ()), lists, paragraph(Math(odd))),
        references=(ReferenceEntry("ref-1", "1", odd, text(odd)),),
    )  # fmt: skip
    root = tree(parts_of(document))
    assert len(list(root.iter(f"{W}tr"))) == 400
    assert shown(root).count("\U0001f600") >= 460
