"""Articles whose blocks stand where no author would put them, for whatever must hold of every article."""

from __future__ import annotations

from hypothesis import strategies as st

from casegen import document as d
from tests.conformance.hostile import TEXTS, articles, inlines
from tests.writers.articles import asset, full

_TEX = st.one_of(
    st.text(st.sampled_from(r"\{}^_&$ab1+<"), max_size=12), st.sampled_from((r"\frac{a}{b}", r"\sqrt[3]{x}"))
)
# Deferred, as is what is made of it: their descriptions are endless.
_RUN: st.SearchStrategy[d.Inlines] = st.deferred(
    lambda: st.one_of(inlines(), st.just((d.LineBreak(), d.Text("a"), d.LineBreak(), d.LineBreak())))
)
# Anchors repeat and lead nowhere.
_ANCHORS = st.sampled_from(("fig-a", "tbl-a", "sec-a", "note-a", "ref-a", "nowhere"))


def _linked() -> st.SearchStrategy[d.Inlines]:
    return st.deferred(_links)


def _links() -> st.SearchStrategy[d.Inlines]:
    link = st.one_of(
        st.builds(d.CrossReference, _ANCHORS, _RUN),
        st.builds(d.ReferenceLink, _ANCHORS, _RUN, st.booleans()),
        st.builds(lambda target, run: d.Link(f"#{target}", run), _ANCHORS, _RUN),
        st.builds(d.Link, st.just("mailto:a@example.org"), _RUN),
        st.builds(lambda run: d.Emphasis((d.LineBreak(), *run)), _RUN),
    )
    return st.one_of(_RUN, st.lists(link, max_size=3).map(tuple))


def _leaves() -> st.SearchStrategy[d.Block]:
    cells = st.lists(st.builds(d.Cell, _linked(), st.booleans(), st.sampled_from(d.Align)), max_size=2).map(
        tuple
    )
    rows = st.lists(cells, max_size=2).map(tuple)
    table = st.builds(d.Table, rows, rows, _ANCHORS, TEXTS, _linked(), _linked(), _linked())
    return st.one_of(
        st.builds(d.Paragraph, _linked()),
        st.builds(d.CodeBlock, TEXTS),
        st.builds(d.MathBlock, _TEX),
        st.just(d.ThematicBreak()),
        table,
        st.builds(d.Figure, _ANCHORS, TEXTS, st.just(asset()), TEXTS, _linked(), _linked()),
        st.builds(d.Timeline, _ANCHORS, _linked(), st.just(asset("timeline.svg")), TEXTS, table),
    )


def _nested() -> st.SearchStrategy[d.Block]:
    some = st.lists(_BLOCK, max_size=3).map(tuple)
    return st.one_of(
        st.builds(d.ListBlock, st.lists(some, max_size=3).map(tuple), st.booleans(), st.integers(0, 3)),
        st.builds(d.Quote, some),
        st.builds(d.Section, _ANCHORS, _linked(), st.just(3), some, st.sampled_from(("", "timeline"))),
    )


_BLOCK: st.SearchStrategy[d.Block] = st.deferred(lambda: st.one_of(_leaves(), _nested()))
BLOCKS: st.SearchStrategy[d.Blocks] = st.deferred(lambda: st.lists(_BLOCK, max_size=4).map(tuple))
_KINDS = (
    *("introduction", "presentation", "consent", "ethics", "funding", "contributions", "competing_interests"),
    *("acknowledgments", "data_availability", "ai_use", ""),
)
_SECTIONS: st.SearchStrategy[tuple[d.Section, ...]] = st.deferred(
    lambda: st.lists(
        st.builds(d.Section, _ANCHORS, _linked(), st.just(2), BLOCKS, st.sampled_from(_KINDS)), max_size=4
    ).map(tuple)
)


@st.composite
def misplaced(draw: st.DrawFn) -> d.Document:
    """An article with other content everywhere."""
    return draw(st.deferred(lambda: articles(full()))).replace(
        title=draw(_linked()),
        body=draw(_SECTIONS),
        back=draw(_SECTIONS),
        closing=draw(_SECTIONS),
        abstract=tuple(
            draw(st.lists(st.builds(d.AbstractPart, st.sampled_from(("", "Case")), BLOCKS), max_size=3))
        ),
        notes=tuple(draw(st.lists(st.builds(d.Note, _ANCHORS, TEXTS, BLOCKS), max_size=2))),
        supplements=tuple(
            draw(st.lists(st.builds(d.Supplement, _ANCHORS, TEXTS, TEXTS, _linked(), TEXTS), max_size=2))
        ),
        author_notes=tuple(
            draw(
                st.lists(
                    st.builds(
                        d.AuthorNote, _ANCHORS, TEXTS, st.sampled_from(("equal", "corresponding")), _linked()
                    )
                )
            )
        ),
    )
