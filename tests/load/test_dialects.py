"""``case.yaml`` and ``case.md`` give the same case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegen.load import load, slug_of
from casegen.load.yamltree import read_yaml
from casegen.source import Source

HEADINGS = {
    "introduction": "Introduction",
    "presentation": "Case presentation",
    "discussion": "Discussion",
    "conclusion": "Conclusion",
    "patient_perspective": "Patient perspective",
    "competing_interests": "Competing interests",
    "acknowledgments": "Acknowledgments",
    "data_availability": "Data availability",
    "ai_use": "Use of AI",
}
STATEMENTS = {"consent": "Consent", "ethics": "Ethics", "funding": "Funding"}
CASES = ["complete-example", "vertebroplasty-cement-leakage"]


def as_markdown(data: dict[str, Any]) -> str:
    """*data* as ``case.md``: whatever may stand under a heading does."""
    front = dict(data)
    body: list[str] = []
    if isinstance(front.get("abstract"), dict):
        parts = front.pop("abstract").items()
        body += ["# Abstract", *(f"## {label.capitalize()}:\n\n{text}" for label, text in parts)]
    sections = front.pop("sections", [])
    front["sections"] = [section for section in sections if section["after"] not in HEADINGS]
    for key, heading in HEADINGS.items():
        if key in front:
            body += [f"# {heading}", front.pop(key)]
        body += [f"# {s['title']} #\n{s['body']}" for s in sections if s["after"] == key]
    if "learning_points" in front:
        body += ["# Learning points", *(f"- {point}" for point in front.pop("learning_points"))]
    for key, heading in STATEMENTS.items():
        if isinstance(front.get(key), dict) and "statement" in front[key]:
            front[key] = dict(front[key])
            body += [f"# {heading}", front[key].pop("statement")]
    typed = json.dumps(front, ensure_ascii=False, indent=1)
    return f"---\n{typed}\n---\n" + "\n\n".join(body) + "\n"


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_the_example_cases(name: str, end: str, example_cases: Path) -> None:
    path = example_cases / name / "case.yaml"
    data = read_yaml(Source(path, path.read_text("utf-8"))).data
    typed = as_markdown(data).replace("\n", end).encode()
    markdown, yaml = load(path.with_name("case.md"), data=typed), load(path)
    assert (yaml.problems, markdown.problems) == ((), ())
    assert yaml.case is not None
    assert markdown.case is not None
    assert markdown.slug == yaml.slug == name
    assert markdown.case.model_dump() == yaml.case.model_dump()
    assert [(at, prose.text) for at, prose in markdown.case.prose()] == [
        (at, prose.text) for at, prose in yaml.case.prose()
    ]


LINES = st.lists(
    st.sampled_from(["One sentence [@a].", "## A sub-heading", "", "- an item", "> quoted", "#hash", "    code # x", "H~2~O"]),
    min_size=1,
).map(lambda lines: "\n".join(lines).strip("\n"))  # fmt: skip


@given(texts=st.dictionaries(st.sampled_from(sorted(HEADINGS)), LINES.filter(str.strip)))
def test_any_prose(texts: dict[str, str]) -> None:
    data = {"title": "T", "authors": ["A"], **texts}
    markdown = load(Path("x/case.md"), data=as_markdown(data).encode())
    yaml = load(Path("x/case.yaml"), data=json.dumps(data).encode())
    assert (yaml.problems, markdown.problems) == ((), ())
    assert yaml.case is not None
    assert markdown.case is not None
    assert markdown.case.model_dump() == yaml.case.model_dump()


def test_unknown_headings_become_sections_in_their_order() -> None:
    text = (
        "---\ntitle: T\nauthors: [A]\n---\n# Literature review {#sec-lit}\na\n\n# Discussion\nb\n\n# Limits #\nc\n\n"
        "# More limits\nd\n\n# Take-home messages\n1. e\n"
    )
    case = load(Path("case.md"), data=text.encode()).case
    assert case is not None
    assert [(s.title.text, s.after, s.body.text) for s in case.sections] == [
        ("Literature review", "", "a"),
        ("Limits", "discussion", "c"),
        ("More limits", "Limits", "d"),
    ]
    assert [point.text for point in case.learning_points] == ["e"]


def test_learning_points_are_items_and_paragraphs() -> None:
    text = "---\ntitle: T\nauthors: [A]\n---\n# Learning points\nOne.\n\n- Two\n  lines.\n- *Three.*\n\n\n4) Four.\n"
    case = load(Path("case.md"), data=text.encode()).case
    assert case is not None
    assert [point.text for point in case.learning_points] == ["One.", "Two\n  lines.", "*Three.*", "Four."]


@pytest.mark.parametrize(
    ("path", "slug"),
    [("a/case.yaml", "a"), ("a/b/../case.md", "a"), ("a/draft.yaml", "draft"), ("a/..x.md", "..x")],
)
def test_a_case_is_named_for_its_folder_or_for_itself(path: str, slug: str) -> None:
    assert slug_of(Path(path)) == slug
