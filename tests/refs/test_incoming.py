"""Whatever a bibliography file holds, what is read of it can be written into a case."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegen.problem import CasegenError
from casegen.refs.casefile import CaseFile
from casegen.refs.incoming import KINDS, read_incoming
from casegen.refs.merge import Known, merge
from casegen.refs.yaml_edit import appended
from casegen.source import Source

SAMPLES = {
    "bib": "@article{Good2020, title={The {DNA}: of $x^2$ \\% it}, author={von Kim, Jr, JH and {WHO}}, year=2020}\n",
    "ris": "TY  - JOUR\nTI  - A: title # 1\nAU  - Kim, J.H.\nPY  - 2020/05/03/\nSP  - 1\nEP  - 5\nER  - \n",
    "nbib": "PMID- 12\nTI  - A title.\nFAU - Kim, Jae\nDP  - 2020 May 3\nAID - 10.1000/x [doi]\n",
    "json": '[{"id": 7, "type": "book", "title": "A\\tb \\u2028 c", "issued": {"date-parts": [["2020"]]}, "x": [1]}]',
    "yaml": "references:\n  - {key: a, title: 'x: y', author: [Kim, {family: Lee}], year: 2020, custom: {a: b}}\n",
}


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str]:
    """A kind and a text of it, with a piece of it in the place of another, or any characters."""
    kind = draw(st.sampled_from(KINDS))
    text = SAMPLES[kind] * draw(st.integers(1, 3))
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        put = draw(st.one_of(st.just(""), st.just(text[start:end] * 2), st.text(max_size=8)))
        text = text[:start] + put + text[min(end, start + 12) :]
    return kind, text


@given(files())
def test_any_file_gives_references_that_a_case_can_hold(given_file: tuple[str, str]) -> None:
    kind, text = given_file
    found, faults = read_incoming(Source(Path("file"), text), kind)
    assert all(fault.line >= 1 and fault.column >= 1 and fault.message for fault in faults)
    case = CaseFile(Path("case.yaml"), b"title: A  # case\n")
    added, skipped = merge(Known(case.tidied), found)
    assert len(added) + len(skipped) == len(found)
    after = CaseFile(Path("case.yaml"), appended(case, added).encode())
    assert after.tidied == added
    again, _ = merge(Known(after.tidied), found)
    assert not again


@pytest.mark.parametrize("kind", KINDS)
def test_each_sample_is_read(kind: str) -> None:
    found, faults = read_incoming(Source(Path(f"file.{kind}"), SAMPLES[kind]))
    assert len(found) == 1
    assert not faults
    assert found[0].line == (2 if kind == "yaml" else 1)


def test_keys_of_databases_are_not_kept() -> None:
    ids = {
        kind: read_incoming(Source(Path("file"), text), kind)[0][0].item["id"]
        for kind, text in SAMPLES.items()
    }
    assert ids == {"bib": "Good2020", "ris": "", "nbib": "", "json": "7", "yaml": "a"}


def test_a_file_of_no_known_kind_is_refused() -> None:
    with pytest.raises(CasegenError, match="say which with --from"):
        read_incoming(Source(Path("notes.txt"), ""))
