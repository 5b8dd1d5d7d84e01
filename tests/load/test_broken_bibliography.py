"""One broken entry costs neither the others nor the build."""

from pathlib import Path

from casegen.load import load

CASE = """\
title: T
authors: [A B]
bibliography: [refs.bib]
"""
REFERENCES = """\
@article{good1, title = {One}, year = 2001}
@article{broken, title = {Two, year = 2002
@article{good2, title = {Three}, year = 2003}
"""


def test_the_others_load_and_the_fault_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE, "utf-8")
    (tmp_path / "refs.bib").write_text(REFERENCES, "utf-8")
    loaded = load(tmp_path)
    assert loaded.case is not None
    assert {reference.id for reference in loaded.case.references} >= {"good1", "good2"}
    (problem,) = loaded.problems
    assert (problem.code, problem.path.name, problem.span.line) == ("YML012", "refs.bib", 2)
    assert not problem.blocking


def test_a_key_that_no_citation_can_name_is_a_problem_of_its_entry_alone(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE.replace(".bib", ".json"), "utf-8")
    (tmp_path / "refs.json").write_text('[{"id": "one"},\n {"id": "J. Doe 2001"}]', "utf-8")
    loaded = load(tmp_path)
    assert loaded.case is not None
    (problem,) = loaded.problems
    assert (problem.code, problem.path.name, problem.span.line) == ("YML004", "refs.json", 2)
    assert not problem.blocking
