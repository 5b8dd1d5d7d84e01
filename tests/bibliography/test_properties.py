"""What holds for any text: no reader raises, the places it names are in the file, and it comes to an end."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegen.load.bibliography import Entry, Fault
from casegen.load.bibliography.bibtex import read_bibtex
from casegen.load.bibliography.csl import read_csl_json, read_csl_yaml
from casegen.load.bibliography.entry import normalised_lines
from casegen.load.bibliography.latex import DEEPEST, _simple, _unicode
from casegen.load.bibliography.nbib import read_nbib
from casegen.load.bibliography.ris import read_ris
from casegen.load.references import reference_of
from casegen.source import Source

Reader = Callable[[str], tuple[list[Entry], list[Fault]]]
DIVIDING: list[Reader] = [read_bibtex, read_ris, read_nbib]
READERS: list[Reader] = [*DIVIDING, read_csl_json, read_csl_yaml]

BIBTEX = r"""
@article{ @book( @string{ @comment{ @xdata{ @preamble{ key , key, = { } " # ( ) % $ $^ _{ ~ -- \\ \' \"o {\'e}
\emph{ \begin{a} \end{a} \( \[ \url{ \frac \v \textbf \i title={ author={ year=2019 month=jan date={2019-01/
year=2019² crossref={key} and von others, family=Foo given= 2019 99 pages={1--2} doi={10.1000/1}
edition=1st number=3
eprint={1} langid={x}
"""
TAGGED = """
TY..-.JOUR TY..- ER..-. ER..- AU..-.Foo,.B AU..-., ID..-.k ED..-.x SP..-.1 EP..-.2 PY..-.2019 DO..-.x SN..-.x
DA..-.2019/99/99/ DA..-.2019² Y2..-./// TY.-.BOOK PMID-.7 PMID-.x FAU.-.Foo,.B AU..-.Foo DP..-.2019.Jan-Feb
IS..-.x LID.-.10.1000/1.[doi] BTI.-.b CN..-.c DEP.-.20190101 PG..-.1-2 ......continued CT.-.guided
"""
noise = st.text(st.characters(exclude_categories=[]), max_size=8)
bibtex_texts = st.lists(st.sampled_from([*BIBTEX.split(), " ", "\n", "\r\n"]) | noise).map("".join)
tagged_texts = st.lists(st.sampled_from(TAGGED.split()) | noise).map(
    lambda lines: "\n".join(line.replace(".", " ") for line in lines)
)

JSON = """
{ } [ ] , : "id" "title" "author" "issued" "items" "references" "type" "book" "date-parts" "family" "literal" null
true 1.5 -3 NaN {"id":"a"} [{"id":1, [{"id":"b","title":["x"]}] "\\ud800" 1e999 "author":[{"family":"x"}] - id: 'x' "\\u00e9"
"""
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | noise,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "type", "title", "author", "issued", "date-parts", "family", "raw", "x", "DOI"]
            ),
            inner,
        )
    ),
    max_leaves=15,
)
json_texts = st.lists(st.sampled_from(JSON.split()) | noise).map("".join) | values.map(json.dumps)
listed_values = st.lists(values).map(json.dumps)
texts = (
    st.text(st.characters(exclude_categories=[])) | bibtex_texts | tagged_texts | json_texts | listed_values
)


@pytest.mark.parametrize("reader", READERS)
@given(text=texts)
def test_any_text_is_read_or_faulted(reader: Reader, text: str) -> None:
    entries, faults = reader(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for line in [entry.line for entry in entries] + [fault.line for fault in faults]:
        assert 1 <= line <= len(lines)
    for fault in faults:
        assert fault.column >= 1
        assert fault.message
    if reader in DIVIDING:
        for entry in entries:
            assert entry.csl["id"]
            assert entry.csl["type"]
            json.dumps(entry.csl)
        assert entries or faults or not text.strip("\ufeff").strip() or "@" in text or "ER" in text


@pytest.mark.parametrize("reader", READERS)
@given(text=texts)
def test_what_is_read_is_a_reference_of_the_model_or_a_fault(reader: Reader, text: str) -> None:
    source = Source(Path("refs"), text.removeprefix("\ufeff"))
    for entry in reader(text)[0]:
        faults: list[Fault] = []
        assert reference_of(entry, source, faults) is not None or faults


@pytest.mark.parametrize("reader", READERS)
@given(text=texts)
def test_places_are_in_the_text(reader: Reader, text: str) -> None:
    text = normalised_lines(text)
    for entry in reader(text)[0]:
        for way, stretch in {("id",): entry.key, **entry.stretches()}.items():
            assert 0 <= stretch.start <= stretch.end <= len(text), way
            assert 0 <= stretch.key_start <= stretch.key_end <= len(text), way


LATEX = r"""
\' \" {\'e} \v{S} \c{c} {\o} \o{} \o -- - ' ` ? ! \& & % # ~ {L3} \i \'\i \'{\i} 9 a B \emph{ \textless {\textgreater} \_ { } \
"""


@given(st.lists(st.sampled_from([*LATEX.split(), " "]), max_size=10), st.booleans())
def test_the_short_way_through_latex_leads_where_the_long_one_does(pieces: list[str], markup: bool) -> None:
    latex = " ".join("".join(pieces).split())
    short = _simple(latex, markup=markup)
    if short is not None:
        assert " ".join(short.split()) == " ".join(_unicode(latex, markup=markup).split())


HOSTILE = {
    "open braces": "@article{k, title = {" + "{" * 100_000,
    "deep braces": "@article{k, title = {" + "{" * 100_000 + "}" * 100_000 + "}}",
    "closing braces": '@article{k, author = "' + "}" * 100_000 + '"}',
    "open entries": "@article{k,\n" * 10_000,
    "open parentheses": "@article(\n" * 10_000,
    "at signs": "@" * 500_000,
    "unknown types on one line": "@artcle{k, title = 1} " * 2_000,
    "no commas": "@article{k, " + "a = 1 " * 30_000 + "}",
    "stray entries": "@article\n" * 30_000,
    "joined strings": "@article{k, title = " + "{a} # " * 50_000 + "{b}}",
    "growing strings": "@string{s0 = {x}}"
    + "".join(f"\n@string{{s{n + 1} = s{n} # s{n}}}" for n in range(60)),
    "strings of strings": "@string{s = {" + "x" * 50_000 + "}}\n" + "@string{s = s # {y}}\n" * 5_000,
    "heavy parent": f"@xdata{{p, author = {{{'Doe, J and ' * 20_000} Roe}}}}\n"
    + "@book{k, xdata = {p}}\n" * 2_000,
    "wide parent": f"@xdata{{p, {'a = 1,' * 4_000} xdata = {{{'q,' * 4_000}}}}}\n"
    + "@book{k, xdata={p}}\n" * 2_000,
    "spaces in names": "@article{k, author = {a" + " " * 300_000 + "b}}",
    "many names": "@article{k, author = {" + "Doe, J. and " * 20_000 + "Roe, R.}}",
    "many commas": "@article{k, author = {" + "a," * 100_000 + "}}",
    "dollars": "@article{k, title = {" + "$" * 50_000 + "}}",
    "raised": "@article{k, title = {$" + "^{" * 20 + "x" * 50_000 + "}" * 20 + "$}}",
    "environments": "@article{k, title = {" + "\\begin{a}" * 5_000 + "}}",
    "commands": "@article{k, title = {" + "\\frac" * 5_000 + "}}",
    "accents": "@article{k, title = {" + "\\'" * 5_000 + "}}",
    "ancestors": "".join(f"@book{{k{n}, crossref = {{k{n + 1}}}}}\n" for n in range(3_000)),
    "one parent": "@xdata{p, note = {x}}\n" + "@book{k, xdata = {p}}\n" * 3_000,
    "blank lines": "\n" * 500_000,
    "continuations": "TY  - JOUR\nTI  - a\n" + "and so on\n" * 30_000,
    "records without id": "TY  - JOUR\nER  - \n" * 5_000,
    "records without end": "TY  - JOUR\n" * 5_000,
    "values": "TY  - JOUR\n" + "AU  - Doe, J\n" * 30_000,
    "dashes": "TY  - JOUR\nSP  - " + "-" * 200_000,
    "open objects": '[{"id": "a", "title": "' * 3_000,
    "unclosed text": '[{"id": "a"}, {"id": "' + "x" * 500_000,
    "open lists": "[" * 100_000,
    "open mappings": '{"items":' * 50_000,
    "deep lists": '[{"id": ' + "[" * 50_000 + "]" * 50_000 + "}]",
    "long number": '[{"id": ' + "9" * 50_000 + "}]",
    "no objects": "[" + "1," * 30_000 + "1]",
    "pubmed": "PMID- 1\n" + "LID - x [pii]\n" * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("reader", READERS)
def test_hostile_text_is_read_to_its_end(reader: Reader, name: str) -> None:
    reader(HOSTILE[name])


def test_braces_deeper_than_the_limit_cost_the_field_only() -> None:
    deep = "{" * DEEPEST + "x" + "}" * DEEPEST
    entries, faults = read_bibtex(f"@book{{k,\n title = {{{deep}}},\n note = {{{deep[1:-1]}}}, year = 2001}}")
    assert [(fault.line, fault.column) for fault in faults] == []
    entries, faults = read_bibtex(f"@book{{k,\n title = {{{{{deep}}}}}, year = 2001}}")
    assert [(fault.line, fault.column) for fault in faults] == [(2, 2)]
    assert entries[0].csl == {"id": "k", "type": "book", "issued": {"date-parts": [[2001]]}}


def test_five_thousand_entries() -> None:
    fields = '  title = {The {L3} vertebra},\n  author = {M{\\"u}ller, J. and Doe, Jane},\n'
    entries, faults = read_bibtex("".join(f"@article{{k{number},\n{fields}}}\n" for number in range(5_000)))
    assert [(each.line, each.csl["id"]) for each in entries] == [(1 + 4 * n, f"k{n}") for n in range(5_000)]
    assert not faults


@given(
    st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, unique=True),
    st.data(),
)
def test_a_broken_entry_costs_no_other(keys: list[str], data: st.DataObject) -> None:
    broken = data.draw(st.sampled_from(keys))
    fault: Any = data.draw(
        st.sampled_from(["title = {never closed", 'title = "never closed', "title {no sign}"])
    )
    text = "".join(
        f"@article{{{key},\n  {fault if key == broken else 'title = {Whole}'},\n  year = 2001\n}}\n\n"
        for key in keys
    )
    entries, faults = read_bibtex(text)
    assert [entry.csl["id"] for entry in entries] == [key for key in keys if key != broken]
    start = 1 + 5 * keys.index(broken)
    assert faults
    assert all(start <= each.line < start + 5 for each in faults)
