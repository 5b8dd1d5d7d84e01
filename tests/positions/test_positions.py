"""Problems point at what the author typed.

In each text ``⟦`` and ``⟧`` stand around the place that must be found, and are taken out before it is read.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen.load import Loaded, load
from casegen.prose import nodes
from casegen.source import Pointer, Source, Span

HEAD = "title: T\nauthors: [A]\n"
FRONT = f"---\n{HEAD}---\n"


def marked(text: str) -> tuple[str, Source, int, int]:
    before, _, rest = text.partition("⟦")
    inside, _, after = rest.partition("⟧")
    plain = before + inside + after
    return plain, Source(Path(), plain.removeprefix("\ufeff")), len(before.lstrip("\ufeff")), len(inside)


def read(name: str, text: str) -> tuple[Loaded, Span]:
    plain, source, start, length = marked(text)
    expected = source.span(start, start + length)
    path = Path(name)
    places = (expected.line, expected.column, expected.end_line, expected.end_column)
    return load(path, data=plain.encode()), Span(path, *places)


def place_of_key(loaded: Loaded, key: str = "k") -> Span:
    assert loaded.case is not None, loaded.problems
    for at, prose in loaded.case.prose():
        for node in prose.walk():
            if isinstance(node, nodes.Cite):
                for item in node.items:
                    if item.key == key:
                        return loaded.places.locate(at, (item.start, item.end))
    raise AssertionError(f"{key} is not cited")


CITATIONS = {
    "literal": "introduction: |\n  One\n  two [@⟦k⟧].\n",
    "literal at the end of the file": "introduction: |\n  a @⟦k⟧",
    "literal, stripped": "introduction: |-\n  @⟦k⟧\n",
    "literal, kept": "introduction: |+\n  a\n\n  @⟦k⟧\n\n\n",
    "literal with an indentation indicator": "introduction: |2\n    code?\n  no: @⟦k⟧\n",
    "literal with both indicators": "introduction: |1-\n  deeper\n @⟦k⟧\n",
    "literal with a comment on its header": "introduction: |  # note\n  @⟦k⟧\n",
    "literal after blank lines": "introduction: |\n\n\n  a\n\n  @⟦k⟧\n",
    "literal with lines of spaces": "introduction: |\n  a\n   \n  \n \n  @⟦k⟧\n",
    "literal with deeper lines": "introduction: |\n  - a\n    - b @⟦k⟧\n",
    "literal with tabs": "introduction: |\n  a\t@⟦k⟧\n",
    "literal with CRLF": "introduction: |\r\n  a\r\n\r\n  b @⟦k⟧\r\n",
    "literal with bare CR": "introduction: |\r  a\r  b @⟦k⟧\r",
    "literal deep in a list": "sections:\n  - title: S\n    body: |\n      a\n      @⟦k⟧\n",
    "literal with an anchor": "introduction: &i |\n  a @⟦k⟧\n",
    "literal with a tag": "introduction: !!str |\n  a @⟦k⟧\n",
    "literal with a next-line character": "introduction: |\n  a\x85b @⟦k⟧\n  c\n",
    "literal with a line separator": "introduction: |\n  a\u2028b @⟦k⟧\n",
    "literal after an emoji and other scripts": "short_title: 😀\nintroduction: |\n  😀 שלום e\u0301 @⟦k⟧\n",
    "literal in which the key stands twice": "introduction: |\n  k k @⟦k⟧\n",
    "literal quote": "introduction: |\n  > a\n  > b [@⟦k⟧]\n",
    "literal table": "introduction: |\n  | a |\n  |---|\n  | b \\| @⟦k⟧ |\n",
    "literal note": "introduction: |\n  a[^1]\n\n  [^1]: b\n      @⟦k⟧\n",
    "folded": "introduction: >\n  One\n  two @⟦k⟧\n  three\n",
    "folded, stripped, with paragraphs": "introduction: >-\n  a\n  b\n\n  c\n  @⟦k⟧\n",
    "folded with deeper lines": "introduction: >\n  a\n    b\n  c @⟦k⟧\n",
    "folded after blank lines": "introduction: >\n\n\n  a\n  @⟦k⟧\n",
    "folded with CRLF": "introduction: >\r\n  a\r\n  b @⟦k⟧\r\n",
    "folded with trailing spaces": "introduction: >\n  a \n  b @⟦k⟧\n",
    "plain": "introduction: a @⟦k⟧\n",
    "plain of two lines": "introduction: a\n  b @⟦k⟧ c\n",
    "plain of two paragraphs": "introduction: a\n\n  b\n  [@⟦k⟧] c\n",
    "plain with a comment after it": "introduction: a @⟦k⟧ # note\n",
    "single quotes": "introduction: 'a @⟦k⟧'\n",
    "single quotes over lines": "introduction: 'a\n  b @⟦k⟧\n\n  c'\n",
    "double quotes": 'introduction: "a @⟦k⟧"\n',
    "double quotes over lines": 'introduction: "a\n  b  \n  @⟦k⟧"\n',
    "escaped single quotes": "introduction: ⟦⟧'it''s @k'\n",
    "escapes": 'introduction: ⟦⟧"a\\t@k"\n',
    "an escaped line end": 'introduction: ⟦⟧"a \\\n  @k"\n',
    "an escape that changes no length": 'introduction: ⟦⟧"\\/ @k"\n',
    "flow": "learning_points: [a, '@⟦k⟧', b]\n",
    "flow mapping over lines": "sections: [{title: S,\n  body: a @⟦k⟧}]\n",
    "an alias points at the anchor's text": "x-t: &t a @⟦k⟧\nintroduction: *t\n",
    "after a byte-order mark": "introduction: |\n  @⟦k⟧\n",
    "in another spelling of its key": "case-presentation: |\n  @⟦k⟧\n",
    "in a figure's caption in prose": "introduction: |\n  a\n\n  ![b @⟦k⟧](c.png)\n",
    "in a table's cell": "tables: [{id: t, rows: [[a, b], [c, 'd @⟦k⟧']]}]\n",
    "a statement given for the whole": "funding: a @⟦k⟧\n",
    "a subtitle": "subtitle: a @⟦k⟧\n",
}


@pytest.mark.parametrize("text", CITATIONS.values(), ids=CITATIONS.keys())
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "with byte-order mark"])
def test_a_citation_in_yaml(text: str, mark: str) -> None:
    loaded, expected = read("case.yaml", mark + HEAD + text)
    assert place_of_key(loaded) == expected


SECTIONS = {
    "a section": "# Introduction\n\nOne\ntwo [@⟦k⟧].\n",
    "after blank lines": "\n\n# Introduction\n\n\n  a\n\nb @⟦k⟧\n\n# Discussion\nc\n",
    "CRLF": "# Introduction\r\n\r\na\r\nb @⟦k⟧\r\n",
    "no line end": "# Discussion\n@⟦k⟧",
    "a section of its own": "# Other\n\na @⟦k⟧\n",
    "under a sub-heading": "# Case presentation\n## History @⟦k⟧\n",
    "a sub-heading that looks closed": "# Case presentation\n## History # @⟦k⟧ ##\n",
    "a learning point": "# Learning points\n\n- a\n- b\n  c @⟦k⟧\n",
    "a learning point that is a paragraph": "# Learning points\n\na\n\nb @⟦k⟧\n",
    "a part of the abstract": "# Abstract\n\n## Background\n\na\n\n## Case\n\nb @⟦k⟧\n",
    "a statement": "# Consent\n\na @⟦k⟧\n",
    "a line separator": "# Introduction\na\u2028b\x85c @⟦k⟧\n",
    "emoji": "# Introduction\n😀 @⟦k⟧\n",
    "behind a fence that holds a heading": "# Introduction\n```\n# no\n```\n@⟦k⟧\n",
    "behind a comment that holds a heading": "# Introduction\n<!--\n# no\n-->\n\n@⟦k⟧\n",
    "a form with three spaces": "   # Introduction\n   @⟦k⟧\n",
}


@pytest.mark.parametrize("text", SECTIONS.values(), ids=SECTIONS.keys())
def test_a_citation_in_markdown(text: str) -> None:
    loaded, expected = read("case.md", FRONT + text)
    assert place_of_key(loaded) == expected


VALUES = {
    "an unknown key": "⟦titel⟧: x\n",
    "a quoted key": "⟦'titel'⟧: x\n",
    "a key in a flow mapping": "consent: {obtained: true, ⟦singer⟧: x}\n",
    "a key of an explicit entry": "? ⟦titel⟧\n: x\n",
    "a plain value": "type: ⟦x⟧ # note\n",
    "a quoted value": 'type: ⟦"x"⟧\n',
    "a value on the next line": "type:\n  ⟦x⟧\n",
    "a value after an emoji": "short_title: 😀\nconsent: {signer: 😀, obtained: ⟦x⟧}\n",
    "a literal block": "patient:\n  age: ⟦|\n    old⟧\n  sex: male\n",
    "a flow sequence": "short_title: ⟦[a,\n  b]⟧\n",
    "a block sequence": "short_title:\n  ⟦- a\n  - b⟧\ntype: case-report\n",
    "a block mapping": "short_title:\n  ⟦a: 1\n  b: 2⟧\n\n# note\ntype: case-report\n",
    "an anchored value": "type: &t ⟦x⟧\n",
    "an alias points at the anchor": "x-t: &t ⟦x⟧\ntype: *t\n",
    "CRLF": "short_title: a\r\ntype: ⟦x⟧\r\n",
    "in another spelling": "competing-interests: ⟦[a]⟧\n",
    "given as text for the whole": "license: ⟦[a]⟧\n",
}


@pytest.mark.parametrize("text", VALUES.values(), ids=VALUES.keys())
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("case.yaml", HEAD, ""), ("case.md", FRONT[:-4], "---\n")],
    ids=["yaml", "md"],
)
def test_a_value(name: str, before: str, after: str, text: str) -> None:
    loaded, expected = read(name, before + text + after)
    assert [problem.span for problem in loaded.problems] == [expected]


BIBLIOGRAPHIES = {
    "id of refs.bib": "@article{a, title = {A}}\n\n@article{⟦b⟧, title = {B}, issued = {x}}\n",
    "id of refs.ris": "TY  - JOUR\nID  - a\nER  -\nTY  - JOUR\nID  - ⟦b⟧\nER  -\n",
    "id of refs.json": '[{"id": "a", "type": "book"},\n {"id": "⟦b⟧", "type": "book"}]\n',
    "id of refs.yaml": "- id: a\n  type: book\n- id: ⟦b⟧\n  type: book\n",
    "title of refs.bib": "@book{a}\n@book{b, year = 2001, title =\n  {⟦B\n  c⟧}}\n",
    "title of refs.ris": "TY  - JOUR\nID  - a\nER  -\nTY  - JOUR\nID  - b\nTI  - ⟦B\n  c⟧\nER  -\n",
    "title of refs.nbib": "PMID- 1\n\nPMID- 2\nTI  - ⟦B\n      c.⟧\nVI  - 1\n",
    "title of refs.json": '[{"id": "a"},\n {"custom": {"title": [1]}, "id": "b", "title": "⟦B \\u0063⟧"}]\n',
    "title of refs.yaml": "- id: a\n- id: b\n  title: ⟦>-\n    B\n    c⟧\n",
    "author of refs.bib": "@book{a}\n@book{b, author = {J. Doe and\n  ⟦Roe, R.⟧ and\n others}}\n",
    "author of refs.ris": "TY  - JOUR\nID  - a\nER  -\nTY  - JOUR\nAU  - Doe, J.\nA2  - X, Y\nAU  - ⟦Roe, R.⟧\n",
    "author of refs.nbib": "PMID- 1\n\nPMID- 2\nFAU - Doe, J\nAU  - Doe J\nFAU - ⟦Roe, R⟧\nAU  - Roe R\n",
    "author of refs.json": '[{"id": "a"},\n {"id": "b", "author": [{"family": "Doe"},\n ⟦{⟧"family": "Roe"}]}]\n',
    "author of refs.yaml": "- id: a\n- id: b\n  author: [Doe, ⟦{family: Roe}⟧]\n",
    "given name of refs.bib": "@book{a}\n@book{b, author = {J. Doe and ⟦J⟧ Jones}}\n",
    "given name of refs.ris": "TY  - JOUR\nID  - a\nER  -\nTY  - JOUR\nAU  - Doe, J.\nAU  - Roe, ⟦JR⟧\n",
    "given name of refs.json": '[{"id": "a"},\n {"id": "b", "author": [{"family": "Doe"}, {"family": "JH", "given": "⟦JH⟧"}]}]\n',
    "given name of refs.yaml": "- id: a\n- id: b\n  author: [Doe, {family: Roe, given: ⟦JH⟧}]\n",
}
FIELDS = {"author": ("author", 1), "given name": ("author", 1, "given")}


@pytest.mark.parametrize("name", BIBLIOGRAPHIES)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_field_of_a_bibliography_file(name: str, end: str, tmp_path: Path) -> None:
    field, _, file = name.partition(" of ")
    plain, _, _, _ = marked(BIBLIOGRAPHIES[name])
    before, _, rest = BIBLIOGRAPHIES[name].partition("⟦")
    within = rest.partition("⟧")[0]
    (tmp_path / file).write_bytes(b"\xef\xbb\xbf" + plain.replace("\n", end).encode())
    loaded = load(tmp_path / "case.yaml", data=f"{HEAD}bibliography: {file}\n".encode())
    assert loaded.case is not None, loaded.problems
    span = loaded.places.locate(Pointer(("references", 1, *FIELDS.get(field, (field,)))))
    assert (span.path, span.line, span.column, span.end_line, span.end_column) == (
        tmp_path / file,
        *_place(before),
        *_place(before + within),
    )


def _place(text: str) -> tuple[int, int]:
    """Where the character after *text* stands."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def test_a_broken_bibliography_file_is_the_place_of_its_problem(tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text('[\n {"id": }]\n', "utf-8")
    loaded = load(tmp_path / "case.yaml", data=f"{HEAD}bibliography: [refs.json]\n".encode())
    (problem,) = loaded.problems
    assert (problem.code, problem.path.name, problem.span.line, problem.span.column) == (
        "YML012",
        "refs.json",
        2,
        9,
    )
    source = loaded.places.source_of(problem.path)
    assert source is not None
    assert source.line(2) == ' {"id": }]'
