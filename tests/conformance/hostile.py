"""Articles for the schemas of records: what they say is text of any kind, in every place that a record takes."""

from __future__ import annotations

from hypothesis import strategies as st

from casegen import document as d

# Characters that mean something to XML or to readers of text, and some that are none.
_NASTY = "abc XYZ 019 ?<>&\"'\u202e\u2066\u0000\u001b\n\t\x85\ud800\ufffe]]>%{}éß金Ж—"
TEXTS = st.one_of(st.text(max_size=12), st.text(st.sampled_from(_NASTY), max_size=40))
# Of the length that people's names, volumes and the like have in life.
_LINES = st.one_of(st.sampled_from(("Silva", "van der Ek", "3", "2a", "Suppl 1", "e57")), TEXTS)
_TEX = st.sampled_from(
    (r"x^2", r"\frac{a}{b}", r"\nonsense{", r"\text{<b>}", "a & b", r"\begin{pmatrix}1\end{pmatrix}")
)


def inlines() -> st.SearchStrategy[d.Inlines]:
    """A run of text, with every kind of face in it."""
    faces = (d.Emphasis, d.Strong, d.Strikethrough, d.Superscript, d.Subscript, d.SmallCaps)
    leaf = st.one_of(st.builds(d.Text, TEXTS), st.builds(d.Code, TEXTS), st.builds(d.Math, _TEX))
    run = st.lists(leaf, max_size=3).map(tuple)
    faced = st.builds(lambda face, inside: face(inside), st.sampled_from(faces), run)
    other = st.one_of(
        st.builds(d.Link, st.just("https://example.org"), run),
        st.builds(d.Citation, st.just("cite-1"), run, narrative=st.booleans()),
        st.just(d.LineBreak()),
        st.just(d.NoteMark("mark-a", "note-a", "a")),
    )
    return st.lists(st.one_of(leaf, faced, other), max_size=4).map(tuple)


def blocks() -> st.SearchStrategy[d.Blocks]:
    """Every kind of block that an abstract can hold."""
    paragraph = st.builds(d.Paragraph, inlines())
    some = st.lists(paragraph, min_size=1, max_size=2).map(tuple)
    row = st.lists(st.builds(d.Cell, inlines()), min_size=1, max_size=2).map(tuple)
    block = st.one_of(
        paragraph,
        st.builds(d.ListBlock, st.lists(some, min_size=1, max_size=2).map(tuple), st.booleans()),
        st.builds(d.Quote, some),
        st.builds(d.CodeBlock, TEXTS),
        st.builds(d.MathBlock, _TEX),
        st.builds(d.Table, st.tuples(row), st.tuples(row)),
        st.just(d.ThematicBreak()),
    )
    return st.lists(block, max_size=3).map(tuple)


def _authors(affiliations: tuple[str, ...]) -> st.SearchStrategy[d.Author]:
    return st.builds(
        d.Author,
        id=st.just("author-1"),
        name=_LINES,
        given=_LINES,
        family=_LINES,
        suffix=st.sampled_from(("", "Jr", "III")),
        orcid=st.sampled_from(("", "0000-0002-1825-0097", "0000-0002-1825-0098")),
        equal=st.booleans(),
        group=st.booleans(),
        affiliations=st.sampled_from(((), affiliations)),
    )


def _affiliation(anchor: str) -> st.SearchStrategy[d.Affiliation]:
    return st.builds(
        d.Affiliation,
        id=st.just(anchor),
        mark=st.just(""),
        text=_LINES,
        institution=_LINES,
        department=_LINES,
        city=_LINES,
        region=_LINES,
        country=_LINES,
        ror=st.sampled_from(("", "03rmrcq20", "03rmrcq21")),
    )


def _references() -> st.SearchStrategy[d.ReferenceEntry]:
    item = st.fixed_dictionaries(
        {"type": st.sampled_from(("article-journal", "book", "chapter", "webpage", "interview"))},
        optional={
            **dict.fromkeys(
                ("title", "container-title", "volume", "issue", "page", "number", "edition"), _LINES
            ),
            **dict.fromkeys(("collection-title", "ISSN", "ISBN", "PMID", "PMCID"), _LINES),
            "DOI": st.one_of(_LINES, st.text(max_size=6).map(lambda end: f"10.1000/{end}")),
            "author": st.lists(
                st.fixed_dictionaries({}, optional={"family": _LINES, "literal": _LINES}), max_size=2
            ),
            "issued": st.one_of(st.just({"date-parts": [[2019, 3]]}), st.just({"literal": "soon"})),
        },
    )
    return st.builds(
        d.ReferenceEntry,
        id=st.sampled_from(("ref-a", "ref-" + 130 * "x")),
        key=st.just("a"),
        label=st.just("1"),
        children=inlines(),
        item=item,
    )


def _history() -> st.SearchStrategy[d.History]:
    return st.builds(
        d.History,
        kind=st.sampled_from(("received", "revised", "accepted")),
        label=st.just(""),
        iso=st.sampled_from(("2021", "2021-12", "2021-12-31", "0900-01-01", "soon")),
        text=st.just(""),
    )


@st.composite
def articles(draw: st.DrawFn, base: d.Document) -> d.Document:
    """*base* with other content in whatever a record tells."""
    affiliations = tuple(
        draw(_affiliation(anchor)) for anchor in ("aff-1", "aff-2")[: draw(st.integers(0, 2))]
    )
    anchors = tuple(affiliation.id for affiliation in affiliations)
    title = draw(inlines())
    return base.replace(
        slug=draw(_LINES),
        language=draw(st.one_of(st.sampled_from(("en", "pt-BR", "zh-Hant", "sh", "xx", "", "ar")), TEXTS)),
        title=title,
        title_text=d.plain(title),
        authors=tuple(draw(st.lists(_authors(anchors), max_size=3))),
        affiliations=affiliations,
        journal=d.Journal(draw(_LINES), draw(_LINES), draw(_LINES), issns=(("online", "2768-2757"),)),
        volume=draw(_LINES),
        issue=draw(_LINES),
        first_page=draw(_LINES),
        last_page=draw(_LINES),
        elocation_id=draw(_LINES),
        history=(*base.history, *draw(st.lists(_history(), max_size=2))),
        copyright=draw(_LINES),
        license=draw(st.sampled_from((base.license, None))),
        keywords=tuple(draw(st.lists(_LINES.filter(str.strip), max_size=2))),
        awards=tuple(draw(st.lists(st.builds(d.Award, _LINES, _LINES), max_size=2))),
        abstract=tuple(draw(st.lists(st.builds(d.AbstractPart, _LINES, blocks()), max_size=2))),
        back=(d.Section("sec-i", (), 2, draw(blocks()), "competing_interests"),),
        references=tuple(draw(st.lists(_references(), max_size=2))),
    )
