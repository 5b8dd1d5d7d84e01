"""Every case of `cases/` in every report, as in the golden file beside it; and what the options change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casegen.check import Checked, NotChecked, Profile, check
from casegen.check.profiles import Setting
from casegen.load import Loaded, load
from casegen.problem import CasegenError, Edit, Fix, Problem, Related, Severity
from casegen.reports import Options, Result, formats, render
from casegen.source import Source, SourceMap

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.yaml"))
PLAIN = Options(width=72)
SUFFIX = {"text": "txt", "github": "github.txt", "junit": "junit.xml", "sarif": "sarif"}
ANSI = re.compile(r"\x1b\[[0-9;]*m")
# The reports are tested, not the rules: those that find something in the cases.
RULES = ("AUT002", "AUT003", "CIT", "FIG002", "MET004", "MET010", "SEC001", "TXT010")
NOT = ("CIT004", "CIT005", "CIT006", "CIT007")
OTHER = Profile(
    "other",
    "Another journal",
    "Instructions for authors",
    rules={"CIT002": Setting(on=False), "MET010": Setting(item="4", severity=Severity.ERROR)},
)

PROFILES: tuple[Profile | str, ...] = ("care", OTHER)


@pytest.fixture(autouse=True)
def _the_same_day_and_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setattr("casegen.reports.sarif.__version__", "1.2.3")


def result(name: str, profile: Profile | str = "care") -> Result:
    loaded = load(HERE / "cases" / f"{name}.yaml")
    checked = check(loaded, select=RULES, ignore=NOT, profile=profile)
    return Result(f"cases/{name}/case.yaml", loaded, checked)


def wrong(result: Result, message: str = "wrong", **more: Any) -> Problem:
    """A problem at the first three characters of the case."""
    return Problem("CIT001", "wrong", Severity.ERROR, message, result.loaded.places.main.span(0, 3), **more)


@pytest.mark.parametrize("format", formats())
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_report(path: Path, format: str, golden: Callable[[Path, str], None]) -> None:
    report = render(format, [result(path.stem)], PLAIN)
    if format == "sarif":
        report = without_help(report)
    golden(path.with_suffix(f".{SUFFIX.get(format, format)}"), report)


def without_help(report: str) -> str:
    """A SARIF log without what the rules say of themselves."""
    log = json.loads(report)
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        del rule["help"], rule["fullDescription"]
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("format", ["text", "json", "github", "junit"])
def test_two_profiles(format: str, golden: Callable[[Path, str], None]) -> None:
    golden(HERE / f"profiles.{SUFFIX.get(format, format)}", render(format, under_two_profiles(), PLAIN))


def test_two_profiles_are_two_runs_of_sarif() -> None:
    both = json.loads(render("sarif", under_two_profiles()))["runs"]
    assert [run["automationDetails"]["id"] for run in both] == ["casegen/care/", "casegen/other/"]
    for run, profile in zip(both, PROFILES, strict=True):
        alone = [result(name, profile) for name in ("several", "clean")]
        assert [run] == json.loads(render("sarif", alone))["runs"]


def under_two_profiles() -> list[Result]:
    return [result(name, profile) for name in ("several", "clean") for profile in PROFILES]


def test_each_case_may_have_a_profile_of_its_own() -> None:
    text = render("text", [result("several"), result("many", OTHER)], PLAIN)
    assert "care: 6 errors, 3 warnings, 1 info in 1 case\nother: 1 error in 1 case\n" in text
    assert "(care)" not in text


def test_several_cases(golden: Callable[[Path, str], None]) -> None:
    results = [result("clean"), result("several"), result("unread")]
    options = PLAIN.replace(show_source=False, statistics=True)
    golden(HERE / "together.txt", render("text", results, options))


def test_nothing_to_check() -> None:
    assert render("text", [], PLAIN) == "no cases\n"
    assert json.loads(render("json", []))["summary"] == {"error": 0, "warning": 0, "info": 0, "files": 0}


def test_colours_are_only_added() -> None:
    coloured = render("text", [result("several")], PLAIN.replace(colour=True))
    plain = render("text", [result("several")], PLAIN)
    assert ANSI.sub("", coloured) == plain
    assert coloured != plain
    assert "\x1b" not in plain


def test_all_problems_of_one_rule_when_asked_for() -> None:
    few, everything = (render("text", [result("many")], PLAIN.replace(all=on)) for on in (False, True))
    assert few.count("CIT002 uncited-reference") == 1
    assert "and 11 more CIT002 in this file (lines 11, 12, 13, 14, 15, 16, ...);" in few
    assert "--all shows them" in few
    assert everything.count("CIT002 uncited-reference") == 12
    assert "--all" not in everything


def test_ten_of_one_rule_are_all_shown() -> None:
    many = result("many")
    kept = [p for p in many.checked.problems if p.code != "CIT002"]
    ten = [p for p in many.checked.problems if p.code == "CIT002"][:10]
    text = render("text", [many._replace(checked=Checked((*kept, *ten)))], PLAIN)
    assert text.count("CIT002 uncited-reference") == 10


@pytest.mark.parametrize("format", formats())
def test_what_was_not_checked_is_said(format: str) -> None:
    case = result("clean")
    report = render(format, [case._replace(checked=Checked((), (NotChecked("CIT002", "offline"),)))], PLAIN)
    assert "CIT002" in report
    assert "offline" in report


def test_what_was_not_checked_is_told_by_its_reason() -> None:
    codes = ["CIT001", "CIT002", "CIT003", "FIG001", "FIG002", "FIG004", "FIG005", "FIG006", "FIG011"]
    english = tuple(NotChecked(code, "the rule reads English") for code in codes)
    offline = (NotChecked("CIT001", "offline"), NotChecked("FIG001", "offline"))
    cases = [
        result(name)._replace(checked=Checked((), found))
        for name, found in (("clean", english), ("bare", (*english, *offline)))
    ]
    assert render("text", cases, PLAIN) == (
        "not checked in 2 cases: 9 rules of CIT and FIG: the rule reads English\n"
        "not checked in cases/bare/case.yaml: CIT001, FIG001: offline\n"
        "no problems in 2 cases\n"
    )
    assert render("text", cases[:1], PLAIN).startswith("not checked: 9 rules of CIT and FIG: the rule reads")


def test_nothing_found_about_privacy_is_not_anonymity() -> None:
    case = result("clean")
    looked = case._replace(checked=Checked((), judged=frozenset({"PRV001", "CIT001"})))
    assert "That is not anonymity" in render("text", [looked], PLAIN)
    other = case._replace(checked=Checked((), judged=frozenset({"CIT001"})))
    assert render("text", [other], PLAIN) == "no problems in 1 case\n"


def test_rules_that_found_nothing_are_tests_that_passed() -> None:
    case = result("clean")
    report = render("junit", [case._replace(checked=Checked((), judged=frozenset({"CIT001"})))])
    assert '<testcase name="CIT001 undefined-key" classname="care.clean" time="0.0"/>' in report


def test_the_other_half_of_a_contradiction_is_shown() -> None:
    case = result("several")
    there = case.loaded.places.main.span(40, 45)
    found = wrong(case, related=(Related(there, "and here otherwise"),), hint="make up your mind")
    text = render("text", [case._replace(checked=Checked((found,)))], PLAIN)
    assert text.splitlines()[:7] == [
        "cases/several/case.yaml:1:1: error CIT001 wrong: wrong",
        "    1 | casegen: 1",
        "      | ^^^",
        "    line 3: and here otherwise",
        "    3 | author: {name: Ana Silva, email: ana@example.org, correspondin…",
        "      |   ^^^^^",
        "    hint: make up your mind",
    ]


def test_what_can_be_fixed_is_marked_and_counted() -> None:
    case = result("clean")
    edit = Edit(case.loaded.places.main.span(0, 3), "new")
    safe, unsafe = (
        wrong(case, hint="write 'new'", fix=Fix("write 'new'", (edit,), safe)) for safe in (True, False)
    )
    text = render("text", [case._replace(checked=Checked((safe, unsafe)))], PLAIN.replace(width=200))
    assert "    [fix] write 'new'" in text
    assert "hint:" not in text
    assert "    [--unsafe-fixes] write 'new'" in text
    assert "2 errors in 1 case; 1 can be fixed with --fix, 1 more with --unsafe-fixes; " in text
    text = render("text", [case._replace(checked=Checked((unsafe,)))], PLAIN.replace(width=200))
    assert "1 error in 1 case; 1 can be fixed with --fix --unsafe-fixes; " in text


@pytest.mark.parametrize("format", formats())
def test_a_workspace_is_no_case(format: str) -> None:
    path = HERE / "casegen.toml"
    source = Source(path, "[lint]\n")
    loaded = Loaded(path, "casegen.toml", SourceMap(source), None, ())
    problem = Problem("LNT002", "invalid-suppression", Severity.ERROR, "no such rule", source.span(0, 6))
    settings = Result("casegen.toml", loaded, Checked((problem,)))
    report = render(format, [result("clean", OTHER), settings], PLAIN)
    assert "no such rule" in report.lower()
    if format == "text":
        assert "could not be read" not in report
        assert "1 error in 1 case; " in report
        assert "care:" not in report
    if format == "json":
        assert json.loads(report)["summary"]["files"] == 1


def test_json_is_the_contract() -> None:
    content = json.loads(render("json", [result("several")]))
    assert list(content) == ["version", "problems", "not_checked", "summary"]
    keys = "code name severity message path pointer line column end_line end_column fix related source"
    assert all(list(problem) == keys.split() for problem in content["problems"])
    fix = next(problem["fix"] for problem in content["problems"] if problem["fix"])
    assert list(fix) == ["safe", "description", "edits"]
    assert list(fix["edits"][0]) == ["path", "line", "column", "end_line", "end_column", "text"]
    related = next(problem["related"] for problem in content["problems"] if problem["related"])
    assert list(related[0]) == ["path", "line", "column", "message"]
    counts = dict.fromkeys(("error", "warning", "info"), 0)
    for problem in content["problems"]:
        counts[problem["severity"]] += 1
    assert content["summary"] == {**counts, "files": 1}


@pytest.mark.parametrize("format", formats())
def test_nothing_a_terminal_obeys_or_cannot_encode(format: str) -> None:
    case = result("clean")
    found = wrong(case, "a \x1b[31m \ud800 \u202e \x00 b", hint="\x07")
    report = render(format, [case._replace(checked=Checked((found,)))], PLAIN)
    report.encode("utf-8")
    assert not set("\x1b\x07\x00") & set(report)


def test_json_of_two_profiles_adds_to_the_contract() -> None:
    alone = json.loads(render("json", [result("several")]))
    both = json.loads(render("json", [result("several"), result("several", OTHER)]))
    assert list(both) == [*alone, "verdicts"]
    assert both["summary"] == {"error": 7, "warning": 3, "info": 0, "files": 1}
    assert both["verdicts"] == [
        {"profile": "care", "error": 6, "warning": 3, "info": 1},
        {"profile": "other", "error": 7, "warning": 1, "info": 0},
    ]
    renamed = next(problem for problem in both["problems"] if problem["code"] == "MET010")
    assert renamed["profiles"] == [
        {"profile": "care", "severity": "info", "source": ""},
        {"profile": "other", "severity": "error", "source": "Instructions for authors, item 4"},
    ]


def test_what_a_rule_says_of_itself_is_in_sarif() -> None:
    log = json.loads(render("sarif", [result("several", OTHER)]))
    (run,) = log["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["CIT001"]["name"] == "UndefinedKey"
    assert "Why: " in rules["CIT001"]["help"]["text"]
    assert "```yaml" in rules["CIT001"]["help"]["markdown"]
    for found in run["results"]:
        assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == found["ruleId"]


def test_sarif_names_the_item_that_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casegen.reports.sarif.find_profile", lambda _: OTHER)
    (run,) = json.loads(render("sarif", [result("several", OTHER)]))["runs"]
    assert run["taxonomies"] == [
        {
            "name": "Instructions for authors",
            "shortDescription": {"text": "The items of Instructions for authors."},
            "taxa": [{"id": "4"}],
        }
    ]
    (related,) = (rule for rule in run["tool"]["driver"]["rules"] if "relationships" in rule)
    assert related["id"] == "MET010"
    assert related["relationships"][0]["target"] == {
        "id": "4",
        "toolComponent": {"name": "Instructions for authors"},
    }


@pytest.mark.parametrize(
    ("shown", "uri"),
    [
        ("cases/x/case.yaml", "cases/x/case.yaml"),
        ("my case/100%/é.yaml", "my%20case/100%25/%C3%A9.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("a:b/case.yaml", "a%3Ab/case.yaml"),
    ],
)
def test_addresses_in_sarif_are_addresses(shown: str, uri: str) -> None:
    case = result("clean")._replace(shown=shown)
    log = json.loads(render("sarif", [case._replace(checked=Checked((wrong(case),)))]))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": uri, "uriBaseId": "%SRCROOT%"}


@pytest.mark.parametrize("shown", ["../x/case.yaml", "/x/case.yaml"])
def test_a_case_outside_has_all_of_its_address_in_sarif(shown: str) -> None:
    case = result("clean")._replace(shown=shown)
    log = json.loads(render("sarif", [case._replace(checked=Checked((wrong(case),)))]))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": (HERE / "cases" / "clean.yaml").resolve().as_uri()}


def test_annotations_are_escaped_as_github_reads_them() -> None:
    case = result("clean")._replace(shown="a:b, 100%.yaml")
    found = wrong(case, "50% of: these, and\nthose")
    report = render("github", [case._replace(checked=Checked((found,)))])
    assert report == (
        "::error file=a%3Ab%2C 100%25.yaml,line=1,endLine=1,col=1,endColumn=4,title=CIT001 wrong::"
        "a:b, 100%25.yaml:1:1: CIT001 50%25 of: these, and%0Athose\n"
    )


def test_an_unknown_report() -> None:
    with pytest.raises(
        CasegenError, match="no report 'jsno' \\(did you mean 'json'\\?\\): there are github, json"
    ):
        render("jsno", [])


def test_a_file_name_need_not_be_text() -> None:
    named = result("bare")._replace(shown="cases/b\udcffd/case.yaml")
    uris = {
        location["physicalLocation"]["artifactLocation"]["uri"]
        for found in json.loads(render("sarif", [named]))["runs"][0]["results"]
        for location in found["locations"]
    }
    assert uris == {"cases/b%FFd/case.yaml"}
