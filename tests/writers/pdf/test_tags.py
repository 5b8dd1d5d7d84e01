"""What a screen reader meets in a PDF: everything, in the article's order, and nothing that is no part of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from casegen.citations import cite
from casegen.compose import compose
from casegen.document import (
    Block,
    Document,
    Figure,
    Inline,
    ListBlock,
    Math,
    NoteMark,
    Paragraph,
    Quote,
    Section,
    plain,
)
from casegen.load import load
from casegen.themes import load_theme, shipped_templates
from casegen.writers import write
from casegen.writers.pdf.engine import Engine
from tests.writers.articles import SVG, full
from tests.writers.pdf.reader import Pdf, Said

REPOSITORY = Path(__file__).parents[3]
THEMES = ("classic", "modern", "manuscript")
DOTS = "‐‑\u00ad-"


def pdf(document: Document, theme: str) -> Pdf:
    return Pdf(write(document, "pdf", load_theme(theme, [shipped_templates()])).data)


def engine(html: str, css: str = "") -> Pdf:
    source = f"<html lang=en><title>A title</title><body>{html}"
    return Pdf(Engine(css, {"casegen:image/a.svg": (SVG, "image/svg+xml")}).pdf(source))


def bare(text: str) -> str:
    """*text* without what a line's end adds or takes: spaces and hyphens."""
    return "".join(unicodedata.normalize("NFKC", text).translate(dict.fromkeys(map(ord, DOTS))).split())


def in_order(document: Document) -> Iterator[str]:
    """What is read aloud, in order, leaving out floats, which may move on."""
    yield document.title_text
    for author in document.authors:
        yield author.name
    for affiliation in document.affiliations:
        yield affiliation.text
    for date in document.history:
        yield date.text
    yield from of_blocks(tuple(block for part in document.abstract for block in part.children))
    yield from document.keywords
    for section in (*document.body, *document.back):
        yield from of_blocks((section,))
    for supplement in document.supplements:
        yield supplement.label
    for note in document.notes:
        yield from of_blocks(note.children)
    for entry in document.references:
        yield entry.label + " " + plain(entry.children)
    yield from of_blocks(document.closing)


def of_blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Section(title=title, children=children):
                yield plain(title)
                yield from of_blocks(children)
            case Paragraph(children=children) if not has_mark(children):
                yield plain(children)
            case Quote(children=children):
                yield from of_blocks(children)
            case ListBlock(items=items):
                for item in items:
                    yield from of_blocks(item)


def has_mark(nodes: tuple[Inline, ...]) -> bool:
    """Whether a formula or the mark of a note is in *nodes*, which `plain` has not as it is read."""
    return any(isinstance(node, Math | NoteMark) or has_mark(getattr(node, "children", ())) for node in nodes)


@pytest.fixture(scope="module")
def complete() -> Document:
    case = load(REPOSITORY / "cases" / "complete-example" / "case.yaml").case
    assert case is not None
    return compose(case, cite(case))


def test_the_complete_example_is_read_aloud_in_order(complete: Document) -> None:
    """In two columns, with text set before the floats that did not fit."""
    read = pdf(complete, "classic")
    said = read.said()
    spoken, at = bare(" ".join(part.text for part in said)), 0
    for expected in map(bare, in_order(complete)):
        found = spoken.find(expected, at)
        assert found >= 0, f"not read, or too early: {expected[:80]} in {spoken[at : at + 200]}"
        at = found + len(expected)
    for section in complete.sections():
        for figure in section.children:
            if isinstance(figure, Figure):
                require_figure(figure, said)
    head = complete.running_head[0]
    assert bare(head) not in spoken
    for artifacts in read.artifacts[1:]:
        assert ("Header", head) in artifacts
        assert any(kind == "Footer" and "of" in text for kind, text in artifacts)


def require_figure(figure: Figure, said: list[Said]) -> None:
    """Its description is read, then its label and caption."""
    at = next(at for at, part in enumerate(said) if part.text == figure.alt)
    assert said[at].tag == "Figure"
    assert "Caption" in said[at + 1].within
    assert bare(said[at + 1].text).startswith(bare(figure.label + ". " + plain(figure.caption)))


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_is_read_in_order(theme: str) -> None:
    read = pdf(full(), theme)
    spoken, at = bare(" ".join(part.text for part in read.said())), 0
    for expected in map(bare, in_order(full())):
        at = spoken.index(expected, at) + len(expected)


def test_a_paragraph_of_the_abstract_is_read_in_one_go(complete: Document) -> None:
    said = pdf(complete, "modern").said()
    for part in complete.abstract:
        (paragraph,) = part.children
        assert isinstance(paragraph, Paragraph)
        assert [1 for each in said if bare(each.text) == bare(plain(paragraph.children))] == [1]


def test_heads_page_numbers_and_line_numbers_are_artifacts() -> None:
    read = pdf(full(), "manuscript")
    spoken = " ".join(part.text for part in read.said())
    assert "J Cases 2022" not in spoken
    second = read.artifacts[1]
    assert ("Header", "J Cases 2022") in second
    assert any(kind == "Footer" and text.startswith("page 2 of ") for kind, text in second)
    numbers = "".join(text for kind, text in second if not kind)
    assert numbers.isdigit()


def test_header_cells_tell_their_scope() -> None:
    read = engine("<table><thead><tr><td><th scope=col>CRP<tbody><tr><th scope=row>Day 1<td>4</table>")
    assert [str(cell.A.Scope) for cell in read.objects("/S", "/TH")] == ["/Column", "/Row"]


def test_a_formula_is_no_figure() -> None:
    image = '<img src="casegen:image/a.svg" {}>'
    read = engine(image.format('alt="x squared" class="formula"') + image.format('alt="a drawing"'))
    assert [(part.tag, part.text) for part in read.said()] == [
        ("Formula", "x squared"),
        ("Figure", "a drawing"),
    ]


def test_a_figure_lies_where_it_is_drawn() -> None:
    """SVG is 60 by 40 pixels, at the top left of a page of 200 by 100 points."""
    read = engine(
        '<img src="casegen:image/a.svg" alt="a">', "@page { size: 200pt 100pt; margin: 0 } body { margin: 0 }"
    )
    (figure,) = read.objects("/S", "/Figure")
    left, bottom, right, top = map(float, figure.A.BBox)
    assert (left, right) == (0, 45)
    assert top - bottom == pytest.approx(30)
    assert 100 - top < 20


def test_items_of_lists_have_labels_and_bodies_alone() -> None:
    read = engine("<ul><li><p>one<ul><li>in</ul><li><p>two<p>three<li>text<p>then</ul>")
    items = read.objects("/S", "/LI")
    assert len(items) == 4
    assert {str(kid.S) for item in items for kid in item.K} == {"/Lbl", "/LBody"}
    assert [part.text for part in read.said() if part.tag != "Lbl"] == [
        "one",
        "in",
        "two",
        "three",
        "text",
        "then",
    ]


def test_what_is_stressed_in_a_link_is_no_link_of_its_own() -> None:
    read = engine('<p>See <a href="https://example.org/">a <em>good</em> example</a>')
    annotations = read.objects("/Subtype", "/Link")
    holders = [
        element
        for element in read.objects("/Type", "/StructElem")
        for kid in kids(element)
        if is_reference(kid)
    ]
    assert len(annotations) == len(holders) == 2
    assert {str(holder.S) for holder in holders} == {"/Link"}
    numbers = list(read.root.StructTreeRoot.ParentTree.Nums)
    for annotation in annotations:
        assert numbers[numbers.index(annotation.StructParent) + 1].objgen == holders[0].objgen


def kids(element: object) -> list[object]:
    return list(element.K)  # type: ignore[attr-defined]


def is_reference(kid: object) -> bool:
    return not isinstance(kid, int) and kid.get("/Type") == "/OBJR"  # type: ignore[attr-defined]


def test_a_link_says_where_it_leads() -> None:
    read = engine(
        '<p><a href="#a">1</a> <a href="https://example.org/">2</a><p id=a>Tang S. <i>A study</i>.<p>'
        + "long " * 90
    )
    assert [str(link.Contents) for link in read.objects("/Subtype", "/Link")] == [
        "Tang S. A study.",
        "https://example.org/",
    ]


def test_where_a_link_leads_is_not_told_at_length() -> None:
    read = engine('<p><a href="#a">1</a><p id=a>' + "word " * 90)
    (link,) = read.objects("/Subtype", "/Link")
    assert len(str(link.Contents)) <= 122
    assert str(link.Contents).endswith("word …")
