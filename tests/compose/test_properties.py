"""Whatever loads without blocking problems is composed, and the article hangs together."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from casegen import document as d
from casegen.citations import cite
from casegen.compose import compose
from casegen.model.outline import DECLARATIONS
from tests._support.cases import case_from
from tests._support.dump import anchors, dump, targets, walk

FILES = Path(__file__).parent / "files"
NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
# What a theme uses for its own headings.
THEME = {"article", "abstract", "references", "notes", "supplementary"}

WHEN = "0129 -\u2212.daysweklonthrbfumpi"
KEYS = ("one", "Two:2", "th_ree", "fig", "ü")
FLOATS = ("a", "b", "x.1")

atoms = st.sampled_from(
    [
        "word", "a \"quoted\" 'word'", "it's", "--", "H~2~O", "*stress*", "**strong**", "`code`", "$x$", "\\@",
        "*open", "[link](https://x.org)", "[bad](javascript:x)", "<!-- note -->", "[^n]", "[^m]", "^[in place]",
        "&amp;", "<b>", "症例", "a@b.org", "@fig-nowhere-else\\", "![](#fig-a)", "![Caption [@one]](c.svg)",
        *(f"@{key}" for key in KEYS), *(f"[see @{key}, p. 2; -@one]" for key in KEYS),
        *(f"@fig-{name}" for name in FLOATS), *(f"@tbl-{name};A" for name in FLOATS), "[-@fig-a; @tbl-b]",
    ]
)  # fmt: skip
lines = st.lists(atoms, max_size=5).map(" ".join)
blocks = st.one_of(
    lines,
    st.builds("{} {}".format, st.sampled_from(["##", "###", "######"]), lines),
    st.builds("- {}\n- {}\n\n  - {}".format, lines, lines, lines),
    st.builds("> {}".format, lines),
    st.builds("| {} | b |\n|---|--:|\n| {} |".format, st.sampled_from(["x", "@one", "*y*"]), lines),
    st.sampled_from(["![](#fig-b)", "![](#tbl-a)", "---", "```\ncode\n```", "$$x$$"]),
)
NOTES = "\n\n[^n]: Note [@one] @fig-b[^m].\n\n[^m]: Inner [^n] @tbl-x.1.\n"
proses = st.lists(blocks, min_size=1, max_size=6).map("\n\n".join).filter(str.strip).map(lambda t: t + NOTES)
short = lines.filter(str.strip)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    def some(strategy: st.SearchStrategy[Any]) -> Any:
        return draw(st.one_of(st.none(), strategy))

    given: dict[str, Any] = {
        "title": draw(short),
        "language": draw(st.sampled_from(["en", "de", "fr-CA", "xx"])),
        "abstract": some(st.one_of(proses, st.dictionaries(st.sampled_from(["case", "b b"]), proses))),
        **{name: some(proses) for name in ("introduction", "presentation", "discussion", "patient_perspective")},
        **{name: some(proses) for name in DECLARATIONS if name in ("ai_use", "acknowledgments")},
        "consent": some(st.fixed_dictionaries({"obtained": st.booleans(), "statement": proses})),
        "learning_points": some(st.lists(short, max_size=3)),
        "sections": some(
            st.lists(
                st.fixed_dictionaries(
                    {"title": short, "after": st.sampled_from(["", "references", "no"]), "body": proses}
                ),
                max_size=3,
            )
        ),
        "timeline": some(
            st.lists(
                st.fixed_dictionaries({"event": short}, optional={"day": st.floats(allow_nan=False, allow_infinity=False), "when": st.text(WHEN, max_size=12)}),
                max_size=4,
            )
        ),
        "supplementary": some(st.lists(st.fixed_dictionaries({"file": st.just("labs.csv"), "description": short}))),
        "figures": [{"id": name, "file": f"{name[0]}.svg".replace("x", "d"), "caption": draw(short)} for name in FLOATS],
        "tables": [
            {"id": name, "rows": draw(st.lists(st.lists(lines, min_size=1, max_size=3), min_size=1, max_size=3))}
            for name in FLOATS
        ],
        "references": [{"id": key, "type": "book", "title": key} for key in KEYS],
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


@settings(max_examples=40)
@given(cases())
def test_any_case_becomes_an_article_that_hangs_together(given: dict[str, Any]) -> None:
    case = case_from(given, FILES)
    document = compose(case, cite(case))
    found = anchors(document)
    assert [anchor for anchor, times in Counter(found).items() if times > 1] == []
    assert set(targets(document)) <= set(found)
    assert [anchor for anchor in found if not NCNAME.fullmatch(anchor) or anchor in THEME] == []
    for node in walk(document):
        check(node)
    placed = [node.id for node in walk(document.body) if isinstance(node, d.Figure | d.Table) and node.id]
    # An image in prose may declare the same figure again, which is a problem of its own (YML011).
    assert len(placed) == len({figure.id for figure in case.figures}) + len(case.tables)
    assert dump(document) == dump(compose(case, cite(case)))


def check(node: object) -> None:
    """What holds of every node by itself."""
    match node:
        case d.Table(head=head, body=body):
            assert len({len(row) for row in (*head, *body)}) == 1
        case d.Section(level=level, children=children):
            assert 2 <= level <= 6
            inner = [block.level for block in children if isinstance(block, d.Section)]
            assert all(below == min(level + 1, 6) for below in inner)
        case d.Link(href=href):
            assert href.startswith(("http://", "https://", "mailto:", "ftp://"))
            assert not holds_link(node)
        case d.ReferenceLink() | d.CrossReference():
            assert not holds_link(node)
        case d.Text(text=text):
            assert text


def holds_link(node: d.Link | d.ReferenceLink | d.CrossReference) -> bool:
    links = (d.Link, d.ReferenceLink, d.CrossReference, d.NoteMark)
    return any(isinstance(inner, links) for inner in walk(node.children))
