"""Each kind of node, and the HTML it becomes."""

from __future__ import annotations

import pytest

from casegen.document import (
    Align,
    Asset,
    Block,
    Cell,
    Citation,
    Code,
    CodeBlock,
    CrossReference,
    Emphasis,
    Figure,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    NoteMark,
    Quote,
    ReferenceLink,
    Section,
    SmallCaps,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    Width,
)
from casegen.writers.html.media import ScreenMedia
from casegen.writers.html.nodes import LONG_TABLE, NodeRenderer
from tests.writers.articles import paragraph, table, text

RANGE = (
    ReferenceLink("ref-c", text("3")),
    ReferenceLink("ref-d", text("4"), covered=True),
    ReferenceLink("ref-e", text("5"), covered=True),
    Text("–"),
    ReferenceLink("ref-f", text("6")),
)

INLINE: list[tuple[Inline, str]] = [
    (Text('a < b & "c"'), "a &lt; b &amp; &#34;c&#34;"),
    (Text("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;"),
    (
        Text("was 4 mg/L (5 mg/dL)"),
        'was <span class="unit">4 mg/L</span> <span class="unit">(5 mg/dL)</span>',
    ),
    (Emphasis(text("a")), "<em>a</em>"),
    (Strong(text("a", Emphasis(text("b")))), "<strong>a<em>b</em></strong>"),
    (Strikethrough(text("a")), "<s>a</s>"),
    (Superscript(text("9")), "<sup>9</sup>"),
    (Subscript(text("2")), "<sub>2</sub>"),
    (SmallCaps(text("a")), '<span class="small-caps">a</span>'),
    (Code("<b>"), "<code>&lt;b&gt;</code>"),
    (LineBreak(), "<br>"),
    (Link("https://example.org/?a=1&b=2", text("a")), '<a href="https://example.org/?a=1&amp;b=2">a</a>'),
    (
        Link('https://example.org/"onclick="x', text("a")),
        '<a href="https://example.org/%22onclick=%22x">a</a>',
    ),
    (Link("https://doi.org/10.1/a/b", text("10.1/a/b")), '<a href="https://doi.org/10.1/a/b">10.1/a/b</a>'),
    (Link("mailto:a@example.org", text("a")), '<a href="mailto:a@example.org">a</a>'),
    (Link("javascript:alert(1)", text("a")), "<a>a</a>"),
    (Link("JaVaScRiPt:alert(1)", text("a")), "<a>a</a>"),
    (Link(" javascript:alert(1)", text("a")), "<a>a</a>"),
    (Link("java\nscript:alert(1)", text("a")), "<a>a</a>"),
    (Link("data:text/html,<script>", text("a")), "<a>a</a>"),
    (Link("file:///etc/passwd", text("a")), "<a>a</a>"),
    (CrossReference("fig-a", text("Figure 1")), '<a href="#fig-a" class="cross">Figure 1</a>'),
    (
        NoteMark("mark-a", "note-a", "a"),
        '<sup id="mark-a" class="note"><a href="#note-a" class="note-mark">a</a></sup>',
    ),
    (
        Citation("cite-1", text("[", ReferenceLink("ref-a", text("1")), "]")),
        (
            '<span id="cite-1" class="citation">[<a href="#ref-a" class="reference" '
            'role="doc-biblioref" aria-label="Reference 1" data-peek="Ek B. &lt;Work&gt;">1</a>]</span>'
        ),
    ),
    (
        Citation("cite-1", text("(", ReferenceLink("ref-b", text("Ek, 2019")), ")")),
        '<span id="cite-1" class="citation">(<a href="#ref-b" class="reference" role="doc-biblioref">Ek, 2019</a>)</span>',
    ),
    (
        Superscript(RANGE),
        (
            '<sup><span class="range">'
            '<a href="#ref-c" class="reference" role="doc-biblioref" aria-label="Reference 3">3</a>'
            '<span class="covered">'
            ', <a href="#ref-d" class="reference" role="doc-biblioref" aria-label="Reference 4">4</a>'
            ', <a href="#ref-e" class="reference" role="doc-biblioref" aria-label="Reference 5">5</a></span>'
            '<a href="#ref-d" class="reference" role="doc-biblioref" tabindex="-1" aria-hidden="true">–</a>'
            '<a href="#ref-f" class="reference" role="doc-biblioref" aria-label="Reference 6">6</a></span></sup>'
        ),
    ),
    (
        Link("https://doi.org/10.1002/(SICI)17:15/16<1661::AID>3.0;2-2", text("a")),
        '<a href="https://doi.org/10.1002/(SICI)17:15/16%3C1661::AID%3E3.0;2-2">a</a>',
    ),
    (Link("https://[::1]/a[1]%20%2", text("a")), '<a href="https://[::1]/a%5B1%5D%20%252">a</a>'),
    # What no printed range covers has no place.
    (Emphasis((ReferenceLink("ref-d", text("4"), covered=True), Text("a"))), "<em>a</em>"),
]

BLOCKS: list[tuple[Block, str]] = [
    (paragraph("a"), "<p>a</p>"),
    (Quote((paragraph("a"),)), "<blockquote><p>a</p></blockquote>"),
    (CodeBlock("<a>\n b"), '<pre tabindex="0"><code>&lt;a&gt;\n b</code></pre>'),
    (ThematicBreak(), "<hr>"),
    (ListBlock(((paragraph("a"),), (paragraph("b"),))), '<ul class="tight"><li>a</li>\n<li>b</li></ul>'),
    (
        ListBlock(((paragraph("a"), ListBlock(((paragraph("b"),),))),)),
        '<ul class="tight"><li>a<ul class="tight"><li>b</li></ul></li></ul>',
    ),
    (
        ListBlock(((paragraph("a"),),), ordered=True, start=3, tight=False),
        '<ol start="3" class="loose"><li><p>a</p></li></ol>',
    ),
    (
        Section("sec-a", text("A"), 2, (Section("sec-b", text("B"), 3, ()),)),
        '<section><h2 id="sec-a">A</h2>\n<section><h3 id="sec-b">B</h3>\n</section></section>',
    ),
    (
        Figure(
            *("fig-a", "Figure 1", Asset("a.png", "image/png", 9.6, 4, data=b"x"), 'an "alt"'),
            *(text("C"), text("D"), Width.FULL),
        ),
        (
            '<figure id="fig-a" class="figure float full"><img src="data:image/png;base64,eA==" '
            'alt="an &#34;alt&#34;" width="10" height="4"><figcaption>'
            '<p><span class="label">Figure 1.</span> C</p><p class="credit">D</p></figcaption></figure>'
        ),
    ),
    (
        table(rows=1),
        (
            '<div id="tbl-labs" class="table float column short">'
            '<div class="scroll" role="group" tabindex="0" aria-labelledby="tbl-labs-caption">'
            '<table><caption id="tbl-labs-caption"><p><span class="label">Table 1.</span> Laboratory values</p>'
            '</caption><thead><tr><td></td><th scope="col">CRP <span class="unit">(mg/L)</span></th></tr></thead>'
            '<tbody><tr><th scope="row" class="unit">Day 0</th><td>4</td></tr></tbody></table></div>'
            '<p class="table-notes">CRP, C-reactive protein.</p></div>'
        ),
    ),
    (
        Table((), ((Cell(text("a"), align=Align.RIGHT),),)),
        (
            '<div class="table column short"><div class="scroll" role="group" tabindex="0" aria-label="Table">'
            '<table><tbody><tr><td class="right">a</td></tr></tbody></table></div></div>'
        ),
    ),
]


@pytest.fixture
def renderer() -> NodeRenderer:
    return NodeRenderer(ScreenMedia(), {"table": "Table"}, {"ref-a": "Ek B. <Work>"})


@pytest.mark.parametrize(("node", "html"), INLINE)
def test_inline(renderer: NodeRenderer, node: Inline, html: str) -> None:
    assert renderer.inline((node,)) == html


@pytest.mark.parametrize(("node", "html"), BLOCKS)
def test_block(renderer: NodeRenderer, node: Block, html: str) -> None:
    assert renderer.blocks((node,)) == html


def test_an_image_without_a_description_says_which_figure_it_is(renderer: NodeRenderer) -> None:
    figure = Figure("fig-a", "Figure 1", Asset("a.png", "image/png", 1, 1, data=b"x"), "", ())
    assert 'alt="Figure 1"' in renderer.blocks((figure,))


@pytest.mark.parametrize(("rows", "kind"), [(LONG_TABLE, "short"), (LONG_TABLE + 1, "long")])
def test_only_a_long_table_may_be_divided(renderer: NodeRenderer, rows: int, kind: str) -> None:
    assert f'class="table float column {kind}"' in renderer.blocks((table(rows=rows),))


def test_a_word_without_a_translation_is_made_readable(renderer: NodeRenderer) -> None:
    assert renderer.word("how_to_cite") == "How to cite"


PRINTED: list[tuple[Block, str]] = [
    (Section("sec-a", text("A"), 2, (paragraph("a"),)), '<h2 id="sec-a">A</h2>\n<p>a</p>'),
    (paragraph("a ", Emphasis(text("b ")), " c "), "<p>a<span> </span><em>b </em> c </p>"),
    (paragraph("see\xa0", Emphasis(text("b"))), "<p>see<span>\xa0</span><em>b</em></p>"),
    (paragraph("a 4 mg/L b"), '<p>a<span> </span><span class="unit">4 mg/L</span> b</p>'),
    (paragraph("at 300 ms it"), '<p>at<span> </span><span class="unit">300 ms</span> it</p>'),
    (paragraph("removed on day 4."), '<p>removed on<span> </span><span class="unit">day 4.</span></p>'),
    (
        paragraph("https://a.example/b was read."),
        '<p><span class="address">https://a.example/b</span> was<span> </span><span class="unit">read.</span></p>',
    ),
]


@pytest.mark.parametrize(("node", "html"), PRINTED)
def test_what_the_pdf_engine_needs(node: Block, html: str) -> None:
    assert NodeRenderer(ScreenMedia(), {}, {}, printed=True).blocks((node,)) == html


def test_a_raised_citation_stays_with_the_end_of_its_word(renderer: NodeRenderer) -> None:
    citation = Citation("cite-1", (Superscript(text(ReferenceLink("ref-a", text("1")))),))
    raised = str(renderer.inline((citation,)))
    assert renderer.inline(text("so?", citation, " It")) == f'so<span class="unit">?{raised}</span> It'
    assert renderer.inline(text("so ", citation)) == f"so {raised}"
    long = Citation("cite-1", (Superscript(text("1," * 20)),))
    assert "unit" not in renderer.inline(text("so.", long))


def test_in_print_a_range_leads_to_the_first_it_covers() -> None:
    printed = NodeRenderer(ScreenMedia(), {}, {}, printed=True).inline(RANGE)
    assert printed == (
        '<span class="range"><a href="#ref-c" class="reference">3</a>'
        '<a href="#ref-d" class="reference">–</a><a href="#ref-f" class="reference">6</a></span>'
    )


def test_a_year_is_no_number_of_a_reference() -> None:
    link = ReferenceLink("ref-a", text("2001"))
    assert 'aria-label="Reference 2001"' in NodeRenderer(ScreenMedia(), {}, {}).inline((link,))
    assert "aria-label" not in NodeRenderer(ScreenMedia(), {}, {}, numbered=False).inline((link,))
