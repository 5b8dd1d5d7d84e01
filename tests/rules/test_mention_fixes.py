"""A mention that was typed by hand and is mended means the same figure, and all figures keep their numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casegen.check import check
from casegen.load import load
from casegen.model import Case
from casegen.reading.order import reading_order
from tests.rules.documents import FILES

IDS = ("a", "b", "c")
PLACES = (
    "introduction",
    "presentation",
    "discussion",
    "caption a",
    "caption b",
    "caption c",
    "note",
    "abstract",
)
MENTIONS = (*(f"@fig-{name}" for name in IDS), *(f"(Figure {n})" for n in (1, 2, 3)), "![](#fig-b)", "text")


def case_of(texts: dict[str, list[str]]) -> str:
    lines = ["title: A", "authors: [{name: Ana Silva}]"]
    for name in ("abstract", "introduction", "presentation", "discussion"):
        body = "\n\n".join(
            ["It is seen.", *(f"So {part} it is." if part[0] != "!" else part for part in texts[name])]
        )
        if name == "presentation" and texts["note"]:
            body = (
                body.replace("It is seen.", "It is seen.[^n]", 1)
                + "\n\n[^n]: So "
                + " and ".join(texts["note"])
            )
        lines += [f"{name}: |", *(f"  {line}" if line else "" for line in body.split("\n"))]
    lines.append("figures:")
    for name in IDS:
        caption = " and ".join(["Slice", *(part for part in texts[f"caption {name}"] if part[0] != "!")])
        lines += [f"  - id: {name}", "    file: figures/ct.svg", f"    caption: {caption}"]
    return "\n".join(lines) + "\n"


def numbers(case: Case) -> dict[str, int]:
    return {name: number for number, (_, name) in enumerate(reading_order(case).floats, 1)}


@given(st.fixed_dictionaries({place: st.lists(st.sampled_from(MENTIONS), max_size=3) for place in PLACES}))
def test_mended_mentions_mean_the_same(texts: dict[str, list[str]]) -> None:
    before = case_of(texts)
    loaded = load(FILES / "case.yaml", data=before.encode())
    assert loaded.case is not None, loaded.problems
    printed = numbers(loaded.case)
    edits = [
        edit
        for problem in check(loaded, select=["FIG007"]).problems
        if problem.fix
        for edit in problem.fix.edits
    ]
    lines = before.split("\n")
    for edit in sorted(edits, key=lambda edit: (edit.span.line, edit.span.column), reverse=True):
        line = lines[edit.span.line - 1]
        typed = line[edit.span.column - 1 : edit.span.end_column - 1]
        assert typed == f"Figure {printed[edit.text.removeprefix('@fig-')]}"
        lines[edit.span.line - 1] = (
            line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
        )
    after = load(FILES / "case.yaml", data="\n".join(lines).encode())
    assert after.case is not None, after.problems
    assert numbers(after.case) == printed
