"""The web page as a whole."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from casegen.document import (
    Asset,
    BackLink,
    Citation,
    Document,
    Figure,
    ReferenceEntry,
    ReferenceLink,
    Section,
)
from casegen.problem import CasegenError
from casegen.themes import Theme, load_theme, shipped_templates
from casegen.writers import write
from tests.writers.articles import empty, full, paragraph, text

THEMES = ("classic", "modern")
VOID = {"meta", "link", "br", "hr", "img", "col", "input"}


class Page(HTMLParser):
    """What a page holds: its ids, links, headings, and whether every element is closed."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.tags: set[str] = set()
        self.scripts: list[str | None] = []
        self.handlers: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self._open.append(tag)
        if tag == "script":
            self.scripts.append(dict(attrs).get("type"))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src"}:
                self.addresses.append((tag, value or ""))
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


def theme(name: str) -> Theme:
    return load_theme(name, [shipped_templates()])


def page(document: Document, name: str = "classic") -> str:
    return write(document, "html", theme(name)).data.decode()


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("document", [full(), empty()], ids=["full", "empty"])
def test_a_page_is_well_formed_and_needs_nothing_beside_it(document: Document, name: str) -> None:
    source = page(document, name)
    parsed = Page(source)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert parsed.scripts == ["application/ld+json"], "data, and nothing that runs"
    assert parsed.handlers == []
    for tag, address in parsed.addresses:
        if tag == "img":
            assert address.startswith("data:")
        elif address.startswith("#"):
            assert address[1:] in parsed.ids
    assert all(tag in {"a", "link"} for tag, address in parsed.addresses if address.startswith("http"))
    assert set(re.findall(r'url\("?(\w+:)', source)) == {"data:"}


@pytest.mark.parametrize("name", THEMES)
def test_headings_go_down_one_step_at_a_time(name: str) -> None:
    headings = Page(page(full(), name)).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(headings))


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("format", ["html", "pdf"])
def test_the_same_document_gives_the_same_bytes(format: str, name: str) -> None:
    assert write(full(), format, theme(name)) == write(full(), format, theme(name))


def test_everything_the_document_says_is_on_the_page() -> None:
    source = page(full())
    shown = re.sub(r"(?s)<style.*?</style>|<[^>]+>", " ", source)
    for piece in (
        *(
            "A Journal of Cases",
            "2022;3(2):1–3",
            "10.1234/abcd.1",
            "Borrelia",
            "Ana Silva",
            ", MD",
            "A Hospital",
        ),
        *("Correspondence: Ana Silva", "10 January 2022", "Silva A, Ek B", "© 2022 The Authors", "Open."),
        *("borrelia; heart", "Background", "What is known.", "Examination", "Figure 1.", "CT, axial cut"),
        *(
            "Drawn for this.",
            "Course of events",
            "Given.",
            "Tang S. A study.",
            "A note.",
            "data.csv",
            "Contents",
        ),
    ):
        assert piece in " ".join(shown.split()), piece


def test_a_citation_leads_to_its_reference_and_back() -> None:
    source = page(full())
    assert 'href="#ref-tang"' in source
    assert re.search(
        r'<li id="ref-tang">.*href="#cite-1" role="doc-backlink" aria-label="Cited at 1: Back to text"',
        source,
        re.DOTALL,
    )


LABELS = [
    (
        ["1.", "10."],
        '<ol class="numbered" style="--label: 3ch">',
        '<span class="mark">10.</span> ',
    ),
    (
        ["[1]", "[2]"],
        '<ol class="numbered" style="--label: 3ch">',
        '<span class="mark">[2]</span> ',
    ),
    (["Tan19", "Ek"], '<ol class="named" style="--label: 5ch">', '<span class="mark">Ek</span> '),
    (["", ""], '<ul class="unnumbered">', '<li id="ref-b">B.'),
]


@pytest.mark.parametrize(("labels", "opening", "entry"), LABELS)
def test_the_reference_list_shows_the_labels_of_its_style(
    labels: list[str], opening: str, entry: str
) -> None:
    references = tuple(
        ReferenceEntry(f"ref-{key}", key, label, text(f"{key.upper()}."))
        for key, label in zip("ab", labels, strict=True)
    )
    source = page(empty(references=references))
    assert opening in source
    assert entry in source


def test_the_contents_name_a_heading_without_its_citation() -> None:
    citation = Citation("cite-1", text("[", ReferenceLink("ref-a", text("1")), "]"))
    document = empty(
        body=(Section("sec-a", text("Pain ", citation), 2, ()),),
        references=(ReferenceEntry("ref-a", "a", "1.", text("A."), (BackLink("cite-1", "1"),)),),
    )
    assert '<a href="#sec-a">Pain</a>' in page(document)


def test_a_right_to_left_language_is_set_from_the_right() -> None:
    assert '<html lang="ar" dir="rtl">' in page(empty(language="ar", direction="rtl"))
    assert '<html lang="en">' in page(empty(language="en"))


def test_an_entry_says_its_direction_and_language_where_they_are_not_the_articles() -> None:
    references = (
        ReferenceEntry("ref-a", "a", "1.", text("Tang S."), direction="ltr", language="de"),
        ReferenceEntry("ref-b", "b", "2.", text("\u062d\u062f\u0627\u062f."), direction="rtl"),
    )
    source = page(empty(language="ar", direction="rtl", references=references))
    assert '<li id="ref-a" dir="ltr"><span class="mark">1.</span> <span lang="de">Tang S.</span>' in source
    assert '<li id="ref-b"><span class="mark">2.</span> \u062d' in source


def test_a_range_reads_as_a_list_where_no_style_is_applied() -> None:
    links = [ReferenceLink(f"ref-{n}", text(str(n)), covered=n in {2, 3}) for n in (1, 2, 3, 4)]
    citation = Citation("cite-1", (*links[:3], *text("\u2013"), links[3]))
    document = empty(body=(Section("sec-a", text("A"), 2, (paragraph("Seen [", citation, "]."),)),))
    assert "Seen [1, 2, 3\u20134]." in re.sub("<[^>]+>", "", page(document))


def test_text_is_never_markup() -> None:
    evil = '</title><script>alert(1)</script>"'
    document = empty(
        title=text(evil), title_text=evil, short_title=evil, copyright=evil, keywords=(evil,), kind_label=evil
    )
    assert Page(page(document)).scripts == ["application/ld+json"]


def test_text_is_composed_as_the_web_asks() -> None:
    assert ">Cafe\u0301<" not in (shown := page(empty(keywords=("Cafe\u0301",))))
    assert "Caf\xe9" in shown


def test_an_image_that_has_gone_is_one_clear_line(tmp_path: Path) -> None:
    gone = Figure("fig-a", "Figure 1", Asset("a.png", "image/png", 1, 1, path=tmp_path / "a.png"), "a", ())
    document = empty(body=(Section("sec-a", text("A"), 2, (paragraph("a"), gone)),))
    with pytest.raises(CasegenError, match=r"the image a\.png cannot be read"):
        page(document)
