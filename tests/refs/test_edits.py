"""References written into a case file: what changes, and that nothing else does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casegen.limits import LIMITS
from casegen.load.yamltree import read_yaml
from casegen.problem import CasegenError
from casegen.refs.casefile import CaseFile
from casegen.refs.yaml_edit import appended, reordered
from casegen.refs.yaml_text import Manner, entry_lines, flow_entry, scalar
from casegen.source import Source
from tests.refs.strategies import NUMBERS, PAGES, dates, items, texts

ROWS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "edits.yaml").read_text("utf-8"))
NEW = {
    "id": "kim2020",
    "type": "article-journal",
    "title": "New: things",
    "author": [{"family": "Kim", "given": "J. H."}, {"literal": "WHO"}],
    "volume": "012",
    "issued": "2019-05-03",
    "language": "no",
}
LINE_ENDS = {"LF": "\n", "CR LF": "\r\n"}


def read(text: str, name: str = "case.yaml", mark: bytes = b"") -> CaseFile:
    return CaseFile(Path(name), mark + text.encode("utf-8"))


def by_id(file: CaseFile) -> list[int]:
    return sorted(range(len(file.entries)), key=lambda index: str(file.tidied_entries[index].get("id")))


def edit(operation: str, file: CaseFile) -> str:
    return appended(file, [NEW]) if operation == "appended" else reordered(file, by_id(file))


@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize("operation", ["appended", "sorted"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["about"])
def test_an_edit_is_just_what_it_should_be(row: dict[str, Any], operation: str, end: str) -> None:
    def typed(text: str) -> str:
        return text.replace("\n", LINE_ENDS[end])

    # A byte-order mark is no part of the text.
    for mark in (b"", b"\xef\xbb\xbf"):
        file = read(typed(row["text"]), row["name"], mark)
        if refusal := row.get(f"{operation}_refused"):
            with pytest.raises(CasegenError) as refused:
                edit(operation, file)
            assert refusal in str(refused.value)
        elif operation in row:
            assert edit(operation, file) == typed(row[operation])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("title: [\n", "cannot be read"),
        ("- a\n", "cannot be read"),
        ("", "cannot be read"),
        ("title: A\nreferences: {id: a}\n", "references is no list"),
        ("title: A\nreferences: [a]\nreference: [b]\n", "given twice"),
    ],
)
def test_what_cannot_be_edited_is_told(text: str, why: str) -> None:
    with pytest.raises(CasegenError, match=why):
        read(text)


def test_a_list_that_a_case_cannot_hold_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    few = LIMITS["values"].replace(default=1000)
    monkeypatch.setattr("casegen.limits.LIMITS", {**LIMITS, "values": few})
    many = [{**NEW, "id": f"k{number}"} for number in range(100)]
    with pytest.raises(CasegenError, match="nothing is written"):
        appended(read("title: A\n"), many)


# --- any text, any manner --------------------------------------------------------------------------------

ANY_TEXT = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=12),
    st.text(st.sampled_from(" -:#,[]{}&*!|>'\"%@`=?~<\t\n\\.019eExofnulyt\u0085\u2028\ufeff"), max_size=8),
    st.sampled_from(
        ["no", "Yes", "null", "~", "", "012", "1e5", "1_000", "12:30", "0x1F", "2019-05-03", "<<", "---"]
    ),
)


@given(ANY_TEXT, st.booleans())
def test_a_scalar_is_the_text_to_every_reader(text: str, quoted: bool) -> None:
    if not _is_allowed(text):
        return
    block = f"key: {scalar(text, quoted=quoted)}\n"
    flow = (
        f"key: [{scalar(text, flow=True, quoted=quoted)}, {{a: {scalar(text, flow=True, quoted=quoted)}}}]\n"
    )
    assert _read_text(block)["key"] == text
    assert _read_text(flow)["key"] == [text, {"a": text}]
    # Another reader may take a number or a date for one, of the same characters.
    inside, mapping = yaml.safe_load(flow)["key"]
    assert {str(each) for each in (yaml.safe_load(block)["key"], inside, mapping["a"])} == {text}


def _is_allowed(text: str) -> bool:
    """Whether a case may hold it: a reader refuses control characters."""
    return not any(ord(char) < 32 and char not in "\t\n\r" for char in text) and "\ufffe" not in text and (
        "\uffff" not in text
    )  # fmt: skip


def _read_text(text: str) -> Any:
    tree = read_yaml(Source(Path(), text))
    assert not tree.problems, (text, tree.problems)
    return _typed(tree.data)


def _typed(value: Any) -> Any:
    match value:
        case dict():
            return {key: _typed(entry) for key, entry in value.items()}
        case list():
            return [_typed(entry) for entry in value]
    return getattr(value, "typed", value)


# --- any sequence of edits -------------------------------------------------------------------------------

ITEMS = items(volume=NUMBERS, page=PAGES, accessed=dates(), note=texts(), publisher=texts())
MANNERS = st.builds(
    Manner,
    flow=st.booleans(),
    dash=st.sampled_from([0, 2, 3]),
    names=st.sampled_from(["rows", "blocks", "inline"]),
    inner=st.sampled_from([0, 2]),
).map(lambda manner: manner.replace(keys=manner.dash + 2))
COMMENTS = st.lists(st.sampled_from(["", "  # in", "# out", "    # deep: - id: x"]), max_size=3)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A case file with references in any manner, comments around them, and any line ends."""
    shape = draw(st.sampled_from(["block", "flow", "lines", "empty", "none"]))
    lines = ["# top", "casegen: 1", "title: 'T'   # quoted", "introduction: |", "  text # no comment", ""]
    found = draw(st.lists(ITEMS, min_size=1, max_size=4, unique_by=lambda item: item["id"]))
    if shape == "block":
        manner = draw(MANNERS)
        lines.append("references:  # these")
        for item in found:
            lines += [comment.replace("  ", " " * manner.dash, 1) for comment in draw(COMMENTS)]
            lines += entry_lines(item, manner)
    elif shape == "flow":
        lines.append(f"references: [{', '.join(map(flow_entry, found))}]  # these")
    elif shape == "lines":
        lines.append("references: [")
        for place, item in enumerate(found, 1):
            lines += draw(st.sampled_from([[], ["  # above"]]))
            comma = "," if place < len(found) or draw(st.booleans()) else ""
            lines.append(f"  {flow_entry(item)}{comma}{draw(st.sampled_from(['', '  # beside']))}")
        lines.append("]")
    elif shape == "empty":
        lines.append(draw(st.sampled_from(["references:", "references: []  # none", "references: ~"])))
    lines += draw(COMMENTS)
    lines += draw(
        st.sampled_from([[], ["style: {csl: bmj}  # last"], ["", "# on style", "style:", "  csl: bmj"]])
    )
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(lines) + draw(st.sampled_from(["", end]))


@given(files(), st.lists(st.one_of(ITEMS, st.randoms(use_true_random=False)), min_size=1, max_size=4))
def test_any_edits_keep_all_else_and_all_comments(text: str, edits: list[Any]) -> None:
    first = read(text)
    added = 0
    for step in edits:
        before = read(text)
        if isinstance(step, dict):
            text = appended(before, [step])
            added += 1
        else:
            order = list(range(len(before.entries)))
            step.shuffle(order)
            text = reordered(before, order)
            assert Counter(map(str, read(text).tidied_entries)) == Counter(map(str, before.tidied_entries))
    last = read(text)
    assert last.rest() == first.rest()
    assert len(last.entries) == len(first.entries) + added
    assert comments(text) == comments(first.source.text)
    assert text.endswith(("\n", "\r")) == first.source.text.endswith(("\n", "\r"))
    assert ("\r\n" in text) == ("\r\n" in first.source.text)
    assert "\n" not in text.replace("\r\n", "") or "\r\n" not in text


def comments(text: str) -> Counter[str]:
    """The comments of the files above, which all are on this list."""
    known = ("# top", "# quoted", "# these", "# none", "# in", "# out", "# deep", "# above", "# beside", "# last",
             "# on style")  # fmt: skip
    return Counter({comment: text.count(comment) for comment in known})
