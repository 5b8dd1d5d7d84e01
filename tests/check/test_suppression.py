"""What silences a finding, and what is said of that which does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen.check.workspace import check_in
from casegen.load import find_workspace
from tests.rules.documents import Document, read_documents

DOCUMENTS = read_documents(Path(__file__).parent / "suppression.yaml")
SELECTED = ("TXT010", "CIT", "LNT")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_suppression(document: Document, tmp_path: Path) -> None:
    (checked,) = check_in(document.load(), find_workspace(tmp_path), select=SELECTED)
    found = [(problem.span.line, problem.code) for problem in checked.problems]
    assert sorted(found) == sorted((expected.line, expected.code) for expected in document.expected)
    for expected in document.expected:
        assert any(expected.met_by(problem) for problem in checked.problems), expected
