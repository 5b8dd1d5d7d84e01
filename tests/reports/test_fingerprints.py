"""What a finding is known by: it stays while its rule, its field and its text do."""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen.check import check
from casegen.check.fingerprint import fingerprints
from casegen.load import load

CASE = """\
title: A small case report
authors: [{name: Ana Silva, email: ana@example.org, corresponding: true}]
introduction: |
  Something known [@nobody], and something unknown.
  Something else [@nobody] and [@nothing].
references:
  - {id: one, type: book, title: First things}
  - {id: two, type: book, title: Second things}
"""


def marks(text: str, name: str = "case.yaml") -> list[str]:
    loaded = load(Path("cases/a", name), data=text.encode())
    checked = check(loaded, select=["CIT001", "CIT002"])
    return fingerprints(loaded, checked.problems)


KNOWN = marks(CASE)


def test_no_two_findings_have_the_same() -> None:
    assert len(KNOWN) == len(set(KNOWN)) == 5
    assert sorted(mark.rpartition(":")[2] for mark in KNOWN) == ["1", "1", "1", "1", "2"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A small", "# a comment\n\n\ntitle: A small"),
        ("known [@nobody], and", "known\n  [@nobody], and"),
        ("references:\n", "references:\n  - {id: zero, type: book, title: Zero}\n"),
        ("  - {id: one, type: book, title: First things}\n", ""),
        ("{id: one, type: book, title: First things}", "{id: 'one', type: book, title: Other things}"),
        ("and something unknown", "and some things unknown"),
    ],
)
def test_it_stays(old: str, new: str) -> None:
    after = marks(CASE.replace(old, new))
    assert len(set(after) & set(KNOWN)) == min(len(after), 5)


@pytest.mark.parametrize(("old", "new"), [("@nothing", "@nothing-new"), ("id: two", "id: three")])
def test_another_text_is_another_finding(old: str, new: str) -> None:
    assert len(set(marks(CASE.replace(old, new))) & set(KNOWN)) == 4


def test_a_mended_one_of_two_alike_leaves_the_other_known() -> None:
    after = marks(CASE.replace("known [@nobody]", "known"))
    assert set(after) < set(KNOWN)


def test_other_cases_have_others() -> None:
    loaded = load(Path("cases/b/case.yaml"), data=CASE.encode())
    assert not set(fingerprints(loaded, check(loaded).problems)) & set(KNOWN)
