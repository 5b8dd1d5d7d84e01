"""Whatever a case file holds, loading it gives a case or problems with places in it, and never raises."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from casegen.load import load
from casegen.prose import Prose
from tests._support.promises import exact, keeps_characters, keeps_places

CASES = Path(__file__).parents[2] / "cases"
SPICE = [
    "\t", "\r", "\r\n", "\n\n", "  ", "- ", "? ", ": ", "#", "'", '"', "|", ">", "|2-", "&a ", "*a", "!!str ", "!x ", "<<: ",
    "[", "]", "{", "}", ",", "---\n", "...\n", "%YAML 1.2\n", "\ufeff", "\x85", "\u2028", "😀", "\x00", "\x07", "~", "null",
    "1e999", "0o8", ".inf", "true", "@a", "[@a", "![", "](", "^[", "[^1]", "$", "`", "<!--", "-->", "```\n", "# ", "\\",
]  # fmt: skip
KEYS = [
    "casegen", "title", "authors", "name", "affiliations", "id", "roles", "dates", "date", "subtitle", "abstract", "journal",
    "sections", "title", "after", "body", "figures", "tables", "rows", "references", "issued", "date-parts", "author", "family",
    "bibliography", "license", "consent", "statement", "timeline", "day", "event", "patient", "age", "style", "lint", "x-mine",
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(SPICE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@cache
def seed(name: str) -> str:
    yaml = (CASES / "vertebroplasty-cement-leakage" / "case.yaml").read_text("utf-8")
    front = "---\ntitle: T\nauthors: [A]\n---\n# Abstract\n## Background\na\n\n# Introduction\n\n"
    return yaml if name == "case.yaml" else front + yaml[:3000].replace("references:", "# References")


@given(st.sampled_from(["case.yaml", "case.md"]), st.binary())
def test_any_bytes(name: str, data: bytes) -> None:
    keeps_places(load(Path(name), data=data))


@given(st.sampled_from(["case.yaml", "case.md"]), st.text())
def test_any_text(name: str, text: str) -> None:
    keeps_places(load(Path(name), data=text.encode("utf-8", "replace")))


@given(st.lists(st.sampled_from([*SPICE, *KEYS, "a", " ", "\n"]), max_size=40))
def test_what_yaml_and_markdown_are_made_of(pieces: list[str]) -> None:
    keeps_places(load(Path("case.yaml"), data="".join(pieces).encode()))
    keeps_places(
        load(Path("case.md"), data=("---\ntitle: T\nauthors: [A]\n---\n" + "".join(pieces)).encode())
    )


@given(
    st.sampled_from(["case.yaml", "case.md"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), st.sampled_from(SPICE)), min_size=1, max_size=3),
)
def test_a_case_with_some_places_changed(name: str, changes: list[tuple[float, int, str]]) -> None:
    text = seed(name)
    for where, removed, added in changes:
        at = int(where * len(text))
        text = text[:at] + added + text[at + removed :]
    keeps_places(load(Path(name), data=text.encode()))


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_any_data(data: dict[str, object]) -> None:
    keeps_places(load(Path("case.yaml"), data=_yaml(data).encode()))


def _yaml(value: object) -> str:
    return json.dumps({"title": "T", "authors": ["A"], **value} if isinstance(value, dict) else value)


PROSE = st.lists(
    st.sampled_from([*"abc*_~^$`[]()!@#|><-&\\ \n\té😀\u2028", "[@k]", "@fig-a;B", "\n\n", "- ", "> ", "**", "![c](d.png)"]),
    max_size=60,
).map("".join)  # fmt: skip


@given(PROSE, st.sampled_from(["|", "|-", "|+", "|2"]), st.sampled_from(["\n", "\r\n"]))
def test_prose_in_a_literal_block_maps_back_to_its_characters(text: str, header: str, end: str) -> None:
    body = "".join(f"  {line}{end}" if line else end for line in f"x{text}".split("\n"))
    typed = f"title: T{end}authors: [A]{end}introduction: {header}{end}{body}"
    loaded = load(Path("case.yaml"), data=typed.encode())
    assert loaded.case is not None, loaded.problems
    assert loaded.case.introduction is not None
    source = loaded.places.main
    at = loaded.case.at / "introduction"
    for found, node in exact(loaded.case.introduction):
        span = loaded.places.locate(at, (node.start, node.end))
        start = source.line_start(span.line) + span.column - 1
        stop = source.line_start(span.end_line) + span.end_column - 1
        assert source.text[start:stop].replace("\r", "\n") == found


@given(PROSE)
def test_prose_of_any_kind_keeps_its_places(text: str) -> None:
    keeps_characters(Prose(text))
