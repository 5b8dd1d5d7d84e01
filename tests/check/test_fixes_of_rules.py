"""The fixes of rules, over the documents that the rules are tested with."""

from __future__ import annotations

import re
from functools import partial

import pytest

from casegen.check import check
from casegen.check.fix import Fixed, fix
from casegen.load import Loaded, load
from casegen.model import Case
from casegen.rules import Rule, rules
from tests.rules.documents import FILES, HERE, Document, read_documents

DOCUMENTS = {path.stem: read_documents(path) for path in sorted(HERE.glob("*.yaml")) if path.stem != "base"}
MENDING = [rule for rule in rules() if rule.fixing and rule.code in DOCUMENTS]
# They mend how something is set: every word stays.
SETTING = ("CIT006", "FRT003", "SEC004", "TXT003")


def mended(document: Document, *codes: str, unsafe: bool) -> Fixed:
    recheck = partial(
        check, stage=document.stage, select=codes, profile=document.profile, snapshots=document.snapshots
    )

    def read(data: bytes) -> Loaded:
        return load(FILES / "case.yaml", data=data)

    once = fix(document.load(), recheck, read, unsafe=unsafe)
    assert once.loaded.case is not None
    twice = fix(once.loaded, recheck, read, unsafe=unsafe)
    # The files beside the case are not written here, so that they are mended again.
    assert once.loaded.path not in {change.path for change in twice.changes}, (
        "mended twice, it is not the same"
    )
    return once


@pytest.mark.parametrize("code", DOCUMENTS)
def test_a_rule_says_whether_it_mends(code: str) -> None:
    (rule,) = (rule for rule in rules() if rule.code == code)
    found = [problem for document in DOCUMENTS[code] for problem in document.check(code).problems]
    safe = {problem.fix.safe for problem in found if problem.fix is not None}
    assert safe == {"safe": {True}, "suggested": {False}, "": set()}[rule.fixing]


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("rule", MENDING, ids=lambda rule: rule.code)
def test_what_a_rule_mends_stays_mended(rule: Rule, unsafe: bool) -> None:
    changed = [mended(document, rule.code, unsafe=unsafe) for document in DOCUMENTS[rule.code]]
    assert any(fixed.count for fixed in changed) == (unsafe or rule.fixing == "safe")


@pytest.mark.parametrize("rule", MENDING, ids=lambda rule: rule.code)
def test_rules_do_not_undo_one_another(rule: Rule) -> None:
    for document in DOCUMENTS[rule.code]:
        mended(document, unsafe=True)


@pytest.mark.parametrize("code", SETTING)
def test_the_words_stay(code: str) -> None:
    for document in DOCUMENTS[code]:
        before, after = document.load().case, mended(document, code, unsafe=False).loaded.case
        assert before is not None
        assert after is not None
        assert words(before) == words(after), document.name


def words(case: Case) -> list[str]:
    return re.findall(r"\w+", case.model_dump_json().replace("\\n", " "))
