"""`check` itself: what runs, what it gives, in which order, and what a failing rule costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casegen.check import NotChecked, check
from casegen.load import Loaded, load
from casegen.model import Case
from casegen.problem import CasegenError, Severity
from casegen.rules import STAGES, Finding, Rule, Stage
from casegen.rules.registry import registered
from casegen.source import Pointer
from tests.rules.documents import FILES, completed

WRONG = """\
introduction: Unknown [@nobody].
doi: 11.1/x
references: [{id: one, type: book, title: First things}]
dates: {received: today}
"""


def loaded(text: str) -> Loaded:
    return load(FILES / "case.yaml", data=completed(text).encode())


# The rules that WRONG is about: others have much to say of so small a case.
FEW = ("CIT001", "CIT002", "MET001", "MET003")


def codes(text: str, *, select: tuple[str, ...] = FEW, ignore: tuple[str, ...] = ()) -> list[str]:
    return [problem.code for problem in check(loaded(text), select=select, ignore=ignore).problems]


def test_problems_come_in_the_order_of_their_places() -> None:
    assert codes(WRONG) == ["CIT001", "MET001", "CIT002", "MET003"]


def test_select_and_ignore() -> None:
    assert codes(WRONG, select=("CIT",)) == ["CIT001", "CIT002"]
    assert codes(WRONG, select=("CIT", "date-invalid"), ignore=("uncited-reference",)) == ["CIT001", "MET003"]
    assert codes(WRONG, ignore=("CIT", "MET")) == []
    with pytest.raises(CasegenError, match="no rule 'CIT01'"):
        codes(WRONG, select=("CIT01",))


def test_what_loading_found_is_always_told() -> None:
    assert codes("titel: Wrong\n" + WRONG, select=("MET",), ignore=("YML",)) == ["YML003"]
    repeated = "figures: [{id: a, file: figures/ct.svg}, {id: a, file: figures/ct.svg}]\n"
    assert codes(repeated, select=("FIG005",)) == ["FIG005", "FIG005", "YML011"]


def test_blocking() -> None:
    blocking = check(loaded(WRONG), select=FEW).blocking
    assert [problem.code for problem in blocking] == ["CIT001"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_changes_severities_alone(stage: Stage) -> None:
    case = loaded("presentation: null\nauthors: [{name: Ana Silva}]\n" + WRONG)
    select = (*FEW, "SEC001", "AUT002")
    at_stage = check(case, stage=stage, select=select).problems
    usual = check(case, select=select).problems
    assert [(p.code, p.span, p.message) for p in at_stage] == [(p.code, p.span, p.message) for p in usual]
    weights = {problem.code: problem.severity for problem in at_stage}
    expected = Severity.INFO if stage == "draft" else Severity.ERROR
    assert weights["SEC001"] == weights["AUT002"] == expected
    assert weights["CIT001"] == Severity.ERROR


def failing(case: Case) -> Iterator[Finding]:
    yield Finding(case.at / "title", "found before the failure")
    raise ValueError("unexpected")


def test_a_rule_that_fails_is_not_checked_and_the_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Rule("AAA001", "failing", Severity.ERROR, "Fails.\n\nWhy: to test.", failing)
    monkeypatch.setattr("casegen.rules.registry._rules", {**registered(), "AAA001": bad})
    checked = check(loaded(WRONG), select=("AAA", *FEW))
    assert checked.not_checked == (NotChecked("AAA001", "the rule failed (ValueError: unexpected)"),)
    assert {p.code for p in checked.problems} == {"AAA001", "CIT001", "MET001", "CIT002", "MET003"}


def test_one_text_is_told_once_however_often_an_alias_repeats_it() -> None:
    text = """\
x-person: &person {name: Ana Silva, orcid: 0000-0002-1825-0079}
authors: [*person, *person]
"""
    assert codes(text, select=("AUT004",)) == ["AUT004"]


def test_a_finding_in_what_is_missing_points_at_one_line() -> None:
    (problem,) = check(loaded("# without: discussion\ntitle: A\n"), select=["SEC001"]).problems
    assert (problem.span.line, problem.span.column, problem.span.end_line) == (2, 1, 2)
    assert problem.pointer == Pointer(["discussion"])


def mended(text: str) -> str:
    """*text* after every fix, last first."""
    case = loaded(text)
    found = check(case, select=["MET001", "MET010"]).problems
    edits = [edit for problem in found if problem.fix for edit in problem.fix.edits]
    lines = completed(text).splitlines()
    for edit in sorted(edits, key=lambda edit: (edit.span.line, edit.span.column), reverse=True):
        assert edit.span.line == edit.span.end_line
        line = lines[edit.span.line - 1]
        lines[edit.span.line - 1] = (
            line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
        )
    return "\n".join(lines[: len(text.splitlines())]) + "\n"


def test_fixes_mend_the_text_and_keep_the_rest() -> None:
    text = """\
doi: "https://doi.org/10.31579/2768-2757/038"   # quoted
author: [{name: {"given-names": Ana, family: Silva}, corresponding: true, email: a@example.org}]
conflicts :   None.   # kept
references: [{id: a, type: book, title: T, DOI: 'doi: 10.1234/ab'}]
introduction: Known [@a].
"""
    assert (
        mended(text)
        == """\
doi: "10.31579/2768-2757/038"   # quoted
authors: [{name: {given: Ana, family: Silva}, corresponding: true, email: a@example.org}]
competing_interests :   None.   # kept
references: [{id: a, type: book, title: T, DOI: '10.1234/ab'}]
introduction: Known [@a].
"""
    )


def test_there_is_a_fix_only_where_the_place_is_exact() -> None:
    escaped = 'doi: "\\x68ttps://doi.org/10.1234/ab"\n'
    in_file = "bibliography: [refs.json]\nintroduction: Known [@filed].\n"
    for text, place in ((escaped, ("case.yaml", 1, 6)), (in_file, ("refs.json", 2, 72))):
        (problem,) = check(loaded(text), select=["MET001"]).problems
        assert (problem.path.name, problem.span.line, problem.span.column) == place
        assert (problem.fix is None) == (text is escaped)


def test_the_seed_has_none_of_what_it_is_right_in(example_cases: Path) -> None:
    seed = check(load(example_cases / "vertebroplasty-cement-leakage"))
    assert not seed.not_checked
    assert {problem.code for problem in seed.problems} >= {"AUT003", "FIG006"}
    never = {"MET001", "MET002", "MET003", "MET004", "CIT001", "CIT002", "CIT003"}
    assert not {problem.code for problem in seed.problems} & never


@pytest.mark.parametrize("profile", ["care", "jmcr"])
def test_the_complete_example_is_clean_at_publication_and_silences_nothing(
    example_cases: Path, profile: str
) -> None:
    loaded = load(example_cases / "complete-example")
    assert loaded.case is not None
    assert not loaded.case.lint.ignore
    assert "ignore-next" not in loaded.places.main.text
    checked = check(loaded, stage="publication", profile=profile)
    assert checked.problems == ()
    # What only others know, and nobody said here.
    assert {unchecked.code for unchecked in checked.not_checked} <= {"AUT010", "REF010", "REF011"}
