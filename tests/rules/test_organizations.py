"""AUT010 and the copy of the ROR registry: one that is missing, broken, or holds other things."""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen.check import Checked, check
from casegen.load import load
from tests.rules.documents import FILES, completed

CASE = "affiliations: [{id: a, institution: Simon Fraser University, ror: 03rmrcq20}]\n"
COPY = FILES / "organizations" / "ror.json"


def checked(text: str, copy: Path | None) -> Checked:
    loaded = load(FILES / "case.yaml", data=completed(text).encode())
    return check(loaded, select=["AUT010"], snapshots={"organizations": copy} if copy else {})


def test_another_institution() -> None:
    [problem] = checked(CASE, COPY).problems
    assert "is the ROR ID of University of British Columbia" in problem.message


def test_without_a_copy_nothing_is_said() -> None:
    verdict = checked(CASE, None)
    assert not verdict.problems
    assert [unchecked.code for unchecked in verdict.not_checked] == ["AUT010"]


def test_without_an_id_there_is_nothing_to_check() -> None:
    verdict = checked("affiliations: [{id: a, institution: Simon Fraser University}]\n", None)
    assert not verdict.problems
    assert not verdict.not_checked


@pytest.mark.parametrize("content", ["", "{", "{}", '"text"', "[" * 100_000])
def test_a_broken_copy(tmp_path: Path, content: str) -> None:
    copy = tmp_path / "ror.json"
    copy.write_text(content, encoding="utf-8")
    [unchecked] = checked(CASE, copy).not_checked
    assert "cannot be read: ror.json" in unchecked.reason


@pytest.mark.parametrize(
    "entry", ["1", '{"id": 1, "names": 2}', '{"id": "https://ror.org/03rmrcq20", "names": [1]}']
)
def test_entries_of_another_form(tmp_path: Path, entry: str) -> None:
    copy = tmp_path / "ror.json"
    copy.write_text(f"[{entry}]", encoding="utf-8")
    [unchecked] = checked(CASE, copy).not_checked
    assert "does not hold 03rmrcq20" in unchecked.reason
