"""The CARE report: its verdicts, its two forms, and what it does with text that is not meant for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from casegen.check import Profile, check
from casegen.check.profiles import find_profile, profile_names
from casegen.load import load
from casegen.problem import CasegenError
from casegen.reports import Result
from casegen.reports.care import Verdict, care_report, rows

HERE = Path(__file__).parent / "care"
FAMILIES = ("FRT", "SEC", "ETH")
VOID = {"meta"}


def result(name: str, profile: Profile | str = "care") -> Result:
    loaded = load(HERE / name)
    return Result(f"cases/{name}", loaded, check(loaded, select=FAMILIES, profile=profile))


def verdicts(name: str, profile: str = "care") -> dict[str, Verdict]:
    checked = result(name, profile)
    assert checked.loaded.case is not None
    told = rows(checked, find_profile(profile), checked.loaded.case)
    return {row.item.number: row.verdict for row in told}


class Page(HTMLParser):
    """What a page holds: its elements, its ids, and the places that its links go to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids.extend([given["id"] or ""] if "id" in given else [])
        self.links.extend([given["href"] or ""] if "href" in given else [])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", ["whole.yaml", "bare.yaml", "portuguese.yaml"])
@pytest.mark.parametrize("html", [True, False], ids=["html", "md"])
def test_report(name: str, html: bool, golden: Callable[[Path, str], None]) -> None:
    report = care_report(result(name), find_profile("care"), html=html, stage="submission")
    golden(HERE / f"{name.partition('.')[0]}.report.{'html' if html else 'txt'}", report)


def test_verdicts() -> None:
    whole = verdicts("whole.yaml")
    assert len(whole) == 30
    assert set(whole.values()) == {Verdict.MET}
    bare = verdicts("bare.yaml")
    assert {number for number, verdict in bare.items() if verdict != Verdict.MISSING} == {"2"}
    assert bare["2"] == Verdict.PARTLY  # one keyword, and two are asked for


def test_both_dialects_give_the_same_verdicts() -> None:
    assert verdicts("whole.md") == verdicts("whole.yaml")


def test_what_only_english_would_show_is_not_checked() -> None:
    portuguese = verdicts("portuguese.yaml")
    assert portuguese["2"] == portuguese["12"] == Verdict.MET
    assert portuguese["5c"] == portuguese["13"] == Verdict.UNCHECKED
    assert portuguese["4"] == portuguese["11b"] == Verdict.MISSING


def test_a_finding_makes_an_item_partly_met() -> None:
    assert verdicts("whole.yaml", "scare")["2"] == Verdict.PARTLY


@pytest.mark.parametrize("profile", profile_names())
def test_every_profile_has_items(profile: str) -> None:
    items = find_profile(profile).items
    assert [item.number for item in items] == list(dict.fromkeys(item.number for item in items))
    assert all(item.asks and item.evidence and (item.rules or item.advice) for item in items)
    assert {item.guideline for item in items} == {"CARE 2013"}


@pytest.mark.parametrize("name", ["whole.yaml", "whole.md", "bare.yaml", "portuguese.yaml"])
def test_the_page_is_whole_and_its_links_go_somewhere(name: str) -> None:
    page = Page(care_report(result(name), find_profile("care"), html=True))
    assert len(set(page.ids)) == len(page.ids)
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert [link for link in page.links if not link.startswith("#")] == ["https://www.care-statement.org/"]


def test_text_is_no_markup() -> None:
    html = care_report(result("bare.yaml"), find_profile("care"), html=True)
    assert "<script" not in html
    assert "&lt;script&gt;alert(&#34;A &amp; B&#34;)&lt;/script&gt;" in html
    markdown = care_report(result("bare.yaml"), find_profile("care"), html=False)
    assert r"\<script\>" in markdown
    rules = [len(re.findall(r"(?<!\\)\|", line)) for line in markdown.splitlines() if line.startswith("|")]
    assert set(rules) == {5}


def test_there_is_no_report_without_a_case_or_items() -> None:
    loaded = load(HERE / "nothing.yaml", data=b"[")
    with pytest.raises(CasegenError, match="could not be read"):
        care_report(Result("x", loaded, check(loaded)), find_profile("care"), html=True)
    with pytest.raises(CasegenError, match="lists no items"):
        care_report(result("bare.yaml"), Profile("own", "Own", ""), html=False)
