"""Every rule finds what its documents expect, where they expect it, and nothing else."""

from __future__ import annotations

import pytest

from casegen.rules import rules
from tests.rules.documents import HERE, Document, read_documents

PATHS = sorted(path for path in HERE.glob("*.yaml") if path.name != "base.yaml")
DOCUMENTS = [document for path in PATHS for document in read_documents(path)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_document(document: Document) -> None:
    code = document.name.partition("-")[0]
    checked = document.check(code)
    assert {unchecked.code for unchecked in checked.not_checked} == document.not_checked
    here = [problem for problem in checked.problems if problem.path.name == "case.yaml"]
    found = [(problem.span.line, problem.code) for problem in here]
    assert sorted(found) == sorted((expected.line, expected.code) for expected in document.expected)
    unmet = [e for e in document.expected if not any(e.met_by(problem) for problem in here)]
    assert not unmet, here


def test_every_rule_that_runs_has_documents() -> None:
    running = {rule.code for rule in rules() if rule.function}
    assert {path.stem for path in PATHS} == running
    assert {e.code for document in DOCUMENTS for e in document.expected} == running


def test_nothing_is_found_in_what_completes_the_documents() -> None:
    assert not Document("base", "", []).check().problems
