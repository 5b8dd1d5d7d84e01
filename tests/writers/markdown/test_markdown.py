"""The article as Markdown: what is written, and that pandoc reads it as what it was made from."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casegen.citations.program import find_pandoc
from casegen.document import (
    Award,
    Cell,
    Citation,
    Cited,
    Code,
    Document,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    Paragraph,
    ReferenceEntry,
    Role,
    Section,
    SmallCaps,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Timeline,
)
from casegen.media.xml import legal
from casegen.writers import find
from tests._support.cases import composed
from tests.writers.articles import asset, empty, full, paragraph, text

PROSE = yaml.safe_load(Path(__file__).with_name("prose.yaml").read_text("utf-8"))
REFERENCES = [
    {
        "id": key,
        "type": "book",
        "title": key,
        "author": [{"family": key.upper(), "given": "X"}],
        "issued": 2019,
    }
    for key in "ab"
]


def markdown(document: Document) -> str:
    data = find("md").function(document, None)  # type: ignore[arg-type] # no theme is asked
    return data.decode()


def read(source: str) -> dict[str, Any]:
    """What pandoc makes of *source*; it has nothing to complain of."""
    done = subprocess.run(
        [find_pandoc(), "-f", "markdown", "-t", "json", "--fail-if-warnings"],
        input=source, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert not done.stderr
    tree: dict[str, Any] = json.loads(done.stdout)
    return tree


@pytest.mark.parametrize("row", PROSE, ids=lambda row: row["title"])
def test_prose_is_written_as_it_was_typed(row: dict[str, str]) -> None:
    style = {"style": {"csl": row["style"]}} if "style" in row else {}
    source = markdown(composed({"discussion": row["prose"], "references": REFERENCES, **style}))
    body = source.partition("# Discussion {#sec-discussion}\n\n")[2].split("\n\n---\nreferences")[0]
    without_list = body.replace("\n\n# References {#references}\n\n::: {#refs}\n:::", "")
    assert without_list.rstrip("\n") == row.get("md", row["prose"])


def test_the_metadata_are_quartos_and_pandocs() -> None:
    authors = full().authors
    document = full().replace(
        authors=(authors[0].replace(email="ana_s@example.org", roles=(Role("pacing"), Role("x", "Software", "u", "lead"))),
                 authors[1].replace(name="Bo O'Ek Jr", family="O'Ek", suffix="Jr", equal=True)),
        awards=(Award("A Fund", "G-1"),),
        keywords=("*borrelia*", "on"),
        item={"type": "article-journal", "container-title": "A Journal", "volume": "1e3"},
        direction="rtl",
    )  # fmt: skip
    source = markdown(document)
    told = yaml.safe_load(source.split("\n---\n")[0].removeprefix("---\n"))
    assert told["title"] == "A case of *Borrelia*"
    assert told["author"] == ["Ana Silva", "Bo O'Ek Jr"]
    assert told["authors"] == [
        {
            "name": {"given": "Ana", "family": "Silva"},
            "orcid": "0000-0002-1825-0097",
            "email": "ana_s@example.org",
            "degrees": ["MD"],
            "corresponding": True,
            "roles": ["pacing", {"Software": "lead"}],
            "affiliations": [{"ref": "aff-1"}],
        },
        {
            "name": {"given": "Bo", "family": "O'Ek", "literal": "Bo O'Ek Jr"},
            "equal-contributor": True,
            "affiliations": [{"ref": "aff-1"}],
        },
    ]
    assert told["affiliations"] == [{"id": "aff-1", "name": "A Hospital, Lisbon, Portugal"}]
    assert (told["date"], told["lang"], told["dir"]) == ("2022-01-10", "en", "rtl")
    assert told["abstract"] == "**Background.** What is known.\n"
    assert told["keywords"] == [r"\*borrelia\*", "on"]
    assert told["license"] == [{"text": "Open.", "url": "https://creativecommons.org/licenses/by/4.0/"}]
    assert told["copyright"]["statement"] == "© 2022 The Authors"
    assert told["funding"] == {"awards": [{"id": "G-1", "source": "A Fund"}]}
    assert "volume: '1e3'" in source, "YAML 1.2 would take it for a number"
    assert read(source)["meta"]["author"]["c"][0]["c"][0]["c"] == "Ana"


def test_the_works_cited_are_in_the_file() -> None:
    item = {
        "type": "book",
        "title": 'The <i>B. afzelii</i> <span class="nocase">p53</span> <sup>2</sup> <i>open & 1 < 2',
        "author": [{"family": "Ek", "given": "A."}],
        "issued": {"date-parts": [[2019, 5]]},
        "DOI": "10.1/a_b*c",
    }
    citation = Citation("cite-1", text("[1]"), (Cited("a_b", locator="3", label="page"),))
    document = empty(
        body=(Section("sec-a", text("A"), 2, (paragraph("So ", citation, "."),)),),
        references=(ReferenceEntry("ref-a", "a_b", "1", text("E."), item=item),),
    )
    source = markdown(document)
    assert "So [@a_b, p. 3]." in source
    assert "date-parts: [[2019, 5]]" in source
    assert r"title: The *B. afzelii* [p53]{.nocase} ^2^ *open & 1 < 2*" in source
    assert 'nocite: "@*"' in source or "nocite: '@*'" in source, "nothing leads back to it"
    done = subprocess.run(
        [find_pandoc(), "-f", "markdown", "-t", "plain", "--citeproc", "--fail-if-warnings", "--wrap=none"],
        input=source, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "So (Ek 2019, 3)." in done.stdout
    assert "Ek, A. 2019. The B. Afzelii p53" in done.stdout
    assert "https://doi.org/10.1/a_b*c" in done.stdout


CITED = Citation("cite-1", text("(A)"), (Cited("a"),))
NARRATIVE = CITED.replace(narrative=True)
TOUCHING = [
    (text(CITED, CITED), "[@a]<!---->[@a]"),
    (text(CITED, "(x)"), "[@a]<!---->(x)"),
    (text(CITED, ": x"), "[@a]<!---->: x"),
    (text("x: ", CITED, ": x"), "x: [@a]: x"),
    (text(NARRATIVE, " ", CITED), "@a <!---->[@a]"),
    (text(NARRATIVE, ".x"), "@a<!---->.x"),
    (text(NARRATIVE, ". X"), "@a. X"),
    (text("x-", NARRATIVE), "x-<!---->@a"),
    (text("x!", Link("https://e.org", text("x"))), "x!<!---->[x](https://e.org)"),
    (text(Math("x"), "5"), "$x$<!---->5"),
    (text(Emphasis(text(" x ")), "y"), "*x* y"),
    (text(Emphasis(text("x")), Emphasis(text("y"))), "*x*<!---->*y*"),
    (text(Superscript(text(Emphasis(text("x y")), "z"))), "*^x\\ y^*^z^"),
    (text(Superscript(text("a^b"))), "^a\\\\\\^b^"),
]


@pytest.mark.parametrize(("run", "shown"), TOUCHING)
def test_what_would_be_read_as_one_is_kept_apart(run: Inlines, shown: str) -> None:
    source = markdown(empty(body=(Section("sec-a", text("A"), 2, (Paragraph(run),)),)))
    assert source.partition("{#sec-a}\n\n")[2] == f"{shown}\n"


def test_every_part_is_written() -> None:
    source = markdown(full())
    for piece in (
        "# Case {#sec-case}",
        "See [Figure 1](#fig-ct) and $x^2$.",
        '![CT, axial cut Drawn for this.](figures/figure-1.svg){#fig-ct alt="A bright fragment"}',
        "|        | CRP (mg/L) |",
        ": Laboratory values {#tbl-labs}\n\nCRP, C-reactive protein.",
        '![Course of events](figures/timeline.svg){#timeline alt="Events on a line"}',
        "$$\\frac{a}{b}$$",
        "## Examination {#sec-exam}",
        "# Consent {#sec-consent}",
        "- **File 1. Data.** All of it. (data.csv)",
        "# References {#references}\n\n::: {#refs}\n:::",
        "[^a]: A note.",
    ):
        assert piece in source, piece
    tree = read(source)
    assert [block["c"][0][0] for block in tree["blocks"] if block["t"] == "Figure"] == ["fig-ct", "timeline"]
    tables = [block for block in tree["blocks"] if block["t"] == "Table"]
    assert [(table["c"][0][0], len(table["c"][4][0][3])) for table in tables] == [("tbl-labs", 30), ("", 2)]


def test_nothing_is_a_whole_file() -> None:
    assert markdown(empty()) == "---\ntitle: A case\nlang: en\n---\n"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert markdown(full()) == markdown(full())


# --- what pandoc reads ------------------------------------------------------------------------------

_PIECES = (
    "a", "Bc", "1.", "2)", "(1)", "#", "-", "--", "---", "+", "*", "**", ">", ":::", ":", "e", "http://a_b_c/*x*",
    "x@y.org", "@key", "[@key]", "[^1]", "^[x]", "![x](y)", "$5", "$x$", "$$", "\\", "\\begin{x}", "<b>",
    "</b>", "<!-- c -->", "<a@b.c>", "&amp;", "&#60;", "~~x~~", "~x~", "^x^", "_x_", "a_b_c", "`x`", "```", "{.x}",
    "|", "| a | b |", "|--|", "Table:", "=", "...", "'a'", '"a"', "don't", "I.", "iv)", "A.", "a.", "(@)", "#.",
    "{{< x >}}", "%", "<5", "< 5", "x\u2028y", "\x00", "\ud800", "\u202e", "\u00a0", "é", "!",
)  # fmt: skip
_WORDS = st.lists(st.sampled_from(_PIECES), max_size=5)
_TEXTS = st.one_of(_WORDS.map(" ".join), _WORDS.map("".join), st.text(max_size=5))
_LEAVES: st.SearchStrategy[Inline] = st.one_of(
    st.builds(Text, _TEXTS),
    st.builds(Text, _TEXTS),
    st.builds(Code, _TEXTS),
    st.just(LineBreak()),
    st.builds(lambda shown: Link("https://e.org/(a b)*_c", (Text(shown),)), _TEXTS),
    # Pandoc reads raised and lowered text twice, and quotation marks there its own way.
    st.builds(
        lambda kind, n: kind((Text(f"{n} +"),)), st.sampled_from((Superscript, Subscript)), st.integers(0, 99)
    ),
)
_KINDS = (Emphasis, Strong, Strikethrough, SmallCaps)


def _marked(inside: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    children = st.lists(inside, max_size=3).map(tuple)
    return st.builds(lambda kind, run: kind(run), st.sampled_from(_KINDS), children)


INLINES: st.SearchStrategy[Inlines] = st.lists(st.recursive(_LEAVES, _marked, max_leaves=4), max_size=4).map(
    tuple
)


def said(part: object) -> str:
    """The characters of nodes, without white space and what pandoc makes typographic."""
    match part:
        case tuple() | list():
            return "".join(map(said, part))
        case Text(text=given) | Code(text=given):
            return given
        case Table(head=head, body=body):
            return said((*head, *body))
    return said(getattr(part, "children", ()))


def heard(part: object) -> str:
    """The characters of what pandoc read; markup that it should not have read shows as its name."""
    match part:
        case list():
            return "".join(map(heard, part))
        case {"t": "Str", "c": given}:
            return str(given)
        case {"t": "Code", "c": [_, given]}:
            return str(given)
        case {"t": "RawInline", "c": ["html", "<!---->" | "<br>"]}:
            return ""
        case {"t": "Cite" | "Math" | "Note" | "Quoted" | "RawInline" | "RawBlock" | "Image" as kind}:
            return f"<<{kind}>>"
        case {"c": given}:
            return heard(given)
    return ""


def bare(shown: str) -> str:
    return "".join(legal(shown).split())


FEW = settings(
    max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)  # fmt: skip


@given(runs=st.lists(INLINES, min_size=25, max_size=40))
@FEW
def test_any_text_is_read_as_that_text(runs: list[Inlines]) -> None:
    document = empty(
        body=tuple(Section(f"sec-{n}", text("A"), 2, (Paragraph(run),)) for n, run in enumerate(runs))
    )
    source = markdown(document)
    parts: list[list[Any]] = []
    for block in read(source)["blocks"]:
        if block["t"] == "Header":
            parts.append([])
        else:
            parts[-1].append(block)
    assert len(parts) == len(runs)
    for run, part in zip(runs, parts, strict=True):
        assert {block["t"] for block in part} <= {"Para"}, (run, part)
        assert bare(heard(part)) == bare(said(run)), run


@given(rows=st.lists(st.tuples(INLINES.map(lambda run: (Text("x"), *run)), INLINES), min_size=2, max_size=30))
@FEW
def test_any_cell_is_read_as_that_cell(rows: list[tuple[Inlines, Inlines]]) -> None:
    head, *body = (tuple(map(Cell, row)) for row in rows)
    document = empty(body=(Section("sec-a", text("A"), 2, (Table((head,), tuple(body), "tbl-a"),)),))
    (table,) = [block for block in read(markdown(document))["blocks"] if block["t"] == "Table"]
    read_rows = [*table["c"][3][1], *table["c"][4][0][3]]
    shown = [[bare(heard(cell[4])) for cell in row[1]] for row in read_rows]
    assert shown == [[bare(said(run)) for run in row] for row in rows]


@given(alts=st.lists(_TEXTS.filter(str.strip), min_size=5, max_size=10))
@FEW
def test_any_alternative_text_is_read_as_that_text(alts: list[str]) -> None:
    timelines = tuple(
        Timeline(f"t-{n}", text("A"), asset(f"{n}.svg"), alt, Table((), ())) for n, alt in enumerate(alts)
    )
    document = empty(body=(Section("sec-a", text("A"), 2, timelines),))
    figures = [block for block in read(markdown(document))["blocks"] if block["t"] == "Figure"]
    images = [figure["c"][2][0]["c"][0]["c"][1] for figure in figures]
    assert [bare(heard(image)) for image in images] == [bare(alt) for alt in alts]
