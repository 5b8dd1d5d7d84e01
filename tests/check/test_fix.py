"""Mending: what is asked for is mended, and everything else in the file stays as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.check import Checked, check
from casegen.check.fix import Fixed, fix
from casegen.load import Loaded, load
from casegen.problem import Edit, Fix, Problem, Severity
from tests.rules.documents import FILES, completed

HERE = Path(__file__).parent
FIXES: list[dict[str, Any]] = yaml.safe_load((HERE / "fixes.yaml").read_text(encoding="utf-8"))
BESIDE: list[dict[str, Any]] = yaml.safe_load((HERE / "beside.yaml").read_text(encoding="utf-8"))
EDITS: list[dict[str, Any]] = yaml.safe_load((HERE / "edits.yaml").read_text(encoding="utf-8"))

TYPED: dict[str, Callable[[str], bytes]] = {
    "as it stands": lambda text: text.encode(),
    "with CR LF": lambda text: text.replace("\n", "\r\n").encode(),
    "with CR": lambda text: text.replace("\n", "\r").encode(),
    "with a byte-order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "without a line end at its end": lambda text: text.rstrip("\n").encode(),
}


def whole(text: str, file: str) -> str:
    return text if file.endswith(".md") else completed(text)


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("given", FIXES, ids=lambda given: given["about"])
def test_fix(given: dict[str, Any], typed: str) -> None:
    file = given.get("file", "case.yaml")
    unsafe = given.get("unsafe", False)
    before, after = (TYPED[typed](whole(given[when], file)) for when in ("before", "after"))

    def read(data: bytes) -> Loaded:
        return load(FILES / file, data=data)

    def recheck(loaded: Loaded) -> Checked:
        return check(loaded, select=given["rules"])

    loaded = read(before)
    assert loaded.case is not None, loaded.problems
    fixed = fix(loaded, recheck, read, unsafe=unsafe)
    assert fixed.loaded.places.main.text.encode() == after.removeprefix(b"\xef\xbb\xbf")
    assert len(fixed.changes) == (before != after)
    assert not fix(fixed.loaded, recheck, read, unsafe=unsafe).changes


# --- edits that no rule makes as one would need them ----------------------------------------------------------


def problems_of(loaded: Loaded, edits: list[Any]) -> Checked:
    """A problem for each place in *loaded* where the first text of one of *edits* stands; the second mends it."""
    text, source = loaded.places.main.text, loaded.places.main
    found = []
    for old, new, *more in edits:
        at = text.find(old)
        while at >= 0:
            span = source.span(at, at + len(old))
            mend = Fix("", (Edit(span, new),), safe=more != ["suggested"])
            found.append(Problem("TXT003", "", Severity.WARNING, f"{old} at {at}", span, fix=mend))
            at = text.find(old, at + 1)
    blocking = [problem for problem in check(loaded, select=["CIT001"]).problems if problem.blocking]
    return Checked((*sorted(found, key=lambda problem: problem.sort_key), *blocking))


def mended(given: dict[str, Any]) -> Fixed:
    def read(data: bytes) -> Loaded:
        return load(Path("case.yaml"), data=data)

    loaded = read(given["before"].encode())
    assert loaded.case is not None, loaded.problems
    return fix(loaded, lambda then: problems_of(then, given["edits"]), read)


@pytest.mark.parametrize("given", EDITS, ids=lambda given: given["about"])
def test_edits(given: dict[str, Any]) -> None:
    fixed = mended(given)
    assert fixed.loaded.places.main.text == given["after"]
    assert fixed.count == given["count"]
    assert bool(fixed.changes) == (given["before"] != given["after"])


def test_thousands_of_edits_are_made_at_once() -> None:
    text = "casegen: 1\ntitle: T\nauthors: [Ana Silva]\npresentation: |\n" + "  Rest was  good.\n" * 10_000
    fixed = mended({"before": text, "edits": [["  good", " good"]]})
    assert fixed.count == 10_000
    assert fixed.loaded.places.main.text == text.replace("  good", " good")


def test_a_file_beside_the_case_is_mended_too(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@book{one, title = {Frist things}}\n", encoding="utf-8")
    file = tmp_path / "case.yaml"
    file.write_text(
        "casegen: 1\ntitle: T\nauthors: [Ana Silva]\nbibliography: [refs.bib]\n"
        "presentation: Known ,  so [@one].\n",
        encoding="utf-8",
    )
    loaded = load(file)

    def recheck(then: Loaded) -> Checked:
        (source,) = then.places.others.values()
        at = source.text.find("Frist")
        span = source.span(at, at + 5)
        mend = Fix("", (Edit(span, "First"),))
        own = check(then, select=["TXT003"]).problems
        return Checked((*own, Problem("TXT001", "", Severity.WARNING, "", span, fix=mend)))

    fixed = fix(loaded, recheck, lambda data: load(file, data=data))
    assert {change.path.name: change.after for change in fixed.changes} == {
        "case.yaml": file.read_text(encoding="utf-8").replace("Known ,  so", "Known, so"),
        "refs.bib": "@book{one, title = {First things}}\n",
    }
    assert fixed.count == 3


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("given", BESIDE, ids=lambda given: given["about"])
def test_a_file_of_references(given: dict[str, Any], typed: str, tmp_path: Path) -> None:
    before, after = (TYPED[typed](given[when]) for when in ("before", "after"))
    (tmp_path / given["file"]).write_bytes(before)
    case = tmp_path / "case.yaml"
    case.write_text(f"title: T\nauthors: [Ana Silva]\nbibliography: {given['file']}\n", encoding="utf-8")

    def recheck(loaded: Loaded) -> Checked:
        return check(loaded, select=["REF008", "REF012", "MET001", "YML012"])

    fixed = fix(load(case), recheck, lambda data: load(case, data=data))
    texts = [change.after.encode() for change in fixed.changes]
    assert texts == ([after.removeprefix(b"\xef\xbb\xbf")] if before != after else [])


def test_a_mending_that_would_lose_a_reference_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@book{one, title = {T}}\n@book{two, title = {U}}\n", encoding="utf-8")
    case = tmp_path / "case.yaml"
    case.write_text("title: T\nauthors: [Ana Silva]\nbibliography: refs.bib\n", encoding="utf-8")
    loaded = load(case)

    def recheck(then: Loaded) -> Checked:
        (source,) = then.places.others.values()
        found = []
        for old, new in (("T", "T{"), ("U", "V"), ("two", "three")):
            at = source.text.find(old)
            span = source.span(at, at + len(old))
            mend = Fix("", (Edit(span, new),))
            found.append(Problem("TXT001", "", Severity.WARNING, old, span, fix=mend))
        return Checked(tuple(found))

    (change,) = fix(loaded, recheck, lambda data: load(case, data=data)).changes
    assert change.after == "@book{one, title = {T}}\n@book{two, title = {V}}\n"
