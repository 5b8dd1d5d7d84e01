"""REF010 and REF011, and the files that they look into: one that is missing, broken, or holds other things."""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen.check import check
from casegen.load import load
from tests.rules.documents import FILES, completed

CASE = """\
references:
  - {id: a, type: book, title: Sudden death, DOI: 10.5555/gone}
  - {id: b, type: book, title: Sudden death in young athletes, DOI: 10.5555/cement}
"""
KINDS = {"REF010": "retractions", "REF011": "works"}


def verdict(code: str, path: Path | None) -> tuple[list[str], list[str]]:
    """The messages, and the reasons of what was not checked."""
    loaded = load(FILES / "case.yaml", data=completed(CASE).encode())
    checked = check(loaded, select=[code], snapshots={KINDS[code]: path} if path else {})
    return [p.message for p in checked.problems], [u.reason for u in checked.not_checked]


def test_retracted() -> None:
    messages, reasons = verdict("REF010", FILES / "works" / "retractions.csv")
    assert messages == ["'a' was retracted"]
    assert reasons == []


def test_another_work() -> None:
    messages, reasons = verdict("REF011", FILES / "works" / "works.json")
    assert len(messages) == 1
    assert reasons == ["1 of 2 DOIs are not in works.json"]


@pytest.mark.parametrize("code", KINDS)
def test_without_a_file_nothing_is_said(code: str) -> None:
    messages, reasons = verdict(code, None)
    assert (messages, len(reasons)) == ([], 1)


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize(
    "content", [b"", b"{}", b"a,b\n1,2", b"\xff\xfe", b"[" * 100_000, b'"' + b"x" * 200_000]
)
def test_a_broken_file(tmp_path: Path, code: str, content: bytes) -> None:
    path = tmp_path / "broken"
    path.write_bytes(content)
    messages, reasons = verdict(code, path)
    assert messages == []
    assert "cannot be read" in reasons[0]


@pytest.mark.parametrize("code", KINDS)
def test_a_missing_file(tmp_path: Path, code: str) -> None:
    messages, reasons = verdict(code, tmp_path / "none")
    assert messages == []
    assert "cannot be read" in reasons[0]
