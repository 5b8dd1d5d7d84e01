"""The register of rules: codes that never change, and docstrings that are true."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from casegen.check import check
from casegen.load import load
from casegen.load.codes import NAMES
from casegen.model import Case
from casegen.problem import CasegenError, Severity
from casegen.rules import Finding, Rule, choose, find, rules
from casegen.rules.registry import add
from tests.rules.documents import FILES, HERE, completed

RULES = rules()
SNAPSHOTS = {
    "retractions": FILES / "works" / "retractions.csv",
    "works": FILES / "works" / "works.json",
    "organizations": FILES / "organizations" / "ror.json",
}
# Their bad example would be a file too large, of other bytes, of many brackets, in a script without a font, or
# longer than a profile allows.
NOT_SHOWN = {"YML008", "YML009", "YML010", "TXT011", "FMT001", "FRT004", "FRT009", "SEC012"}


def test_codes_are_those_promised() -> None:
    lines = (HERE / "codes.txt").read_text(encoding="utf-8").splitlines()
    promised = [tuple(line.split()) for line in lines if not line.startswith("#")]
    assert len({code for code, *_ in promised}) == len(promised)
    kept = {entry for entry in promised if entry[2:] != ("retired",)}
    assert kept == {(rule.code, rule.name) for rule in RULES}


def test_what_load_finds_is_explained() -> None:
    assert {rule.code: rule.name for rule in RULES if rule.family == "YML"} == NAMES
    assert all(rule.blocking and rule.function is None for rule in RULES if rule.family == "YML")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_docstring(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert rule.why.endswith(".")
    assert bool(rule.bad) == bool(rule.good) == (rule.code not in NOT_SHOWN)


@pytest.mark.parametrize("rule", [r for r in RULES if r.code not in NOT_SHOWN], ids=lambda rule: rule.code)
def test_examples(rule: Rule) -> None:
    assert rule.code in found_in(rule.bad, rule)
    assert rule.code not in found_in(rule.good, rule)


def found_in(fragment: str, rule: Rule) -> set[str]:
    loaded = load(FILES / "case.yaml", data=completed(fragment).encode())
    # What the checker finds about its own instructions, it finds after the rules.
    select = [] if rule.family == "LNT" else [rule.code]
    return {problem.code for problem in check(loaded, select=select, snapshots=SNAPSHOTS).problems}


def test_a_good_example_of_a_rule_that_runs_is_a_case() -> None:
    for rule in RULES:
        if rule.function:
            for fragment in (rule.bad, rule.good):
                assert not {code for code in found_in(fragment, rule) if code.startswith("YML")}, rule.code


@pytest.mark.parametrize("name", ["CIT002", "cit002", "uncited-reference", " Uncited-Reference "])
def test_find(name: str) -> None:
    assert find(name).code == "CIT002"


def test_of_two_rules_of_one_name_the_one_that_runs_is_found() -> None:
    assert find("duplicate-key").code == "CIT003"
    assert find("YML002").name == "duplicate-key"


@pytest.mark.parametrize(
    ("name", "told"), [("CIT02", "CIT0"), ("uncited-refs", "uncited-reference"), ("", "")]
)
def test_find_nothing(name: str, told: str) -> None:
    with pytest.raises(CasegenError, match=f"there is no rule .*{told}"):
        find(name)


def test_choose() -> None:
    assert choose(("CIT001", "alt-text")) == {"CIT001", "FIG006"}
    assert choose(("met", "MET001")) == {rule.code for rule in RULES if rule.family == "MET"}
    assert choose(()) == frozenset()
    with pytest.raises(CasegenError):
        choose(("NON",))


@pytest.mark.parametrize(
    ("code", "name", "doc"),
    [
        ("CIT001", "another-name", "Wrong.\n\nWhy: because."),
        ("CIT900", "undefined-key", "Wrong.\n\nWhy: because."),
        ("cit900", "another-name", "Wrong.\n\nWhy: because."),
        ("CIT900", "Another Name", "Wrong.\n\nWhy: because."),
        ("CIT900", "another-name", "It does not say why."),
    ],
)
def test_a_malformed_or_second_rule_is_fatal(code: str, name: str, doc: str) -> None:
    with pytest.raises(RuntimeError):
        add(Rule(code, name, Severity.ERROR, doc, nothing))
    assert rules() == RULES


def nothing(case: Case) -> Iterator[Finding]:
    yield from (Finding(reference.at, "") for reference in case.references)


def test_what_is_not_there_yet_is_only_mentioned_in_a_draft() -> None:
    early = {rule.code: rule.severity_at("draft") for rule in RULES if rule.family in ("FRT", "SEC")}
    early |= {rule.code: rule.severity_at("draft") for rule in RULES if rule.code in DECLARATIONS}
    # What is there, and wrong, is wrong in a draft as well.
    there = {"FRT003", "SEC002", "SEC004"}
    assert {code for code, severity in early.items() if severity is not Severity.INFO} <= there


def test_a_record_must_be_complete_when_it_is_published() -> None:
    records = [rule for rule in RULES if rule.family == "MET" and rule.severity is Severity.WARNING]
    for rule in (*records, find("REF002")):
        assert rule.severity is Severity.WARNING
        assert rule.severity_at("publication") is Severity.ERROR, rule.code


DECLARATIONS = {"ETH001", "ETH004", "ETH005", "ETH006", "ETH008", "AUT002", "AUT003", "MET008"}
